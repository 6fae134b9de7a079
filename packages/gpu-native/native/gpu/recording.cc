#ifdef JAMNET_VULKAN
#include "gpu/recording.h"

#include <algorithm>

namespace jamnet::gpu {

namespace {

// Everything that tells one recording from another. Where the host's bytes lie is not part of it: they are copied per
// run.
std::vector<uint64_t> KeyOf(const std::vector<Step>& steps, const Plan& plan,
                            const std::vector<std::shared_ptr<Buffer>>& kept) {
  std::vector<uint64_t> key;
  // A recording holds its buffers, so no other one can be where one of them is.
  for (const auto& buffer : kept) key.push_back(reinterpret_cast<uintptr_t>(buffer.get()));
  for (size_t s = 0; s < steps.size(); s++) {
    key.push_back(static_cast<const VulkanKernel*>(steps[s].kernel.get())->id());
    key.push_back(uint64_t{steps[s].invocations} << 32 | plan.steps[s].size());
    for (const PlannedRange& range : plan.steps[s]) {
      key.push_back(uint64_t{range.offset} << 2 | (range.kept ? 2 : 0) | (range.in_arena ? 1 : 0));
      key.push_back(range.length);
    }
  }
  for (const auto* copies : {&plan.device_in, &plan.device_out}) {
    key.push_back(copies->size());
    for (const DeviceCopy& copy : *copies) key.insert(key.end(), {copy.arena_offset, copy.staging_offset, copy.length});
  }
  for (const auto* copies : {&plan.host_in, &plan.host_out}) {
    key.push_back(copies->size());
    for (const HostCopy& copy : *copies) key.insert(key.end(), {copy.staging_offset, copy.length});
  }
  return key;
}

size_t SizeClass(size_t bytes) {
  size_t size = 64 * 1024;
  while (size < bytes) size *= 2;
  return size;
}

struct Barrier {
  VkPipelineStageFlags stages;
  VkAccessFlags access;
};

constexpr Barrier kShaderWrote = {VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT, VK_ACCESS_SHADER_WRITE_BIT};
constexpr Barrier kShaderUses = {VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT,
                                 VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT};
constexpr Barrier kCopyWrote = {VK_PIPELINE_STAGE_TRANSFER_BIT, VK_ACCESS_TRANSFER_WRITE_BIT};
constexpr Barrier kCopyReads = {VK_PIPELINE_STAGE_TRANSFER_BIT, VK_ACCESS_TRANSFER_READ_BIT};
constexpr Barrier kHostReads = {VK_PIPELINE_STAGE_HOST_BIT, VK_ACCESS_HOST_READ_BIT};

constexpr Barrier Both(const Barrier& a, const Barrier& b) { return {a.stages | b.stages, a.access | b.access}; }

void Order(const Core& core, VkCommandBuffer commands, const Barrier& before, const Barrier& after) {
  VkMemoryBarrier barrier = {VK_STRUCTURE_TYPE_MEMORY_BARRIER};
  barrier.srcAccessMask = before.access;
  barrier.dstAccessMask = after.access;
  core.vk.CmdPipelineBarrier(commands, before.stages, after.stages, 0, 1, &barrier, 0, nullptr, 0, nullptr);
}

void Copy(const Core& core, VkCommandBuffer commands, const Buffer& from, const Buffer& to, VkBufferCopy region) {
  core.vk.CmdCopyBuffer(commands, from.handle, to.handle, 1, &region);
}

bool AllocateSets(const std::vector<Step>& steps, Recording* recording, std::vector<VkDescriptorSet>* sets) {
  const Core& core = *recording->core;
  std::vector<VkDescriptorSetLayout> layouts;
  uint32_t buffers = 0;
  for (const Step& step : steps) {
    const auto* kernel = static_cast<const VulkanKernel*>(step.kernel.get());
    layouts.push_back(kernel->set_layout());
    buffers += kernel->bindings();
  }
  const VkDescriptorPoolSize size = {VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, buffers};
  VkDescriptorPoolCreateInfo pool = {VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO};
  pool.maxSets = static_cast<uint32_t>(steps.size());
  pool.poolSizeCount = 1;
  pool.pPoolSizes = &size;
  if (core.vk.CreateDescriptorPool(core.device, &pool, nullptr, &recording->descriptors) != VK_SUCCESS) return false;
  VkDescriptorSetAllocateInfo allocate = {VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO};
  allocate.descriptorPool = recording->descriptors;
  allocate.descriptorSetCount = pool.maxSets;
  allocate.pSetLayouts = layouts.data();
  sets->resize(steps.size());
  return core.vk.AllocateDescriptorSets(core.device, &allocate, sets->data()) == VK_SUCCESS;
}

bool OpenCommands(Recording* recording) {
  const Core& core = *recording->core;
  VkCommandPoolCreateInfo pool = {VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO};
  pool.queueFamilyIndex = core.found.queue_family;
  if (core.vk.CreateCommandPool(core.device, &pool, nullptr, &recording->pool) != VK_SUCCESS) return false;
  VkCommandBufferAllocateInfo allocate = {VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO};
  allocate.commandPool = recording->pool;
  allocate.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
  allocate.commandBufferCount = 1;
  if (core.vk.AllocateCommandBuffers(core.device, &allocate, &recording->commands) != VK_SUCCESS) return false;
  VkFenceCreateInfo fence = {VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
  if (core.vk.CreateFence(core.device, &fence, nullptr, &recording->fence) != VK_SUCCESS) return false;
  VkCommandBufferBeginInfo begin = {VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
  return core.vk.BeginCommandBuffer(recording->commands, &begin) == VK_SUCCESS;
}

}  // namespace

Recording::~Recording() {
  if (fence != VK_NULL_HANDLE) core->vk.DestroyFence(core->device, fence, nullptr);
  if (descriptors != VK_NULL_HANDLE) core->vk.DestroyDescriptorPool(core->device, descriptors, nullptr);
  if (pool != VK_NULL_HANDLE) core->vk.DestroyCommandPool(core->device, pool, nullptr);
}

Recordings::Recordings(std::shared_ptr<Core> core, std::shared_ptr<Buffer> arena, bool separate)
    : core_(std::move(core)), arena_(std::move(arena)), separate_(separate) {}

Status Recordings::Take(const std::vector<Step>& steps, const Plan& plan, std::unique_ptr<Recording>* out) {
  std::lock_guard<std::mutex> lock(mutex_);
  std::vector<std::shared_ptr<Buffer>> kept;
  if (Status status = FindKept(steps, &kept); !status.ok()) return status;
  auto key = KeyOf(steps, plan, kept);
  const auto found =
      std::find_if(idle_.begin(), idle_.end(), [&](const auto& recording) { return recording->key == key; });
  if (found != idle_.end()) {
    *out = std::move(*found);
    idle_.erase(found);
    return {};
  }
  auto recording = std::make_unique<Recording>(core_);
  recording->key = std::move(key);
  recording->arena = arena_;
  recording->kept = std::move(kept);
  for (const Step& step : steps) recording->kernels.push_back(std::static_pointer_cast<VulkanKernel>(step.kernel));
  if (plan.staging_bytes > 0) {
    const bool through_host = !plan.host_in.empty() || !plan.host_out.empty();
    const bool local = separate_ || !through_host;
    if (local) recording->local = TakeBuffer(plan.staging_bytes, Place::kDevice);
    if (!local || through_host) recording->host = TakeBuffer(plan.staging_bytes, Place::kHost);
    if ((local && !recording->local) || ((!local || through_host) && !recording->host)) {
      return {Code::kTooLarge, "the device has no room for " + std::to_string(plan.staging_bytes) + " bytes"};
    }
  }
  if (Status status = Record(steps, plan, recording.get()); !status.ok()) return status;
  *out = std::move(recording);
  return {};
}

Status Recordings::Record(const std::vector<Step>& steps, const Plan& plan, Recording* recording) {
  const Status no_room = {Code::kTooLarge, "the driver has no room for more recorded commands"};
  std::vector<VkDescriptorSet> sets;
  if (!AllocateSets(steps, recording, &sets) || !OpenCommands(recording)) return no_room;
  Buffer* staging = recording->local ? recording->local.get() : recording->host.get();
  const bool relay = recording->local && recording->host;

  std::vector<VkDescriptorBufferInfo> infos;
  size_t kept = 0;
  for (const auto& ranges : plan.steps) {
    for (const PlannedRange& range : ranges) {
      if (range.kept) {
        infos.push_back({recording->kept[kept++]->handle, 0, range.length});
        continue;
      }
      infos.push_back({range.in_arena ? arena_->handle : staging->handle, range.offset, range.length});
    }
  }
  std::vector<VkWriteDescriptorSet> writes;
  for (size_t s = 0; s < steps.size(); s++) {
    for (uint32_t r = 0; r < plan.steps[s].size(); r++) {
      VkWriteDescriptorSet write = {VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET};
      write.dstSet = sets[s];
      write.dstBinding = r;
      write.descriptorCount = 1;
      write.descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
      write.pBufferInfo = &infos[writes.size()];
      writes.push_back(write);
    }
  }
  core_->vk.UpdateDescriptorSets(core_->device, static_cast<uint32_t>(writes.size()), writes.data(), 0, nullptr);

  const VkCommandBuffer commands = recording->commands;
  const Core& core = *core_;
  // After whatever was submitted before: runs follow one another as their calls do. What the host wrote is seen without
  // more.
  Order(core, commands, Both(kShaderWrote, kCopyWrote), Both(kShaderUses, Both(kCopyReads, kCopyWrote)));
  for (const DeviceCopy& copy : plan.device_in) {
    Copy(core, commands, *arena_, *staging, {copy.arena_offset, copy.staging_offset, copy.length});
  }
  if (relay) {
    for (const HostCopy& copy : plan.host_in) {
      Copy(core, commands, *recording->host, *staging, {copy.staging_offset, copy.staging_offset, copy.length});
    }
  }
  if (!plan.device_in.empty() || relay) Order(core, commands, kCopyWrote, kShaderUses);
  for (size_t s = 0; s < steps.size(); s++) {
    if (s > 0) Order(core, commands, kShaderWrote, kShaderUses);
    recording->kernels[s]->Dispatch(commands, sets[s], steps[s].invocations);
  }
  if (!plan.device_out.empty() || relay) Order(core, commands, kShaderWrote, kCopyReads);
  for (const DeviceCopy& copy : plan.device_out) {
    Copy(core, commands, *staging, *arena_, {copy.staging_offset, copy.arena_offset, copy.length});
  }
  if (relay) {
    for (const HostCopy& copy : plan.host_out) {
      Copy(core, commands, *staging, *recording->host, {copy.staging_offset, copy.staging_offset, copy.length});
    }
  }
  Order(core, commands, Both(kShaderWrote, kCopyWrote), kHostReads);
  if (core.vk.EndCommandBuffer(commands) != VK_SUCCESS) return no_room;
  return {};
}

// Memory for the kept ranges of a run, made where it is new. One that overlaps others takes their place: whoever had
// those has given their part of the arena back.
Status Recordings::FindKept(const std::vector<Step>& steps, std::vector<std::shared_ptr<Buffer>>* out) {
  for (const Step& step : steps) {
    for (const Range& range : step.ranges) {
      if (range.access != Access::kKept) continue;
      auto at = kept_.upper_bound(range.bytes);
      if (at != kept_.begin() && std::prev(at)->first + std::prev(at)->second->size > range.bytes) --at;
      if (at == kept_.end() || at->first != range.bytes || at->second->size != range.length) {
        while (at != kept_.end() && at->first < range.bytes + range.length) at = kept_.erase(at);
        std::shared_ptr<Buffer> made = CreateBuffer(core_, range.length, Place::kDevice);
        if (!made) {
          return {Code::kTooLarge, "the device has no room to keep " + std::to_string(range.length) + " bytes"};
        }
        at = kept_.emplace(range.bytes, std::move(made)).first;
      }
      out->push_back(at->second);
    }
  }
  return {};
}

void Recordings::Return(std::unique_ptr<Recording> recording) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (cleared_) return;
  const auto& kernels = recording->kernels;
  if (std::any_of(kernels.begin(), kernels.end(), [](const auto& kernel) { return kernel->forgotten; })) {
    Retire(std::move(recording));
    return;
  }
  idle_.push_front(std::move(recording));
  while (idle_.size() > kKept) {
    Retire(std::move(idle_.back()));
    idle_.pop_back();
  }
}

void Recordings::Forget(VulkanKernel* kernel) {
  std::lock_guard<std::mutex> lock(mutex_);
  kernel->forgotten = true;
  for (auto it = idle_.begin(); it != idle_.end();) {
    const auto& kernels = (*it)->kernels;
    const bool uses =
        std::any_of(kernels.begin(), kernels.end(), [&](const auto& other) { return other.get() == kernel; });
    if (uses) Retire(std::move(*it));
    it = uses ? idle_.erase(it) : std::next(it);
  }
}

void Recordings::Clear() {
  std::lock_guard<std::mutex> lock(mutex_);
  cleared_ = true;
  idle_.clear();
  kept_.clear();
  host_buffers_.clear();
  local_buffers_.clear();
}

// The commands go, the memory may serve the next ones.
void Recordings::Retire(std::unique_ptr<Recording> recording) {
  KeepBuffer(std::move(recording->host), Place::kHost);
  KeepBuffer(std::move(recording->local), Place::kDevice);
}

void Recordings::KeepBuffer(std::unique_ptr<Buffer> buffer, Place place) {
  if (!buffer) return;
  auto& kept = place == Place::kHost ? host_buffers_ : local_buffers_;
  kept.push_front(std::move(buffer));
  if (kept.size() > kBuffersKept) kept.pop_back();
}

std::unique_ptr<Buffer> Recordings::TakeBuffer(size_t bytes, Place place) {
  const size_t size = SizeClass(bytes);
  auto& kept = place == Place::kHost ? host_buffers_ : local_buffers_;
  const auto found = std::find_if(kept.begin(), kept.end(), [&](const auto& buffer) { return buffer->size == size; });
  if (found == kept.end()) return CreateBuffer(core_, size, place);
  auto buffer = std::move(*found);
  kept.erase(found);
  return buffer;
}

}  // namespace jamnet::gpu
#endif
