// The one place where JavaScript meets the native code. What it offers is made by one file per room; the rooms themselves
// (memory, clock, thread, net, audio, gpu) know nothing of Node.
#include "binding/addon.h"

#include "binding/stay_loaded.h"

namespace jamnet {

namespace {

// Why a room is not in this binary: what nativeStatus() tells.
constexpr const char* kNoNetwork =
#ifdef __linux__
    nullptr;
#else
    "the network engine is written for Linux; UDP goes through node:dgram here";
#endif

constexpr const char* kNoAudio =
#ifdef __linux__
    nullptr;
#else
    "the audio device without a sound card is written for Linux";
#endif

constexpr const char* kNoGpu =
#ifdef JAMNET_VULKAN
    nullptr;
#else
    "compiled without Vulkan: <vulkan/vulkan.h> was not found";
#endif

Napi::Value TextOrNull(Napi::Env env, const char* text) {
  if (text == nullptr) return env.Null();
  return Napi::String::New(env, text);
}

// Called once per JavaScript thread: nothing here may assume that it is the only one. The order matters at the end of a
// thread, see binding/memory.cc.
Napi::Object Init(Napi::Env env, Napi::Object exports) {
  StayLoaded();
  exports.Set("version", Napi::String::New(env, JAMNET_ADDON_VERSION));
  exports.Set("builtWithVulkan", Napi::Boolean::New(env, kNoGpu == nullptr));
  auto missing = Napi::Object::New(env);
  missing.Set("network", TextOrNull(env, kNoNetwork));
  missing.Set("audio", TextOrNull(env, kNoAudio));
  missing.Set("gpu", TextOrNull(env, kNoGpu));
  exports.Set("missing", missing);
  InitMemory(env, exports);
  InitSplit(env, exports);
  InitClock(env, exports);
  InitThread(env, exports);
  InitNet(env, exports);
  InitAudio(env, exports);
  InitGpu(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(jamnet, Init)

}  // namespace jamnet
