#include "gpu/device.h"

#include <condition_variable>
#include <cstring>
#include <mutex>

namespace jamnet::gpu {

Status Device::Run(const std::vector<Step>& steps) {
  struct Waiting {
    std::mutex mutex;
    std::condition_variable wake;
    bool done = false;
    Status status;
    std::shared_ptr<Outcome> outcome;
  } waiting;
  const Status submitted = Submit(steps, [&](Status status, std::shared_ptr<Outcome> outcome) {
    std::lock_guard<std::mutex> lock(waiting.mutex);
    waiting.status = std::move(status);
    waiting.outcome = std::move(outcome);
    waiting.done = true;
    // Under the lock: the one who waits lets go of all this as soon as it can take it.
    waiting.wake.notify_one();
  });
  if (!submitted.ok()) return submitted;
  std::unique_lock<std::mutex> lock(waiting.mutex);
  waiting.wake.wait(lock, [&] { return waiting.done; });
  if (waiting.outcome) {
    for (const Outcome::Copy& copy : waiting.outcome->copies()) {
      std::memcpy(steps[copy.step].ranges[copy.range].bytes, copy.from, copy.length);
    }
  }
  return waiting.status;
}

#ifndef JAMNET_VULKAN

namespace {

const Refusal kNotBuilt = {"this build has no Vulkan part: <vulkan/vulkan.h> was not found when it was compiled",
                           {"vulkan/vulkan.h"},
                           "install the Vulkan headers (Debian: apt-get install libvulkan-dev) and compile it again"};

}  // namespace

std::unique_ptr<Device> Device::Open(const DeviceOptions&, Refusal* refusal) {
  *refusal = kNotBuilt;
  return nullptr;
}

std::vector<DeviceInfo> ListDevices(Refusal* refusal) {
  *refusal = kNotBuilt;
  return {};
}

#endif

}  // namespace jamnet::gpu
