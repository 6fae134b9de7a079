#ifdef JAMNET_VULKAN
#include "gpu/loader.h"

#include <mutex>

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace jamnet::gpu {

namespace {

#ifdef _WIN32
constexpr const char* kNames[] = {"vulkan-1.dll"};
constexpr const char* kHint = "install a graphics driver with Vulkan";
void* OpenLibrary(const char* name) { return reinterpret_cast<void*>(LoadLibraryA(name)); }
void* Find(void* library, const char* symbol) {
  return reinterpret_cast<void*>(GetProcAddress(reinterpret_cast<HMODULE>(library), symbol));
}
#else
#ifdef __APPLE__
constexpr const char* kNames[] = {"libvulkan.1.dylib",
                                  "libvulkan.dylib",
                                  "libMoltenVK.dylib",
                                  "/opt/homebrew/lib/libvulkan.1.dylib",
                                  "/opt/homebrew/lib/libMoltenVK.dylib",
                                  "/usr/local/lib/libvulkan.1.dylib",
                                  "/usr/local/lib/libMoltenVK.dylib"};
constexpr const char* kHint = "install MoltenVK (Homebrew: brew install molten-vk)";
#else
constexpr const char* kNames[] = {"libvulkan.so.1", "libvulkan.so"};
constexpr const char* kHint =
    "install the Vulkan loader and a driver (Debian: apt-get install libvulkan1 mesa-vulkan-drivers)";
#endif
// Never closed again: drivers leave threads and handlers behind that would run into nothing.
void* OpenLibrary(const char* name) { return dlopen(name, RTLD_NOW | RTLD_LOCAL); }
void* Find(void* library, const char* symbol) { return dlsym(library, symbol); }
#endif

}  // namespace

const Loader* OpenLoader(Refusal* refusal) {
  static std::mutex mutex;
  static Loader loader;
  static bool opened = false;
  std::lock_guard<std::mutex> lock(mutex);
  if (opened) return &loader;
  Refusal none = {"no Vulkan loader on this machine", {}, kHint};
  for (const char* name : kNames) {
    none.tried.push_back(name);
    void* library = OpenLibrary(name);
    if (library == nullptr) continue;
    loader.GetInstanceProcAddr = reinterpret_cast<PFN_vkGetInstanceProcAddr>(Find(library, "vkGetInstanceProcAddr"));
    if (loader.GetInstanceProcAddr == nullptr) continue;
    const bool complete = [] {
#define JAMNET_VK_LOAD(name)                                                                     \
  loader.name = reinterpret_cast<PFN_vk##name>(loader.GetInstanceProcAddr(nullptr, "vk" #name)); \
  if (loader.name == nullptr) return false;
      JAMNET_VK_GLOBAL(JAMNET_VK_LOAD)
#undef JAMNET_VK_LOAD
      return true;
    }();
    if (complete) {
      opened = true;
      return &loader;
    }
    none.reason = std::string(name) + " is older than Vulkan 1.1";
  }
  *refusal = none;
  return nullptr;
}

bool FillTable(const Loader& loader, VkInstance instance, InstanceTable* table) {
#define JAMNET_VK_LOAD(name)                                                                      \
  table->name = reinterpret_cast<PFN_vk##name>(loader.GetInstanceProcAddr(instance, "vk" #name)); \
  if (table->name == nullptr) return false;
  JAMNET_VK_INSTANCE(JAMNET_VK_LOAD)
#undef JAMNET_VK_LOAD
  return true;
}

bool FillTable(PFN_vkGetDeviceProcAddr get, VkDevice device, DeviceTable* table) {
#define JAMNET_VK_LOAD(name)                                             \
  table->name = reinterpret_cast<PFN_vk##name>(get(device, "vk" #name)); \
  if (table->name == nullptr) return false;
  JAMNET_VK_DEVICE(JAMNET_VK_LOAD)
#undef JAMNET_VK_LOAD
  return true;
}

std::string ResultName(VkResult result) {
  switch (result) {
#define JAMNET_VK_NAME(name) \
  case name:                 \
    return #name;
    JAMNET_VK_NAME(VK_SUCCESS)
    JAMNET_VK_NAME(VK_TIMEOUT)
    JAMNET_VK_NAME(VK_ERROR_OUT_OF_HOST_MEMORY)
    JAMNET_VK_NAME(VK_ERROR_OUT_OF_DEVICE_MEMORY)
    JAMNET_VK_NAME(VK_ERROR_INITIALIZATION_FAILED)
    JAMNET_VK_NAME(VK_ERROR_DEVICE_LOST)
    JAMNET_VK_NAME(VK_ERROR_MEMORY_MAP_FAILED)
    JAMNET_VK_NAME(VK_ERROR_EXTENSION_NOT_PRESENT)
    JAMNET_VK_NAME(VK_ERROR_FEATURE_NOT_PRESENT)
    JAMNET_VK_NAME(VK_ERROR_INCOMPATIBLE_DRIVER)
    JAMNET_VK_NAME(VK_ERROR_TOO_MANY_OBJECTS)
    JAMNET_VK_NAME(VK_ERROR_INVALID_EXTERNAL_HANDLE)
#undef JAMNET_VK_NAME
    default:
      return "VkResult " + std::to_string(static_cast<int>(result));
  }
}

}  // namespace jamnet::gpu
#endif
