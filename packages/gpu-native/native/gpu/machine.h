// The Vulkan instance and the devices of this machine.
#pragma once
#ifdef JAMNET_VULKAN
#include <memory>

#include "gpu/loader.h"

namespace jamnet::gpu {

struct Instance {
  const Loader* loader = nullptr;
  VkInstance handle = VK_NULL_HANDLE;
  InstanceTable vk;

  Instance() = default;
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
};

// A device as it was found, and what opening it takes.
struct FoundDevice {
  VkPhysicalDevice handle = VK_NULL_HANDLE;
  DeviceInfo info;
  VkPhysicalDeviceType type = VK_PHYSICAL_DEVICE_TYPE_OTHER;
  VkPhysicalDeviceLimits limits = {};
  uint64_t max_allocation = 0;
  uint32_t queue_family = 0;
  std::string clock_extension;  // empty where clocks cannot be read together
  bool portability = false;     // a layer over another interface, which has to be asked for by name
};

// The process's instance, made by the first call that succeeds and kept: drivers do not bear well to be unloaded, and
// the next device opens five times as fast.
std::shared_ptr<Instance> OpenInstance(Refusal* refusal);
// Best first: discrete, integrated, virtual, cpu; within one type in the loader's order.
std::vector<FoundDevice> FindDevices(const Instance& instance, Refusal* refusal);
// The best usable one whose name holds `wanted`, any case. Null and a refusal where there is none.
const FoundDevice* ChooseDevice(const std::vector<FoundDevice>& devices, const std::string& wanted, Refusal* refusal);

}  // namespace jamnet::gpu
#endif
