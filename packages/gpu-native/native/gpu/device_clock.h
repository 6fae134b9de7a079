// The device's own clock, read together with the host's.
#pragma once
#ifdef JAMNET_VULKAN
#include "gpu/core.h"

namespace jamnet::gpu {

class DeviceClock {
 public:
  // `wait_ns`: how long a reading may take where the driver does not read clocks together.
  explicit DeviceClock(std::shared_ptr<Core> core, uint64_t wait_ns = kWaitNs);
  ~DeviceClock();
  // Any thread, one at a time.
  Status Read(ClockReadings* readings);

 private:
  struct Ticks {
    uint64_t device = 0;
    double monotonic_ns = 0;
    double deviation_ns = 0;
  };

  bool ReadCalibrated(Ticks* ticks) const;
  VkResult ReadByQuery(Ticks* best);
  VkResult QueryOnce(Ticks* ticks);
  static constexpr uint64_t kWaitNs = 1'000'000'000;

  VkResult WaitForQuery(uint64_t wait_ns);
  bool PrepareQuery();

  const std::shared_ptr<Core> core_;
  const uint64_t wait_ns_;
  std::mutex mutex_;
  PFN_vkGetCalibratedTimestampsEXT calibrated_ = nullptr;
  bool has_base_ = false;
  uint64_t base_ = 0;
  VkCommandPool pool_ = VK_NULL_HANDLE;
  VkQueryPool query_ = VK_NULL_HANDLE;
  VkFence fence_ = VK_NULL_HANDLE;
  VkCommandBuffer commands_ = VK_NULL_HANDLE;
  bool submitted_ = false;  // and not known to be done: what belongs to the query is the device's until then
};

}  // namespace jamnet::gpu
#endif
