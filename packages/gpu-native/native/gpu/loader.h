// The Vulkan loader, opened at run time and never linked: a program starts on a machine that has none.
#pragma once
#ifdef JAMNET_VULKAN
#include <vulkan/vulkan.h>

#include "gpu/device.h"

// Functions that every Vulkan 1.1 has. What an extension brings is looked up where it is used.
// clang-format off
#define JAMNET_VK_GLOBAL(X) \
  X(EnumerateInstanceVersion) X(EnumerateInstanceExtensionProperties) X(CreateInstance)

#define JAMNET_VK_INSTANCE(X) \
  X(EnumeratePhysicalDevices) X(GetPhysicalDeviceProperties2) X(GetPhysicalDeviceFeatures) \
  X(GetPhysicalDeviceMemoryProperties) X(GetPhysicalDeviceQueueFamilyProperties) \
  X(EnumerateDeviceExtensionProperties) X(CreateDevice) X(GetDeviceProcAddr)

#define JAMNET_VK_DEVICE(X) \
  X(DestroyDevice) X(GetDeviceQueue) X(DeviceWaitIdle) X(QueueSubmit) \
  X(AllocateMemory) X(FreeMemory) X(MapMemory) \
  X(CreateBuffer) X(DestroyBuffer) X(GetBufferMemoryRequirements) X(BindBufferMemory) \
  X(CreateShaderModule) X(DestroyShaderModule) X(CreateComputePipelines) X(DestroyPipeline) \
  X(CreatePipelineLayout) X(DestroyPipelineLayout) \
  X(CreateDescriptorSetLayout) X(DestroyDescriptorSetLayout) \
  X(CreateDescriptorPool) X(DestroyDescriptorPool) X(AllocateDescriptorSets) X(UpdateDescriptorSets) \
  X(CreateCommandPool) X(DestroyCommandPool) X(AllocateCommandBuffers) \
  X(BeginCommandBuffer) X(EndCommandBuffer) X(CmdPipelineBarrier) X(CmdCopyBuffer) \
  X(CmdBindPipeline) X(CmdBindDescriptorSets) X(CmdPushConstants) X(CmdDispatch) \
  X(CmdResetQueryPool) X(CmdWriteTimestamp) \
  X(CreateQueryPool) X(DestroyQueryPool) X(GetQueryPoolResults) \
  X(CreateFence) X(DestroyFence) X(ResetFences) X(WaitForFences) X(GetFenceStatus)
// clang-format on

namespace jamnet::gpu {

#define JAMNET_VK_MEMBER(name) PFN_vk##name name = nullptr;

struct Loader {
  PFN_vkGetInstanceProcAddr GetInstanceProcAddr = nullptr;
  JAMNET_VK_GLOBAL(JAMNET_VK_MEMBER)
};

struct InstanceTable {
  JAMNET_VK_INSTANCE(JAMNET_VK_MEMBER)
};

struct DeviceTable {
  JAMNET_VK_DEVICE(JAMNET_VK_MEMBER)
};

#undef JAMNET_VK_MEMBER

// The loader of this process, opened once and kept. Null and a refusal where there is none.
const Loader* OpenLoader(Refusal* refusal);

bool FillTable(const Loader& loader, VkInstance instance, InstanceTable* table);
bool FillTable(PFN_vkGetDeviceProcAddr get, VkDevice device, DeviceTable* table);

// "VK_ERROR_DEVICE_LOST", or the number of a result that has no name here.
std::string ResultName(VkResult result);

}  // namespace jamnet::gpu
#endif
