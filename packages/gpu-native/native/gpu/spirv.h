// Looks at SPIR-V before a driver does: drivers take what they are given on trust and crash on nonsense.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace jamnet::gpu {

// What the executor has to know about a compute shader.
struct ShaderInfo {
  std::string entry;        // name of the entry point
  uint32_t local_size = 0;  // invocations of a group, all along x
  uint32_t bindings = 0;    // highest storage buffer binding of set 0, and one
  bool sliced = false;      // push constants have `uint first` after `uint invocations`
  std::vector<uint32_t> capabilities;
};

// Empty when the words are a compute shader by the executor's conventions; otherwise what is wrong with them. `bytes`
// may lie anywhere and hold anything.
std::string InspectSpirv(const uint8_t* bytes, size_t length, ShaderInfo* info);

}  // namespace jamnet::gpu
