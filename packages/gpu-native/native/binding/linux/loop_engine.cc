#include "binding/linux/loop_engine.h"

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <vector>

namespace jamnet {

LoopEngine* LoopEngine::Create(napi_env env, std::shared_ptr<Arena> arena, ReceiveMode mode, EngineOptions options,
                               napi_value handler, std::string* why) {
  options.batches = options.held + (mode == ReceiveMode::kThread ? ReceiveThread::kBatches : 1);
  options.arena_bytes = arena->size();
  const int64_t at = arena->Allocate(EngineLayout(0, options.batches).end);
  *why = "the arena has no room for the network engine; JAMNET_ARENA_BYTES asks for a larger one";
  if (at < 0) return nullptr;
  LoopEngine* created = nullptr;
  try {
    created = new LoopEngine(env, arena, mode, static_cast<size_t>(at), options);
    *why = "the event loop takes no network engine";
    if (created->Start(handler)) return created;
  } catch (const std::exception& error) {
    // A process may have as many threads and descriptors as it may have; one more is not worth its end.
    *why = std::string("the system has no room for the threads of the network engine: ") + error.what();
    if (created == nullptr) arena->Free(static_cast<size_t>(at));
  }
  if (created != nullptr) created->Close();
  return nullptr;
}

LoopEngine::LoopEngine(napi_env env, std::shared_ptr<Arena> arena, ReceiveMode mode, size_t at,
                       const EngineOptions& options)
    : env_(env), arena_(std::move(arena)), mode_(mode), at_(at), layout_(at, options.batches) {
  engine_ = std::make_unique<Engine>(arena_->data(), layout_, options);
}

LoopEngine::~LoopEngine() {
  engine_.reset();
  arena_->Free(at_);
}

bool LoopEngine::Start(napi_value handler) {
  if (napi_get_uv_event_loop(env_, &loop_) != napi_ok) return false;
  if (napi_create_reference(env_, handler, 1, &handler_) != napi_ok) return false;
  if (mode_ == ReceiveMode::kThread) {
    auto* wakeup = NewHandle(kUvAsync);
    const auto receive = [](uv_handle_s* handle) {
      static_cast<LoopEngine*>(uv_handle_get_data(handle))->ReceiveFromThread();
    };
    if (uv_async_init(loop_, wakeup, receive) != 0) {
      FreeHandle(wakeup);
      return false;
    }
    wakeup_ = wakeup;
    uv_handle_set_data(wakeup_, this);
    uv_unref(wakeup_);
    thread_ = std::make_unique<ReceiveThread>(*engine_, [this] { uv_async_send(wakeup_); });
  } else {
    wakeup_ = NewHandle(kUvIdle);
    uv_idle_init(loop_, wakeup_);
    uv_handle_set_data(wakeup_, this);
  }
  const auto close = [](napi_async_cleanup_hook_handle, void* self) { static_cast<LoopEngine*>(self)->Close(); };
  return napi_add_async_cleanup_hook(env_, close, this, &hook_) == napi_ok;
}

int LoopEngine::Open(const SocketRequest& request) {
  const int id = engine_->Open(request);
  if (id < 0) return id;
  const int fd = engine_->socket(static_cast<uint32_t>(id))->fd();
  auto poll = std::make_unique<Poll>(Poll{this, static_cast<uint32_t>(id), 0, nullptr});
  poll->handle = NewHandle(kUvPoll);
  int error = -uv_poll_init(loop_, poll->handle, fd);
  if (error != 0) {
    FreeHandle(poll->handle);
  } else {
    uv_handle_set_data(poll->handle, poll.get());
    Poll& added = *poll;
    polls_[static_cast<uint32_t>(id)] = std::move(poll);
    if (mode_ != ReceiveMode::kThread) Want(added, kUvReadable);
    if (thread_ != nullptr) error = thread_->Add(static_cast<uint32_t>(id), fd);
  }
  if (error != 0) {
    CloseSocket(static_cast<uint32_t>(id));
    return -error;
  }
  KeepLoopAlive();
  return id;
}

void LoopEngine::CloseSocket(uint32_t id) {
  if (closing_) return;
  const auto found = polls_.find(id);
  if (id == dense_) EndDense();
  if (found != polls_.end()) {
    // libuv forgets the descriptor before it is closed, or it would watch whatever gets its number next.
    uv_poll_stop(found->second->handle);
    if (thread_ != nullptr) thread_->Remove(engine_->socket(id)->fd());
    CloseHandle(found->second->handle);
    polls_.erase(found);
  }
  if (last_received_ == id) last_received_ = 0;
  engine_->CloseSocket(id);
  KeepLoopAlive();
}

void LoopEngine::KeepLoopAlive() {
  const bool open = !polls_.empty();
  if (mode_ == ReceiveMode::kThread) {
    if (open) uv_ref(wakeup_);
    else uv_unref(wakeup_);
  } else if (mode_ == ReceiveMode::kBusy) {
    const auto spin = [](uv_handle_s* handle) {
      static_cast<LoopEngine*>(uv_handle_get_data(handle))->ReceiveBusily();
    };
    if (open) uv_idle_start(wakeup_, spin);
    else uv_idle_stop(wakeup_);
  }
}

void LoopEngine::Flush(uint32_t count) {
  engine_->Flush(count);
  if (engine_->AnyBacklog()) WantBacklogs();
}

void LoopEngine::WantBacklogs() {
  for (const auto& [id, poll] : polls_) {
    if (engine_->HasBacklog(id)) Want(*poll, poll->events | kUvWritable);
  }
}

void LoopEngine::Want(Poll& poll, int events) {
  if (poll.events == events) return;
  poll.events = events;
  if (events == 0) {
    uv_poll_stop(poll.handle);
    return;
  }
  uv_poll_start(poll.handle, events, [](uv_handle_s* handle, int status, int events) {
    auto* poll = static_cast<Poll*>(uv_handle_get_data(handle));
    LoopEngine* self = poll->owner;
    const uint32_t id = poll->id;
    if (status < 0) {
      // The socket has an error to report, and libuv has stopped to poll it. Reading takes the error away and counts it.
      const int wanted = poll->events;
      poll->events = 0;
      self->Want(*poll, wanted);
      events = kUvReadable | (wanted & kUvWritable);
    }
    if ((events & kUvWritable) != 0) {
      self->engine_->SendBacklog(id);
      if (!self->engine_->HasBacklog(id)) self->Want(*poll, poll->events & ~kUvWritable);
    }
    // With a thread that reads, the error wakes it as well, and what arrives stays in one order.
    if ((events & kUvReadable) != 0 && self->mode_ != ReceiveMode::kThread) self->Receive(id);
  });
}

// One system call a turn: there may be other sockets and other work, and the loop comes back while there is more to read.
void LoopEngine::Receive(uint32_t id) {
  // There is always one that is free: fewer may be held than there are, and this is not called from within itself.
  const int batch = engine_->TakeBatch();
  if (batch < 0) return;
  uint32_t count = 0;
  uint32_t delivered = 0;
  engine_->Receive(id, static_cast<uint32_t>(batch), 0, &count);
  if (count > 0 && mode_ == ReceiveMode::kBusy) last_received_ = id;
  while (count > 0) {
    Deliver(count, static_cast<uint32_t>(batch));
    delivered += count;
    count = closing_ ? 0 : engine_->ReceiveMore(static_cast<uint32_t>(batch), 0);
  }
  engine_->DoneWithBatch(static_cast<uint32_t>(batch));
  if (delivered > 0 && mode_ == ReceiveMode::kLoop && engine_->socket(id) != nullptr && !closing_) NoteTraffic(id);
}

void LoopEngine::ReceiveFromThread() {
  uint32_t batch = 0;
  uint32_t count = 0;
  // A few at a time: there may be other sockets and other work.
  for (uint32_t i = 0; i < ReceiveThread::kBatches; i += 1) {
    if (closing_ || !thread_->Take(&batch, &count)) return;
    Deliver(count, batch);
    engine_->DoneWithBatch(batch);
    thread_->RoomAgain();
  }
  if (!closing_) uv_async_send(wakeup_);
}

bool LoopEngine::HoldBatch() { return delivering_ >= 0 && engine_->HoldBatch(static_cast<uint32_t>(delivering_)); }

void LoopEngine::ReleaseBatch(uint32_t batch) {
  engine_->ReleaseBatch(batch, delivering_ == static_cast<int>(batch));
  if (thread_ != nullptr) thread_->RoomAgain();
}

// The socket that was the last to receive is read without asking first. The others are found by the loop, which polls all of
// them between two calls of this.
void LoopEngine::ReceiveBusily() {
  if (last_received_ != 0) Receive(last_received_);
}

void LoopEngine::Deliver(uint32_t count, uint32_t batch) {
  napi_handle_scope scope;
  if (napi_open_handle_scope(env_, &scope) != napi_ok) return;
  napi_value handler;
  napi_value global;
  napi_value arguments[2];
  napi_get_reference_value(env_, handler_, &handler);
  napi_get_global(env_, &global);
  napi_create_uint32(env_, count, &arguments[0]);
  napi_create_uint32(env_, batch, &arguments[1]);
  delivering_ = static_cast<int>(batch);
  const napi_status status = napi_make_callback(env_, nullptr, global, handler, 2, arguments, nullptr);
  delivering_ = -1;
  bool thrown = false;
  if (status != napi_ok && napi_is_exception_pending(env_, &thrown) == napi_ok && thrown) {
    // As with Node's own sockets: it becomes an `uncaughtException`, and if that is handled, the engine goes on.
    napi_value error;
    if (napi_get_and_clear_last_exception(env_, &error) == napi_ok) napi_fatal_exception(env_, error);
  }
  napi_close_handle_scope(env_, scope);
}

uv_handle_s* LoopEngine::NewHandle(int type) {
  handles_ += 1;
  return static_cast<uv_handle_s*>(std::calloc(1, uv_handle_size(type)));
}

// One that libuv has not taken, or has let go of.
void LoopEngine::FreeHandle(uv_handle_s* handle) {
  std::free(handle);
  handles_ -= 1;
}

void LoopEngine::CloseHandle(uv_handle_s* handle) {
  uv_handle_set_data(handle, this);
  uv_close(handle, [](uv_handle_s* closed) {
    auto* self = static_cast<LoopEngine*>(uv_handle_get_data(closed));
    self->FreeHandle(closed);
    self->FinishWhenClosed();
  });
}

void LoopEngine::Close() {
  if (closing_) return;
  std::vector<uint32_t> ids;
  for (const auto& each : polls_) ids.push_back(each.first);
  for (const uint32_t id : ids) CloseSocket(id);
  closing_ = true;
  if (thread_ != nullptr) thread_->Stop();
  if (wakeup_ != nullptr) CloseHandle(wakeup_);
  if (handler_ != nullptr) napi_delete_reference(env_, handler_);
  handler_ = nullptr;
  FinishWhenClosed();
}

void LoopEngine::FinishWhenClosed() {
  if (!closing_ || handles_ > 0) return;
  if (hook_ != nullptr) napi_remove_async_cleanup_hook(hook_);
  delete this;
}

}  // namespace jamnet
