#ifdef JAMNET_VULKAN
#include "gpu/kernel.h"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace jamnet::gpu {

namespace {

std::atomic<uint64_t> next_id{1};

// Numbers of SPIR-V capabilities.
constexpr uint32_t kMatrix = 0, kShader = 1, kInt64 = 11, kGroupNonUniform = 61, kArithmetic = 63, kBallot = 64;

// Empty, or the capability of the shader that was not switched on.
std::string MissingCapability(const ShaderInfo& shader, const DeviceInfo& device) {
  for (uint32_t capability : shader.capabilities) {
    if (capability == kMatrix || capability == kShader) continue;
    if (capability == kInt64 && device.int64) continue;
    const bool subgroup = capability == kGroupNonUniform || capability == kArithmetic || capability == kBallot;
    if (subgroup && device.subgroups) continue;
    if (capability == kInt64) return "64-bit integers, which the device lacks";
    if (subgroup) return "subgroup operations, which the device lacks";
    return "SPIR-V capability " + std::to_string(capability) + ", which is not switched on";
  }
  return "";
}

}  // namespace

VulkanKernel::VulkanKernel(std::shared_ptr<Core> core, std::string name)
    : core_(std::move(core)), name_(std::move(name)), id_(next_id++) {}

VulkanKernel::~VulkanKernel() {
  if (pipeline_ != VK_NULL_HANDLE) core_->vk.DestroyPipeline(core_->device, pipeline_, nullptr);
  if (layout_ != VK_NULL_HANDLE) core_->vk.DestroyPipelineLayout(core_->device, layout_, nullptr);
  if (set_layout_ != VK_NULL_HANDLE) core_->vk.DestroyDescriptorSetLayout(core_->device, set_layout_, nullptr);
}

Status VulkanKernel::Load(const std::shared_ptr<Core>& core, const std::string& name, const uint8_t* spirv,
                          size_t bytes, std::shared_ptr<VulkanKernel>* out) {
  const auto refuse = [&](const std::string& what) { return Status{Code::kBadOption, "kernel " + name + ": " + what}; };
  std::shared_ptr<VulkanKernel> kernel(new VulkanKernel(core, name));
  ShaderInfo& shader = kernel->shader_;
  if (std::string wrong = InspectSpirv(spirv, bytes, &shader); !wrong.empty()) return refuse(wrong);
  if (std::string missing = MissingCapability(shader, core->found.info); !missing.empty())
    return refuse("it uses " + missing);
  const VkPhysicalDeviceLimits& limits = core->found.limits;
  if (shader.bindings > limits.maxPerStageDescriptorStorageBuffers) {
    return refuse("it binds " + std::to_string(shader.bindings) + " buffers, the device has room for " +
                  std::to_string(limits.maxPerStageDescriptorStorageBuffers));
  }
  const uint32_t most = std::min(limits.maxComputeWorkGroupInvocations, limits.maxComputeWorkGroupSize[0]);
  if (shader.local_size > most) {
    return refuse("its groups are of " + std::to_string(shader.local_size) + ", the device takes " +
                  std::to_string(most));
  }

  VkResult result = VK_SUCCESS;
  const auto failed = [&](VkResult made) {
    result = made;
    return made != VK_SUCCESS;
  };
  const auto fail = [&]() {
    if (result == VK_ERROR_DEVICE_LOST)
      return Status{Code::kDeviceLost, "the device was lost while " + name + " was loaded"};
    return refuse("the driver refuses it (" + ResultName(result) + ")");
  };
  std::vector<VkDescriptorSetLayoutBinding> bindings(shader.bindings);
  for (uint32_t i = 0; i < shader.bindings; i++) {
    bindings[i] = {i, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 1, VK_SHADER_STAGE_COMPUTE_BIT, nullptr};
  }
  VkDescriptorSetLayoutCreateInfo set = {VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO};
  set.bindingCount = shader.bindings;
  set.pBindings = bindings.data();
  if (failed(core->vk.CreateDescriptorSetLayout(core->device, &set, nullptr, &kernel->set_layout_))) return fail();
  const VkPushConstantRange push = {VK_SHADER_STAGE_COMPUTE_BIT, 0, shader.sliced ? 8u : 4u};
  VkPipelineLayoutCreateInfo layout = {VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO};
  layout.setLayoutCount = 1;
  layout.pSetLayouts = &kernel->set_layout_;
  layout.pushConstantRangeCount = 1;
  layout.pPushConstantRanges = &push;
  if (failed(core->vk.CreatePipelineLayout(core->device, &layout, nullptr, &kernel->layout_))) return fail();

  std::vector<uint32_t> words(bytes / 4);
  std::memcpy(words.data(), spirv, bytes);
  VkShaderModuleCreateInfo module_info = {VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO};
  module_info.codeSize = bytes;
  module_info.pCode = words.data();
  VkShaderModule module = VK_NULL_HANDLE;
  if (failed(core->vk.CreateShaderModule(core->device, &module_info, nullptr, &module))) return fail();
  VkComputePipelineCreateInfo pipeline = {VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO};
  pipeline.stage.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO;
  pipeline.stage.stage = VK_SHADER_STAGE_COMPUTE_BIT;
  pipeline.stage.module = module;
  pipeline.stage.pName = shader.entry.c_str();
  pipeline.layout = kernel->layout_;
  failed(core->vk.CreateComputePipelines(core->device, VK_NULL_HANDLE, 1, &pipeline, nullptr, &kernel->pipeline_));
  core->vk.DestroyShaderModule(core->device, module, nullptr);
  if (result != VK_SUCCESS) return fail();
  *out = std::move(kernel);
  return {};
}

std::string VulkanKernel::CheckInvocations(uint32_t invocations) const {
  const uint64_t most = uint64_t{core_->found.info.max_groups} * shader_.local_size;
  if (shader_.sliced || invocations <= most) return "";
  return name_ + " can run over " + std::to_string(most) + " invocations on this device, not " +
         std::to_string(invocations) +
         ": make batches smaller, or add `uint first` to the push constants and count from it";
}

void VulkanKernel::Dispatch(VkCommandBuffer commands, VkDescriptorSet set, uint32_t invocations) const {
  const DeviceTable& vk = core_->vk;
  vk.CmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline_);
  vk.CmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, layout_, 0, 1, &set, 0, nullptr);
  const uint64_t slice = uint64_t{core_->found.info.max_groups} * shader_.local_size;
  for (uint64_t first = 0; first < invocations; first += slice) {
    const uint64_t count = std::min<uint64_t>(slice, invocations - first);
    const uint32_t push[2] = {invocations, static_cast<uint32_t>(first)};
    vk.CmdPushConstants(commands, layout_, VK_SHADER_STAGE_COMPUTE_BIT, 0, shader_.sliced ? 8 : 4, push);
    vk.CmdDispatch(commands, static_cast<uint32_t>((count + shader_.local_size - 1) / shader_.local_size), 1, 1);
  }
}

}  // namespace jamnet::gpu
#endif
