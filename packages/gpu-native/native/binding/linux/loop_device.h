// An audio device whose periods are told to the event loop of one JavaScript thread.
#pragma once
#include <memory>

#include "audio/linux/null_device.h"
#include "binding/linux/uv_api.h"
#include "memory/arena.h"

namespace jamnet {

// Deletes itself when it was closed and libuv has let go of its handle. When the thread of JavaScript ends first (a worker that is
// terminated), it closes itself.
class LoopDevice {
 public:
  // Null and why where the system has no room or the rings are none. `handler` is called without arguments after periods; several that have
  // passed are told once.
  static LoopDevice* Create(napi_env env, std::shared_ptr<Arena> arena, const NullDeviceOptions& options, uint32_t* records,
                            napi_value handler, const char** why);

  // Returns when the device's thread has ended.
  void Close();

 private:
  LoopDevice(napi_env env, std::shared_ptr<Arena> arena) : env_(env), arena_(std::move(arena)) {}

  bool Start(const NullDeviceOptions& options, uint32_t* records, napi_value handler, const char** why);
  void Tell();
  void Finish();

  const napi_env env_;
  const std::shared_ptr<Arena> arena_;  // stays mapped while the thread runs
  std::unique_ptr<NullDevice> device_;
  uv_handle_s* wakeup_ = nullptr;
  napi_ref handler_ = nullptr;
  napi_async_cleanup_hook_handle hook_ = nullptr;
  bool closing_ = false;
};

}  // namespace jamnet
