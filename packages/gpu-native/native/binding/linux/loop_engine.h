// An engine on the event loop of one JavaScript thread.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "binding/linux/uv_api.h"
#include "memory/arena.h"
#include "net/linux/engine.h"
#include "net/linux/receive_thread.h"

namespace jamnet {

enum class ReceiveMode { kLoop, kThread, kBusy };

// Deletes itself when it was closed and libuv has let go of its handles. When the thread of JavaScript ends first (a worker
// that is terminated), it closes itself.
class LoopEngine {
 public:
  // Null and why where the arena or the system has no room. `handler` is called with the number of datagrams and that of the
  // batch.
  static LoopEngine* Create(napi_env env, std::shared_ptr<Arena> arena, ReceiveMode mode, EngineOptions options,
                            napi_value handler, std::string* why);

  // Null after Close.
  Engine* engine() { return closing_ ? nullptr : engine_.get(); }
  const EngineLayout& layout() const { return layout_; }

  int Open(const SocketRequest& request);
  void CloseSocket(uint32_t id);
  void Flush(uint32_t count);
  // Keeps the batch that the handler is being given until it is released. False outside of it, and where too many are held.
  bool HoldBatch();
  void ReleaseBatch(uint32_t batch);
  void Close();

 private:
  // A socket as libuv polls it.
  struct Poll {
    LoopEngine* owner;
    uint32_t id;
    int events;
    uv_handle_s* handle;
  };

  LoopEngine(napi_env env, std::shared_ptr<Arena> arena, ReceiveMode mode, size_t at, const EngineOptions& options);
  ~LoopEngine();

  bool Start(napi_value handler);
  void Receive(uint32_t id);
  void ReceiveFromThread();
  void ReceiveBusily();
  void NoteTraffic(uint32_t id);
  void EndDense();
  void Deliver(uint32_t count, uint32_t batch);
  void Want(Poll& poll, int events);
  void WantBacklogs();
  void KeepLoopAlive();
  uv_handle_s* NewHandle(int type);
  void FreeHandle(uv_handle_s* handle);
  void CloseHandle(uv_handle_s* handle);
  void FinishWhenClosed();

  const napi_env env_;
  const std::shared_ptr<Arena> arena_;
  const ReceiveMode mode_;
  const size_t at_;
  const EngineLayout layout_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<ReceiveThread> thread_;
  uv_loop_s* loop_ = nullptr;
  uv_handle_s* wakeup_ = nullptr;  // uv_async in thread mode, uv_idle in the others
  uint32_t dense_ = 0;  // the socket that is read every turn, 0 for none
  int64_t dense_until_ns_ = 0;
  uint32_t reads_in_a_row_ = 0;
  std::map<uint32_t, std::unique_ptr<Poll>> polls_;
  napi_ref handler_ = nullptr;
  napi_async_cleanup_hook_handle hook_ = nullptr;
  uint32_t handles_ = 0;
  uint32_t last_received_ = 0;
  int delivering_ = -1;  // the batch
  bool closing_ = false;
};

}  // namespace jamnet
