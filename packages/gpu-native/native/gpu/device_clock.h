// The device's own clock, read together with the host's.
#pragma once
#ifdef JAMNET_VULKAN
#include "gpu/core.h"

namespace jamnet::gpu {

class DeviceClock {
 public:
  explicit DeviceClock(std::shared_ptr<Core> core);
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
  bool PrepareQuery();

  const std::shared_ptr<Core> core_;
  std::mutex mutex_;
  PFN_vkGetCalibratedTimestampsEXT calibrated_ = nullptr;
  bool has_base_ = false;
  uint64_t base_ = 0;
  VkCommandPool pool_ = VK_NULL_HANDLE;
  VkQueryPool query_ = VK_NULL_HANDLE;
  VkFence fence_ = VK_NULL_HANDLE;
  VkCommandBuffer commands_ = VK_NULL_HANDLE;
};

}  // namespace jamnet::gpu
#endif
