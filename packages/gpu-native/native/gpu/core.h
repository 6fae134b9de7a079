// The opened device itself and memory on it. Everything made from a device holds its core, so the order in which they
// are let go of does not matter.
#pragma once
#ifdef JAMNET_VULKAN
#include <memory>
#include <mutex>

#include "gpu/machine.h"

namespace jamnet::gpu {

struct Core {
  std::shared_ptr<Instance> instance;
  FoundDevice found;
  VkPhysicalDeviceMemoryProperties memory = {};
  VkDevice device = VK_NULL_HANDLE;
  VkQueue queue = VK_NULL_HANDLE;
  DeviceTable vk;
  std::mutex queue_mutex;  // Vulkan asks that one thread at a time submits

  Core() = default;
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  // A memory type out of `allowed` (a bit each) with all of `wanted`, and with `liked` if there is one; -1 where there
  // is none.
  int32_t MemoryType(uint32_t allowed, VkMemoryPropertyFlags wanted, VkMemoryPropertyFlags liked) const;
};

std::shared_ptr<Core> OpenCore(std::shared_ptr<Instance> instance, const FoundDevice& found, Refusal* refusal);

// A buffer with memory of its own, or with the host's memory imported.
struct Buffer {
  std::shared_ptr<Core> core;
  VkBuffer handle = VK_NULL_HANDLE;
  VkDeviceMemory memory = VK_NULL_HANDLE;
  uint8_t* mapped = nullptr;  // null where the host does not see it
  size_t size = 0;
  std::shared_ptr<void> owner;  // of imported memory

  explicit Buffer(std::shared_ptr<Core> core) : core(std::move(core)) {}
  ~Buffer();
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
};

enum class Place { kHost, kDevice };

// Null where the device has no room for it. kHost: the host reads and writes it through `mapped`, without flushes.
std::unique_ptr<Buffer> CreateBuffer(const std::shared_ptr<Core>& core, size_t size, Place place);

// The bytes where they lie as a buffer. Null and why where that cannot be.
std::unique_ptr<Buffer> ImportBuffer(const std::shared_ptr<Core>& core, uint8_t* bytes, size_t size,
                                     std::shared_ptr<void> owner, std::string* why);

}  // namespace jamnet::gpu
#endif
