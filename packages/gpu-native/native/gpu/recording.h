// Commands recorded once and submitted many times, with the memory that goes with them.
#pragma once
#ifdef JAMNET_VULKAN
#include <list>
#include <map>

#include "gpu/kernel.h"
#include "gpu/plan.h"

namespace jamnet::gpu {

// Where the kernels of a step list find their bytes, and the commands. In use by one run at a time.
struct Recording {
  std::shared_ptr<Core> core;
  std::vector<uint64_t> key;
  std::vector<std::shared_ptr<VulkanKernel>> kernels;
  std::shared_ptr<Buffer> arena;
  std::vector<std::shared_ptr<Buffer>> kept;  // of kept ranges, in the order of steps and bindings
  std::unique_ptr<Buffer> host;   // what the host copies to and from; null where nothing is staged through it
  std::unique_ptr<Buffer> local;  // where kernels work on staged bytes; null where they do so in `host`
  VkCommandPool pool = VK_NULL_HANDLE;
  VkDescriptorPool descriptors = VK_NULL_HANDLE;
  VkCommandBuffer commands = VK_NULL_HANDLE;
  VkFence fence = VK_NULL_HANDLE;

  explicit Recording(std::shared_ptr<Core> core) : core(std::move(core)) {}
  ~Recording();
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;
};

// Keeps what was recorded last. Any thread.
class Recordings {
 public:
  // `separate`: kernels work on staged bytes in memory of the device's own.
  Recordings(std::shared_ptr<Core> core, std::shared_ptr<Buffer> arena, bool separate);

  // Out of the store, or recorded anew: some ten microseconds, and more where memory has to be found.
  Status Take(const std::vector<Step>& steps, const Plan& plan, std::unique_ptr<Recording>* out);
  // For what the device is done with.
  void Return(std::unique_ptr<Recording> recording);
  // What is with the device still goes when it comes back.
  void Forget(VulkanKernel* kernel);
  void Clear();

 private:
  static constexpr size_t kKept = 16;
  static constexpr size_t kBuffersKept = 8;

  Status FindKept(const std::vector<Step>& steps, std::vector<std::shared_ptr<Buffer>>* out);
  std::unique_ptr<Buffer> TakeBuffer(size_t bytes, Place place);
  void KeepBuffer(std::unique_ptr<Buffer> buffer, Place place);
  void Retire(std::unique_ptr<Recording> recording);
  Status Record(const std::vector<Step>& steps, const Plan& plan, Recording* recording);

  const std::shared_ptr<Core> core_;
  const std::shared_ptr<Buffer> arena_;
  const bool separate_;
  std::mutex mutex_;
  bool cleared_ = false;
  std::list<std::unique_ptr<Recording>> idle_;  // used last in front
  std::list<std::unique_ptr<Buffer>> host_buffers_, local_buffers_;
  std::map<const uint8_t*, std::shared_ptr<Buffer>> kept_;  // by the start of the range that each stands for
};

}  // namespace jamnet::gpu
#endif
