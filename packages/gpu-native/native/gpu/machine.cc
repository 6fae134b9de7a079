#ifdef JAMNET_VULKAN
#include "gpu/machine.h"

#include <algorithm>
#include <cstring>
#include <mutex>

namespace jamnet::gpu {

namespace {

std::string VersionText(uint32_t version) {
  return std::to_string(VK_API_VERSION_MAJOR(version)) + "." + std::to_string(VK_API_VERSION_MINOR(version)) + "." +
         std::to_string(VK_API_VERSION_PATCH(version));
}

const char* TypeName(VkPhysicalDeviceType type) {
  switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
      return "discrete";
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
      return "integrated";
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
      return "virtual";
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
      return "cpu";
    default:
      return "other";
  }
}

int Rank(VkPhysicalDeviceType type) {
  switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
      return 0;
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
      return 1;
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
      return 2;
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
      return 4;
    default:
      return 3;
  }
}

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::vector<std::string> Extensions(const InstanceTable& vk, VkPhysicalDevice device) {
  uint32_t count = 0;
  vk.EnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr);
  std::vector<VkExtensionProperties> list(count);
  if (vk.EnumerateDeviceExtensionProperties(device, nullptr, &count, list.data()) < 0) return {};
  std::vector<std::string> names;
  for (uint32_t i = 0; i < count; i++) names.emplace_back(list[i].extensionName);
  return names;
}

bool FindQueue(const InstanceTable& vk, VkPhysicalDevice device, FoundDevice* found) {
  uint32_t count = 0;
  vk.GetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
  std::vector<VkQueueFamilyProperties> families(count);
  vk.GetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
  for (uint32_t i = 0; i < count; i++) {
    if (families[i].queueCount == 0 || !(families[i].queueFlags & VK_QUEUE_COMPUTE_BIT)) continue;
    found->queue_family = i;
    found->info.timestamp_bits = families[i].timestampValidBits;
    return true;
  }
  return false;
}

FoundDevice Describe(const InstanceTable& vk, VkPhysicalDevice device) {
  FoundDevice found;
  found.handle = device;
  const auto extensions = Extensions(vk, device);
  const auto has = [&](const char* name) {
    return std::find(extensions.begin(), extensions.end(), name) != extensions.end();
  };

  VkPhysicalDeviceExternalMemoryHostPropertiesEXT host = {
      VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_MEMORY_HOST_PROPERTIES_EXT};
  VkPhysicalDeviceMaintenance3Properties sizes = {VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MAINTENANCE_3_PROPERTIES};
  VkPhysicalDeviceSubgroupProperties subgroup = {VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES};
  VkPhysicalDeviceDriverProperties driver = {VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES};
  VkPhysicalDeviceProperties2 properties = {VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2};
  const auto chain = [&](auto* next) {
    next->pNext = properties.pNext;
    properties.pNext = next;
  };
  chain(&sizes);
  chain(&subgroup);
  if (has(VK_EXT_EXTERNAL_MEMORY_HOST_EXTENSION_NAME)) chain(&host);
  if (has(VK_KHR_DRIVER_PROPERTIES_EXTENSION_NAME)) chain(&driver);
  vk.GetPhysicalDeviceProperties2(device, &properties);
  const VkPhysicalDeviceProperties& base = properties.properties;
  VkPhysicalDeviceFeatures features = {};
  vk.GetPhysicalDeviceFeatures(device, &features);

  constexpr VkSubgroupFeatureFlags kSubgroup =
      VK_SUBGROUP_FEATURE_BASIC_BIT | VK_SUBGROUP_FEATURE_BALLOT_BIT | VK_SUBGROUP_FEATURE_ARITHMETIC_BIT;
  found.type = base.deviceType;
  found.limits = base.limits;
  found.max_allocation = sizes.maxMemoryAllocationSize;
  found.portability = has("VK_KHR_portability_subset");
  for (const char* name : {"VK_KHR_calibrated_timestamps", "VK_EXT_calibrated_timestamps"}) {
    if (found.clock_extension.empty() && has(name)) found.clock_extension = name;
  }
  DeviceInfo& info = found.info;
  info.name = base.deviceName;
  info.type = TypeName(base.deviceType);
  info.driver = driver.driverName[0] == 0 ? "driver " + std::to_string(base.driverVersion)
                                          : std::string(driver.driverName) + " " + driver.driverInfo;
  info.api_version = VersionText(base.apiVersion);
  info.is_gpu = base.deviceType != VK_PHYSICAL_DEVICE_TYPE_CPU && base.deviceType != VK_PHYSICAL_DEVICE_TYPE_OTHER;
  info.usable = base.apiVersion >= VK_API_VERSION_1_1 && FindQueue(vk, device, &found);
  info.int64 = features.shaderInt64;
  info.subgroups = (subgroup.supportedStages & VK_SHADER_STAGE_COMPUTE_BIT) &&
                   (subgroup.supportedOperations & kSubgroup) == kSubgroup;
  info.host_import = has(VK_EXT_EXTERNAL_MEMORY_HOST_EXTENSION_NAME);
  info.import_alignment = info.host_import ? host.minImportedHostPointerAlignment : 0;
  info.calibrated_clock = !found.clock_extension.empty();
  info.max_binding_bytes = base.limits.maxStorageBufferRange;
  info.max_groups = base.limits.maxComputeWorkGroupCount[0];
  return found;
}

bool HasInstanceExtension(const Loader& loader, const char* wanted) {
  uint32_t count = 0;
  loader.EnumerateInstanceExtensionProperties(nullptr, &count, nullptr);
  std::vector<VkExtensionProperties> list(count);
  if (loader.EnumerateInstanceExtensionProperties(nullptr, &count, list.data()) < 0) return false;
  return std::any_of(list.begin(), list.begin() + count,
                     [&](const auto& e) { return strcmp(e.extensionName, wanted) == 0; });
}

constexpr const char* kDriverHint =
    "install a Vulkan driver (Debian: apt-get install mesa-vulkan-drivers, which has one for the CPU too); "
    "VK_DRIVER_FILES and VK_ICD_FILENAMES, where set, must name one";

}  // namespace

namespace {

std::shared_ptr<Instance> MakeInstance(Refusal* refusal) {
  auto instance = std::make_shared<Instance>();
  instance->loader = OpenLoader(refusal);
  if (instance->loader == nullptr) return nullptr;
  const char* portability = "VK_KHR_portability_enumeration";
  const bool portable = HasInstanceExtension(*instance->loader, portability);
  VkApplicationInfo app = {VK_STRUCTURE_TYPE_APPLICATION_INFO};
  app.pApplicationName = "jamnet";
  app.apiVersion = VK_API_VERSION_1_1;
  VkInstanceCreateInfo info = {VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO};
  info.pApplicationInfo = &app;
  info.enabledExtensionCount = portable ? 1 : 0;
  info.ppEnabledExtensionNames = &portability;
  if (portable) info.flags = 0x00000001;  // VK_INSTANCE_CREATE_ENUMERATE_PORTABILITY_BIT_KHR, which older headers lack
  const VkResult result = instance->loader->CreateInstance(&info, nullptr, &instance->handle);
  if (result != VK_SUCCESS) {
    *refusal = {
        "the Vulkan loader has no driver to work with (" + ResultName(result) + ")", {"vkCreateInstance"}, kDriverHint};
    return nullptr;
  }
  if (!FillTable(*instance->loader, instance->handle, &instance->vk)) {
    *refusal = {"the Vulkan loader lacks functions of Vulkan 1.1", {"vkGetInstanceProcAddr"}, kDriverHint};
    return nullptr;
  }
  return instance;
}

}  // namespace

std::shared_ptr<Instance> OpenInstance(Refusal* refusal) {
  static std::mutex mutex;
  // Never taken down, not even when the process ends and other threads may still be at it.
  static auto* opened = new std::shared_ptr<Instance>;
  std::lock_guard<std::mutex> lock(mutex);
  if (!*opened) *opened = MakeInstance(refusal);
  return *opened;
}

std::vector<FoundDevice> FindDevices(const Instance& instance, Refusal* refusal) {
  uint32_t count = 0;
  instance.vk.EnumeratePhysicalDevices(instance.handle, &count, nullptr);
  std::vector<VkPhysicalDevice> handles(count);
  if (count > 0 && instance.vk.EnumeratePhysicalDevices(instance.handle, &count, handles.data()) < 0) count = 0;
  std::vector<FoundDevice> devices;
  for (uint32_t i = 0; i < count; i++) devices.push_back(Describe(instance.vk, handles[i]));
  std::stable_sort(devices.begin(), devices.end(),
                   [](const auto& a, const auto& b) { return Rank(a.type) < Rank(b.type); });
  if (devices.empty()) *refusal = {"no Vulkan device on this machine", {"vkEnumeratePhysicalDevices"}, kDriverHint};
  return devices;
}

const FoundDevice* ChooseDevice(const std::vector<FoundDevice>& devices, const std::string& wanted, Refusal* refusal) {
  std::vector<std::string> tried;
  bool named = false;
  for (const FoundDevice& device : devices) {
    tried.push_back(device.info.name);
    if (Lower(device.info.name).find(Lower(wanted)) == std::string::npos) continue;
    if (device.info.usable) return &device;
    named = true;
  }
  if (devices.empty()) return nullptr;
  refusal->tried = tried;
  if (wanted.empty() || named) {
    refusal->reason = (wanted.empty() ? "no device here" : "the device " + wanted) +
                      std::string(" has Vulkan 1.1 and a queue for compute");
    if (!wanted.empty()) refusal->reason = "the device \"" + wanted + "\" lacks Vulkan 1.1 or a queue for compute";
    refusal->hint = "update the graphics driver";
  } else {
    refusal->reason = "no device has \"" + wanted + "\" in its name";
    refusal->hint = "ask for one of those that are there, or for none to get the best one";
  }
  return nullptr;
}

}  // namespace jamnet::gpu
#endif
