// A kernel on a device: its pipeline and what it binds.
#pragma once
#ifdef JAMNET_VULKAN
#include "gpu/core.h"
#include "gpu/spirv.h"

namespace jamnet::gpu {

class VulkanKernel : public Kernel {
 public:
  static Status Load(const std::shared_ptr<Core>& core, const std::string& name, const uint8_t* spirv, size_t bytes,
                     std::shared_ptr<VulkanKernel>* out);
  ~VulkanKernel() override;

  const std::string& name() const override { return name_; }
  uint32_t bindings() const override { return shader_.bindings; }
  uint32_t local_size() const override { return shader_.local_size; }

  // Empty when a run over that many can be dispatched.
  std::string CheckInvocations(uint32_t invocations) const;
  // Dispatches into a command buffer: at once, or in slices where there are more groups than the device takes.
  void Dispatch(VkCommandBuffer commands, VkDescriptorSet set, uint32_t invocations) const;

  const Core* core() const { return core_.get(); }
  VkDescriptorSetLayout set_layout() const { return set_layout_; }
  // Unlike an address never used again: recorded commands are found by it.
  uint64_t id() const { return id_; }
  // Nobody will run it again: set and asked by the store of recordings, under its lock.
  bool forgotten = false;

 private:
  VulkanKernel(std::shared_ptr<Core> core, std::string name);

  const std::shared_ptr<Core> core_;
  const std::string name_;
  const uint64_t id_;
  ShaderInfo shader_;
  VkDescriptorSetLayout set_layout_ = VK_NULL_HANDLE;
  VkPipelineLayout layout_ = VK_NULL_HANDLE;
  VkPipeline pipeline_ = VK_NULL_HANDLE;
};

}  // namespace jamnet::gpu
#endif
