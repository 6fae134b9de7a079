// How an engine that receives on the event loop deals with datagrams that come faster than the loop can sleep.
#include "binding/linux/loop_engine.h"
#include "clock/monotonic.h"

namespace jamnet {

namespace {
// Traffic is dense when so many reads have each come so soon after the one before: the copies of a burst do not.
constexpr uint32_t kDenseReads = 16;
constexpr int64_t kDenseNs = 50'000;
}  // namespace

// Under dense traffic the loop would fall asleep between two datagrams, and their sender would pay for waking it. Instead the
// socket is no longer polled, which spares the sender the notice too, and an idle handle reads it once a turn until nothing came
// for a moment. Other work of the loop goes on meanwhile.
void LoopEngine::NoteTraffic(uint32_t id) {
  const int64_t now_ns = MonotonicNs();
  reads_in_a_row_ = id == last_received_ && now_ns < dense_until_ns_ ? reads_in_a_row_ + 1 : 0;
  last_received_ = id;
  dense_until_ns_ = now_ns + kDenseNs;
  if (id == dense_) engine_->CountUnpolledRead();
  if (reads_in_a_row_ < kDenseReads || id == dense_) return;
  EndDense();
  dense_ = id;
  Poll& poll = *polls_.at(id);
  Want(poll, poll.events & ~kUvReadable);
  uv_idle_start(wakeup_, [](uv_handle_s* handle) {
    auto* self = static_cast<LoopEngine*>(uv_handle_get_data(handle));
    self->Receive(self->dense_);
    if (self->dense_ != 0 && MonotonicNs() >= self->dense_until_ns_) self->EndDense();
  });
}

void LoopEngine::EndDense() {
  if (dense_ == 0) return;
  uv_idle_stop(wakeup_);
  const auto found = polls_.find(dense_);
  if (found != polls_.end()) Want(*found->second, found->second->events | kUvReadable);
  dense_ = 0;
}

}  // namespace jamnet
