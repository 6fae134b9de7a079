#ifdef JAMNET_VULKAN
#include "gpu/core.h"

namespace jamnet::gpu {

namespace {

constexpr VkBufferUsageFlags kUsage =
    VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;

}  // namespace

Core::~Core() {
  if (device != VK_NULL_HANDLE) vk.DestroyDevice(device, nullptr);
}

int32_t Core::MemoryType(uint32_t allowed, VkMemoryPropertyFlags wanted, VkMemoryPropertyFlags liked) const {
  int32_t found = -1;
  for (uint32_t i = 0; i < memory.memoryTypeCount; i++) {
    const VkMemoryPropertyFlags flags = memory.memoryTypes[i].propertyFlags;
    if (!(allowed & (1u << i)) || (flags & wanted) != wanted) continue;
    if ((flags & liked) == liked) return static_cast<int32_t>(i);
    if (found < 0) found = static_cast<int32_t>(i);
  }
  return found;
}

std::shared_ptr<Core> OpenCore(std::shared_ptr<Instance> instance, const FoundDevice& found, Refusal* refusal) {
  auto core = std::make_shared<Core>();
  core->instance = instance;
  core->found = found;
  instance->vk.GetPhysicalDeviceMemoryProperties(found.handle, &core->memory);

  std::vector<const char*> extensions;
  if (found.info.host_import) extensions.push_back(VK_EXT_EXTERNAL_MEMORY_HOST_EXTENSION_NAME);
  if (!found.clock_extension.empty()) extensions.push_back(core->found.clock_extension.c_str());
  if (found.portability) extensions.push_back("VK_KHR_portability_subset");
  VkPhysicalDeviceFeatures features = {};
  features.shaderInt64 = found.info.int64;
  const float priority = 1;
  VkDeviceQueueCreateInfo queue = {VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO};
  queue.queueFamilyIndex = found.queue_family;
  queue.queueCount = 1;
  queue.pQueuePriorities = &priority;
  VkDeviceCreateInfo info = {VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO};
  info.queueCreateInfoCount = 1;
  info.pQueueCreateInfos = &queue;
  info.enabledExtensionCount = static_cast<uint32_t>(extensions.size());
  info.ppEnabledExtensionNames = extensions.data();
  info.pEnabledFeatures = &features;
  const VkResult result = instance->vk.CreateDevice(found.handle, &info, nullptr, &core->device);
  if (result != VK_SUCCESS) {
    core->device = VK_NULL_HANDLE;
    *refusal = {found.info.name + " cannot be opened (" + ResultName(result) + ")",
                {"vkCreateDevice"},
                "update the graphics driver"};
    return nullptr;
  }
  if (!FillTable(instance->vk.GetDeviceProcAddr, core->device, &core->vk)) {
    core->device = VK_NULL_HANDLE;
    *refusal = {
        found.info.name + " lacks functions of Vulkan 1.1", {"vkGetDeviceProcAddr"}, "update the graphics driver"};
    return nullptr;
  }
  core->vk.GetDeviceQueue(core->device, found.queue_family, 0, &core->queue);
  return core;
}

Buffer::~Buffer() {
  if (handle != VK_NULL_HANDLE) core->vk.DestroyBuffer(core->device, handle, nullptr);
  if (memory != VK_NULL_HANDLE) core->vk.FreeMemory(core->device, memory, nullptr);
}

std::unique_ptr<Buffer> CreateBuffer(const std::shared_ptr<Core>& core, size_t size, Place place) {
  if (size > core->found.max_allocation) return nullptr;
  auto buffer = std::make_unique<Buffer>(core);
  buffer->size = size;
  VkBufferCreateInfo info = {VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO};
  info.size = size;
  info.usage = kUsage;
  if (core->vk.CreateBuffer(core->device, &info, nullptr, &buffer->handle) != VK_SUCCESS) return nullptr;
  VkMemoryRequirements needs = {};
  core->vk.GetBufferMemoryRequirements(core->device, buffer->handle, &needs);
  constexpr VkMemoryPropertyFlags kSeen = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
  // Without a cache every byte that the host reads of it crosses the bus alone.
  const int32_t type = place == Place::kHost
                           ? core->MemoryType(needs.memoryTypeBits, kSeen, VK_MEMORY_PROPERTY_HOST_CACHED_BIT)
                           : core->MemoryType(needs.memoryTypeBits, 0, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT);
  if (type < 0) return nullptr;
  VkMemoryAllocateInfo allocate = {VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO};
  allocate.allocationSize = needs.size;
  allocate.memoryTypeIndex = static_cast<uint32_t>(type);
  if (core->vk.AllocateMemory(core->device, &allocate, nullptr, &buffer->memory) != VK_SUCCESS) return nullptr;
  if (core->vk.BindBufferMemory(core->device, buffer->handle, buffer->memory, 0) != VK_SUCCESS) return nullptr;
  if (place == Place::kHost) {
    void* mapped = nullptr;
    if (core->vk.MapMemory(core->device, buffer->memory, 0, VK_WHOLE_SIZE, 0, &mapped) != VK_SUCCESS) return nullptr;
    buffer->mapped = static_cast<uint8_t*>(mapped);
  }
  return buffer;
}

std::unique_ptr<Buffer> ImportBuffer(const std::shared_ptr<Core>& core, uint8_t* bytes, size_t size,
                                     std::shared_ptr<void> owner, std::string* why) {
  const DeviceInfo& device = core->found.info;
  const auto refuse = [&](const std::string& text) {
    *why = text;
    return nullptr;
  };
  if (!device.host_import) return refuse("the device cannot import memory (VK_EXT_external_memory_host)");
  const size_t alignment = device.import_alignment;
  if (reinterpret_cast<uintptr_t>(bytes) % alignment != 0 || size % alignment != 0) {
    return refuse("the device imports multiples of " + std::to_string(alignment) + " bytes only");
  }
  if (size > core->found.max_allocation) {
    return refuse("the device imports " + std::to_string(core->found.max_allocation) + " bytes at most");
  }
  const auto properties_of = reinterpret_cast<PFN_vkGetMemoryHostPointerPropertiesEXT>(
      core->instance->vk.GetDeviceProcAddr(core->device, "vkGetMemoryHostPointerPropertiesEXT"));
  if (properties_of == nullptr) return refuse("the driver lacks vkGetMemoryHostPointerPropertiesEXT");
  constexpr auto kHandle = VK_EXTERNAL_MEMORY_HANDLE_TYPE_HOST_ALLOCATION_BIT_EXT;
  VkMemoryHostPointerPropertiesEXT pointer = {VK_STRUCTURE_TYPE_MEMORY_HOST_POINTER_PROPERTIES_EXT};
  VkResult result = properties_of(core->device, kHandle, bytes, &pointer);
  if (result != VK_SUCCESS) return refuse("the driver refuses the memory (" + ResultName(result) + ")");

  auto buffer = std::make_unique<Buffer>(core);
  VkExternalMemoryBufferCreateInfo external = {VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_BUFFER_CREATE_INFO};
  external.handleTypes = kHandle;
  VkBufferCreateInfo info = {VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO};
  info.pNext = &external;
  info.size = size;
  info.usage = kUsage;
  result = core->vk.CreateBuffer(core->device, &info, nullptr, &buffer->handle);
  if (result != VK_SUCCESS) return refuse("the driver makes no buffer of that size (" + ResultName(result) + ")");
  VkMemoryRequirements needs = {};
  core->vk.GetBufferMemoryRequirements(core->device, buffer->handle, &needs);
  if (needs.size > size) return refuse("the driver wants " + std::to_string(needs.size) + " bytes for it");
  const int32_t type = core->MemoryType(needs.memoryTypeBits & pointer.memoryTypeBits,
                                        VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT,
                                        VK_MEMORY_PROPERTY_HOST_CACHED_BIT);
  if (type < 0) return refuse("no type of memory of the device is coherent with the host's");
  VkImportMemoryHostPointerInfoEXT import = {VK_STRUCTURE_TYPE_IMPORT_MEMORY_HOST_POINTER_INFO_EXT};
  import.handleType = kHandle;
  import.pHostPointer = bytes;
  VkMemoryAllocateInfo allocate = {VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO};
  allocate.pNext = &import;
  allocate.allocationSize = size;
  allocate.memoryTypeIndex = static_cast<uint32_t>(type);
  result = core->vk.AllocateMemory(core->device, &allocate, nullptr, &buffer->memory);
  if (result != VK_SUCCESS) return refuse("the driver does not import the memory (" + ResultName(result) + ")");
  result = core->vk.BindBufferMemory(core->device, buffer->handle, buffer->memory, 0);
  if (result != VK_SUCCESS) return refuse("the driver does not bind the memory (" + ResultName(result) + ")");
  buffer->mapped = bytes;
  buffer->size = size;
  buffer->owner = std::move(owner);
  return buffer;
}

}  // namespace jamnet::gpu
#endif
