// Where the bytes of a run will be while its kernels work on them, and what has to be copied before and after.
// Arithmetic alone; it knows no Vulkan.
#pragma once
#include "gpu/device.h"

namespace jamnet::gpu {

// Ranges start at multiples of this in any buffer; no Vulkan device asks for more.
constexpr size_t kRangeAlignment = 256;

struct Surroundings {
  const uint8_t* arena = nullptr;
  size_t arena_bytes = 0;
  bool imported = false;  // the device sees the arena
  bool direct = false;    // and kernels work on it there
  uint64_t max_range_bytes = 0;
};

struct PlannedRange {
  bool in_arena = false;  // otherwise in the staging buffer
  bool kept = false;      // or in memory of the device's own
  size_t offset = 0;
  size_t length = 0;
};

// Between the arena and the staging buffer, by the device.
struct DeviceCopy {
  size_t arena_offset = 0;
  size_t staging_offset = 0;
  size_t length = 0;
};

// Between the host's memory and the staging buffer, by the host.
struct HostCopy {
  size_t step = 0;
  size_t range = 0;
  uint8_t* bytes = nullptr;
  size_t staging_offset = 0;
  size_t length = 0;
};

struct Plan {
  std::vector<std::vector<PlannedRange>> steps;
  std::vector<DeviceCopy> device_in, device_out;
  std::vector<HostCopy> host_in, host_out;
  size_t staging_bytes = 0;
};

// Bytes that several ranges share are staged once, so a step sees what an earlier one wrote.
Status MakePlan(const std::vector<Step>& steps, const Surroundings& around, Plan* plan);

}  // namespace jamnet::gpu
