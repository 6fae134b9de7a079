// An audio device whose periods are told to the event loop of one JavaScript thread.
#pragma once
#include <functional>
#include <memory>

#include "audio/linux/audio_device.h"
#include "binding/linux/uv_api.h"
#include "memory/arena.h"

namespace jamnet {

// Deletes itself when it was closed and libuv has let go of its handle. When the thread of JavaScript ends first (a worker that is
// terminated), it closes itself.
class LoopDevice {
 public:
  // Makes a device that calls what it is given after each period, from its own thread.
  using Make = std::function<std::unique_ptr<AudioDevice>(std::function<void()> after_period)>;

  // Null and why where the system has no room or the rings are none. `handler` is called without arguments after periods; several that have
  // passed are told once.
  static LoopDevice* Create(napi_env env, std::shared_ptr<Arena> arena, const Make& make, napi_value handler, const char** why);

  AudioDevice& device() { return *device_; }
  // Returns when the device's thread has ended.
  void Close();

 private:
  LoopDevice(napi_env env, std::shared_ptr<Arena> arena) : env_(env), arena_(std::move(arena)) {}

  bool Start(const Make& make, napi_value handler, const char** why);
  void Tell();
  void Finish();

  const napi_env env_;
  const std::shared_ptr<Arena> arena_;  // stays mapped while the thread runs
  std::unique_ptr<AudioDevice> device_;
  uv_handle_s* wakeup_ = nullptr;
  napi_ref handler_ = nullptr;
  napi_async_cleanup_hook_handle hook_ = nullptr;
  bool closing_ = false;
};

}  // namespace jamnet
