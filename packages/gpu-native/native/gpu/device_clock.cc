#ifdef JAMNET_VULKAN
#include "gpu/device_clock.h"

#include <algorithm>

#include "clock/monotonic.h"

namespace jamnet::gpu {

namespace {

constexpr int kReadings = 8;

}  // namespace

DeviceClock::DeviceClock(std::shared_ptr<Core> core, uint64_t wait_ns) : core_(std::move(core)), wait_ns_(wait_ns) {
#ifdef __linux__
  const std::string& extension = core_->found.clock_extension;
  if (extension.empty()) return;
  const std::string suffix = extension.substr(3, 3);  // KHR or EXT
  const auto domains_of =
      reinterpret_cast<PFN_vkGetPhysicalDeviceCalibrateableTimeDomainsEXT>(core_->instance->loader->GetInstanceProcAddr(
          core_->instance->handle, ("vkGetPhysicalDeviceCalibrateableTimeDomains" + suffix).c_str()));
  if (domains_of == nullptr) return;
  uint32_t count = 0;
  domains_of(core_->found.handle, &count, nullptr);
  std::vector<VkTimeDomainEXT> domains(count);
  if (domains_of(core_->found.handle, &count, domains.data()) < 0) return;
  const auto has = [&](VkTimeDomainEXT domain) {
    return std::find(domains.begin(), domains.end(), domain) != domains.end();
  };
  if (!has(VK_TIME_DOMAIN_DEVICE_EXT) || !has(VK_TIME_DOMAIN_CLOCK_MONOTONIC_EXT)) return;
  calibrated_ = reinterpret_cast<PFN_vkGetCalibratedTimestampsEXT>(
      core_->instance->vk.GetDeviceProcAddr(core_->device, ("vkGetCalibratedTimestamps" + suffix).c_str()));
#endif
}

DeviceClock::~DeviceClock() {
  if (submitted_ && WaitForQuery(kWaitNs) == VK_TIMEOUT) {
    // The device hangs, and may still write to what it was given: that stays for good, and the device with it.
    static auto* kept = new std::vector<std::shared_ptr<Core>>;
    static std::mutex kept_mutex;
    std::lock_guard<std::mutex> lock(kept_mutex);
    kept->push_back(core_);
    return;
  }
  if (fence_ != VK_NULL_HANDLE) core_->vk.DestroyFence(core_->device, fence_, nullptr);
  if (query_ != VK_NULL_HANDLE) core_->vk.DestroyQueryPool(core_->device, query_, nullptr);
  if (pool_ != VK_NULL_HANDLE) core_->vk.DestroyCommandPool(core_->device, pool_, nullptr);
}

Status DeviceClock::Read(ClockReadings* readings) {
  std::lock_guard<std::mutex> lock(mutex_);
  *readings = {};
  Ticks ticks;
  readings->calibrated = ReadCalibrated(&ticks);
  if (!readings->calibrated) {
    if (core_->found.info.timestamp_bits == 0) return {Code::kBadOption, "the device has no clock that can be read"};
    const VkResult result = ReadByQuery(&ticks);
    if (result == VK_ERROR_DEVICE_LOST) return {Code::kDeviceLost, "the device was lost while its clock was read"};
    if (result != VK_SUCCESS)
      return {Code::kTimedOut, "the device's clock did not answer (" + ResultName(result) + ")"};
  }
  if (!has_base_) base_ = ticks.device;
  has_base_ = true;
  const uint32_t bits = core_->found.info.timestamp_bits;
  const uint64_t mask = bits == 0 || bits >= 64 ? ~uint64_t{0} : (uint64_t{1} << bits) - 1;
  readings->device_ns = static_cast<double>((ticks.device - base_) & mask) * core_->found.limits.timestampPeriod;
  readings->monotonic_ns = ticks.monotonic_ns;
  readings->deviation_ns = ticks.deviation_ns;
  // Read apart from the device, and then told for its moment.
  const jamnet::ClockReadings host = jamnet::ReadClocks(kReadings);
  readings->realtime_ns =
      host.realtime_ns + static_cast<int64_t>(ticks.monotonic_ns - static_cast<double>(host.monotonic_ns));
  readings->realtime_deviation_ns = static_cast<double>(host.max_deviation_ns);
  return {};
}

bool DeviceClock::ReadCalibrated(Ticks* ticks) const {
  if (calibrated_ == nullptr) return false;
  VkCalibratedTimestampInfoEXT infos[2] = {{VK_STRUCTURE_TYPE_CALIBRATED_TIMESTAMP_INFO_EXT},
                                           {VK_STRUCTURE_TYPE_CALIBRATED_TIMESTAMP_INFO_EXT}};
  infos[0].timeDomain = VK_TIME_DOMAIN_DEVICE_EXT;
  infos[1].timeDomain = VK_TIME_DOMAIN_CLOCK_MONOTONIC_EXT;
  uint64_t best_deviation = ~uint64_t{0};
  for (int i = 0; i < kReadings; i++) {
    uint64_t stamps[2] = {}, deviation = 0;
    const int64_t before = MonotonicNs();
    if (calibrated_(core_->device, 2, infos, stamps, &deviation) != VK_SUCCESS) return false;
    // Mesa's software device says 1 ns whatever happened between its two readings; how long both took is a bound that
    // holds.
    if (!core_->found.info.is_gpu) deviation = static_cast<uint64_t>(std::max<int64_t>(MonotonicNs() - before, 1));
    if (deviation >= best_deviation) continue;
    best_deviation = deviation;
    *ticks = {stamps[0], static_cast<double>(stamps[1]), static_cast<double>(deviation)};
  }
  return true;
}

bool DeviceClock::PrepareQuery() {
  if (commands_ != VK_NULL_HANDLE) return true;
  const DeviceTable& vk = core_->vk;
  VkQueryPoolCreateInfo query = {VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO};
  query.queryType = VK_QUERY_TYPE_TIMESTAMP;
  query.queryCount = 1;
  if (query_ == VK_NULL_HANDLE && vk.CreateQueryPool(core_->device, &query, nullptr, &query_) != VK_SUCCESS)
    return false;
  VkFenceCreateInfo fence = {VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
  if (fence_ == VK_NULL_HANDLE && vk.CreateFence(core_->device, &fence, nullptr, &fence_) != VK_SUCCESS) return false;
  VkCommandPoolCreateInfo pool = {VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO};
  pool.queueFamilyIndex = core_->found.queue_family;
  if (pool_ == VK_NULL_HANDLE && vk.CreateCommandPool(core_->device, &pool, nullptr, &pool_) != VK_SUCCESS)
    return false;
  VkCommandBufferAllocateInfo allocate = {VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO};
  allocate.commandPool = pool_;
  allocate.commandBufferCount = 1;
  VkCommandBuffer commands = VK_NULL_HANDLE;
  if (vk.AllocateCommandBuffers(core_->device, &allocate, &commands) != VK_SUCCESS) return false;
  VkCommandBufferBeginInfo begin = {VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
  if (vk.BeginCommandBuffer(commands, &begin) != VK_SUCCESS) return false;
  vk.CmdResetQueryPool(commands, query_, 0, 1);
  vk.CmdWriteTimestamp(commands, VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT, query_, 0);
  if (vk.EndCommandBuffer(commands) != VK_SUCCESS) return false;
  commands_ = commands;
  return true;
}

VkResult DeviceClock::WaitForQuery(uint64_t wait_ns) {
  const VkResult result = core_->vk.WaitForFences(core_->device, 1, &fence_, VK_TRUE, wait_ns);
  if (result != VK_SUCCESS) return result;
  submitted_ = false;
  return core_->vk.ResetFences(core_->device, 1, &fence_);
}

VkResult DeviceClock::QueryOnce(Ticks* ticks) {
  const DeviceTable& vk = core_->vk;
  // One that came too late, behind a long run.
  if (submitted_) {
    if (const VkResult late = WaitForQuery(wait_ns_); late != VK_SUCCESS) return late;
  }
  VkSubmitInfo submit = {VK_STRUCTURE_TYPE_SUBMIT_INFO};
  submit.commandBufferCount = 1;
  submit.pCommandBuffers = &commands_;
  const auto before = static_cast<double>(MonotonicNs());
  VkResult result;
  {
    std::lock_guard<std::mutex> queue(core_->queue_mutex);
    result = vk.QueueSubmit(core_->queue, 1, &submit, fence_);
  }
  if (result != VK_SUCCESS) return result;
  submitted_ = true;
  result = WaitForQuery(wait_ns_);
  const auto after = static_cast<double>(MonotonicNs());
  if (result != VK_SUCCESS) return result;
  uint64_t stamp = 0;
  result = vk.GetQueryPoolResults(core_->device, query_, 0, 1, sizeof(stamp), &stamp, sizeof(stamp),
                                  VK_QUERY_RESULT_64_BIT | VK_QUERY_RESULT_WAIT_BIT);
  // The stamp was taken somewhere between the two readings, and nothing says where.
  *ticks = {stamp, (before + after) / 2, (after - before) / 2};
  return result;
}

VkResult DeviceClock::ReadByQuery(Ticks* best) {
  if (!PrepareQuery()) return VK_ERROR_OUT_OF_HOST_MEMORY;
  for (int i = 0; i < kReadings; i++) {
    Ticks ticks;
    if (const VkResult result = QueryOnce(&ticks); result != VK_SUCCESS) return result;
    if (i == 0 || ticks.deviation_ns < best->deviation_ns) *best = ticks;
  }
  return VK_SUCCESS;
}

}  // namespace jamnet::gpu
#endif
