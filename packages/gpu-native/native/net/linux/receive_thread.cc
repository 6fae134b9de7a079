#include "net/linux/receive_thread.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace jamnet {

ReceiveThread::ReceiveThread(Engine& engine, std::function<void()> wake)
    : engine_(engine),
      wake_(std::move(wake)),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      stop_event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u32 = 0;  // no socket has this id
  // Without the event the thread could not be ended.
  const bool ready = epoll_ >= 0 && stop_event_ >= 0 && epoll_ctl(epoll_, EPOLL_CTL_ADD, stop_event_, &event) == 0;
  const int error = errno;
  try {
    if (!ready) throw std::system_error(error, std::generic_category());
    thread_ = std::thread([this] { Run(); });
  } catch (...) {
    CloseDescriptors();
    throw;
  }
}

void ReceiveThread::CloseDescriptors() {
  if (epoll_ >= 0) close(epoll_);
  if (stop_event_ >= 0) close(stop_event_);
  epoll_ = stop_event_ = -1;
}

int ReceiveThread::Add(uint32_t id, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u32 = id;
  return epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0 ? 0 : errno;
}

void ReceiveThread::Remove(int fd) { epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr); }

void ReceiveThread::Stop() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard<std::mutex> lock(room_mutex_);
    stopping_ = true;
  }
  room_.notify_all();
  const uint64_t one = 1;
  if (write(stop_event_, &one, sizeof one) < 0) {
    // Only a counter that is full refuses, and then the thread wakes anyway.
  }
  thread_.join();
  CloseDescriptors();
}

bool ReceiveThread::Take(uint32_t* batch, uint32_t* count) {
  const uint32_t consumed = consumed_.load(std::memory_order_relaxed);
  if (produced_.load(std::memory_order_acquire) == consumed) return false;
  const Ready& oldest = ready_[consumed % Engine::kMostBatches];
  *batch = oldest.batch;
  *count = oldest.count;
  consumed_.store(consumed + 1, std::memory_order_release);
  return true;
}

void ReceiveThread::RoomAgain() {
  {
    std::lock_guard<std::mutex> lock(room_mutex_);
  }
  room_.notify_one();
}

void ReceiveThread::Run() {
  prctl(PR_SET_NAME, "jamnet-receive");
  epoll_event events[16];
  while (!stopping_) {
    const int ready = epoll_wait(epoll_, events, 16, -1);
    if (ready < 0 && errno != EINTR) return;
    for (int i = 0; i < ready && !stopping_; i += 1) {
      if (events[i].data.u32 != 0) ReadSocket(events[i].data.u32);
    }
  }
}

// What does not fit stays in the kernel's buffers, which drop and count it when they are full.
int ReceiveThread::WaitForBatch() {
  int batch = engine_.TakeBatch();
  if (batch >= 0) return batch;
  std::unique_lock<std::mutex> lock(room_mutex_);
  room_.wait(lock, [&] { return stopping_ || (batch = engine_.TakeBatch()) >= 0; });
  return batch;
}

bool ReceiveThread::WaitForBatch(uint32_t batch) {
  bool taken = false;
  std::unique_lock<std::mutex> lock(room_mutex_);
  room_.wait(lock, [&] { return stopping_ || (taken = engine_.TakeBatch(batch)); });
  return taken;
}

void ReceiveThread::Publish(uint32_t batch, uint32_t count) {
  const uint32_t produced = produced_.load(std::memory_order_relaxed);
  ready_[produced % Engine::kMostBatches] = {batch, count};
  produced_.store(produced + 1, std::memory_order_release);
  wake_();
}

void ReceiveThread::ReadSocket(uint32_t id) {
  const int taken = WaitForBatch();
  if (taken < 0) return;
  const auto batch = static_cast<uint32_t>(taken);
  uint32_t described = 0;
  engine_.Receive(id, batch, kCounterBlock, &described);
  if (described == 0) {
    engine_.DoneWithBatch(batch);
    return;
  }
  // Where there are more datagrams than descriptors, the rest follows in the same batch when that is free again.
  for (;;) {
    const bool more = engine_.HasMore(batch);
    Publish(batch, described);
    if (!more || !WaitForBatch(batch)) return;
    described = engine_.ReceiveMore(batch, kCounterBlock);
  }
}

}  // namespace jamnet
