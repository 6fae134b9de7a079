#ifdef JAMNET_VULKAN
#include "gpu/device_clock.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "test/check.h"

using namespace jamnet::gpu;

namespace {

// The device of this machine as one whose driver does not read clocks together.
std::shared_ptr<Core> OpenUncalibrated(Refusal* refusal) {
  const auto instance = OpenInstance(refusal);
  if (!instance) return nullptr;
  const auto devices = FindDevices(*instance, refusal);
  const FoundDevice* chosen = ChooseDevice(devices, "", refusal);
  if (chosen == nullptr) return nullptr;
  FoundDevice found = *chosen;
  found.clock_extension.clear();
  return OpenCore(instance, found, refusal);
}

bool Required() {
  const char* required = std::getenv("JAMNET_REQUIRE_VULKAN");
  return required != nullptr && std::strcmp(required, "1") == 0;
}

// How often the query is with the device at once: its commands and its fence may be so only once.
DeviceTable real;
int pending = 0;
int most_pending = 0;

VKAPI_ATTR VkResult VKAPI_CALL CountSubmit(VkQueue queue, uint32_t count, const VkSubmitInfo* info, VkFence fence) {
  most_pending = std::max(most_pending, ++pending);
  return real.QueueSubmit(queue, count, info, fence);
}

VKAPI_ATTR VkResult VKAPI_CALL CountReset(VkDevice device, uint32_t count, const VkFence* fences) {
  pending -= 1;
  return real.ResetFences(device, count, fences);
}

}  // namespace

#define OPEN(core)                                        \
  Refusal refusal;                                        \
  const auto core = OpenUncalibrated(&refusal);           \
  if (!core && !Required()) SKIP(refusal.reason);         \
  REQUIRE(core != nullptr);                               \
  if (core->found.info.timestamp_bits == 0) SKIP("the device has no clock")

TEST(a_clock_is_read_by_a_query_where_the_driver_does_not_read_it_with_the_host) {
  OPEN(core);
  DeviceClock clock(core);
  ClockReadings first, second;
  REQUIRE(clock.Read(&first).ok());
  REQUIRE(clock.Read(&second).ok());
  CHECK(!first.calibrated);
  CHECK(second.device_ns >= first.device_ns && second.monotonic_ns > first.monotonic_ns);
}

TEST(a_reading_that_came_too_late_does_not_spoil_the_next) {
  OPEN(core);
  real = core->vk;
  core->vk.QueueSubmit = CountSubmit;
  core->vk.ResetFences = CountReset;
  DeviceClock clock(core, 0);
  int late = 0;
  for (int i = 0; i < 2000 && late < 20; i += 1) {
    ClockReadings readings;
    late += clock.Read(&readings).code == Code::kTimedOut ? 1 : 0;
  }
  CHECK(late > 0);
  CHECK_EQ(most_pending, 1);
}
#endif
