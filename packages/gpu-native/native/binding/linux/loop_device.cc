#include "binding/linux/loop_device.h"

#include <cstdlib>
#include <exception>

namespace jamnet {

LoopDevice* LoopDevice::Create(napi_env env, std::shared_ptr<Arena> arena, const Make& make, napi_value handler, const char** why) {
  auto* created = new LoopDevice(env, std::move(arena));
  *why = "the event loop takes no audio device";
  try {
    if (created->Start(make, handler, why)) return created;
  } catch (const std::exception&) {
    *why = "the system has no room for the thread of an audio device";
  }
  created->Close();
  return nullptr;
}

bool LoopDevice::Start(const Make& make, napi_value handler, const char** why) {
  uv_loop_s* loop = nullptr;
  if (napi_get_uv_event_loop(env_, &loop) != napi_ok) return false;
  if (napi_create_reference(env_, handler, 1, &handler_) != napi_ok) return false;
  auto* wakeup = static_cast<uv_handle_s*>(std::calloc(1, uv_handle_size(kUvAsync)));
  const auto tell = [](uv_handle_s* handle) { static_cast<LoopDevice*>(uv_handle_get_data(handle))->Tell(); };
  if (uv_async_init(loop, wakeup, tell) != 0) {
    std::free(wakeup);
    return false;
  }
  wakeup_ = wakeup;
  uv_handle_set_data(wakeup_, this);
  const auto close = [](napi_async_cleanup_hook_handle, void* self) { static_cast<LoopDevice*>(self)->Close(); };
  if (napi_add_async_cleanup_hook(env_, close, this, &hook_) != napi_ok) return false;
  // libuv tells of several periods that have passed meanwhile at once, and does not wait.
  *why = "the rings do not fit the device";
  device_ = make([wakeup] { uv_async_send(wakeup); });
  return device_->ok();
}

void LoopDevice::Tell() {
  if (closing_) return;
  napi_handle_scope scope;
  if (napi_open_handle_scope(env_, &scope) != napi_ok) return;
  napi_value handler;
  napi_value global;
  napi_get_reference_value(env_, handler_, &handler);
  napi_get_global(env_, &global);
  const napi_status status = napi_make_callback(env_, nullptr, global, handler, 0, nullptr, nullptr);
  bool thrown = false;
  if (status != napi_ok && napi_is_exception_pending(env_, &thrown) == napi_ok && thrown) {
    // As with Node's own sockets: it becomes an `uncaughtException`, and if that is handled, the device goes on.
    napi_value error;
    if (napi_get_and_clear_last_exception(env_, &error) == napi_ok) napi_fatal_exception(env_, error);
  }
  napi_close_handle_scope(env_, scope);
}

void LoopDevice::Close() {
  if (closing_) return;
  closing_ = true;
  device_.reset();
  if (handler_ != nullptr) napi_delete_reference(env_, handler_);
  handler_ = nullptr;
  if (wakeup_ == nullptr) {
    Finish();
    return;
  }
  uv_close(wakeup_, [](uv_handle_s* closed) {
    auto* self = static_cast<LoopDevice*>(uv_handle_get_data(closed));
    std::free(closed);
    self->Finish();
  });
}

void LoopDevice::Finish() {
  if (hook_ != nullptr) napi_remove_async_cleanup_hook(hook_);
  delete this;
}

}  // namespace jamnet
