#include "net/linux/pacer.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "clock/monotonic.h"
#include "net/lateness.h"
#include "thread/linux/scheduling.h"

namespace jamnet {

namespace {

constexpr int kPriority = 10;

// Says whether it goes before ordinary threads.
bool AskForPromptness() {
  // On the only processor, watching the clock before everything else would hold up what is to be sent.
  return MakePrompt("jamnet-pacer", std::thread::hardware_concurrency() < 2 ? 0 : kPriority);
}

inline void Relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace

Pacer::Pacer(SocketLookup& sockets, Counters& counters, uint32_t* histogram, uint32_t* waiting, uint32_t spin_us)
    : sockets_(sockets),
      counters_(counters),
      sender_(counters),
      histogram_(histogram),
      waiting_(waiting),
      spin_ns_(static_cast<int64_t>(spin_us) * 1000),
      thread_([this] { Run(); }) {}

bool Pacer::Push(int64_t at_ns, uint32_t socket, const uint8_t* address, const uint8_t* bytes, uint32_t length) {
  if (!heap_.Push(at_ns, socket, address, bytes, length)) return false;
  Publish();
  if (at_ns < planned_ns_) sooner_ = true;
  return true;
}

void Pacer::Drop(uint32_t socket) {
  const uint32_t dropped = heap_.Drop(socket);
  Publish();
  if (dropped > 0) counters_.Fail(Count::kSendErrors, dropped, EBADF);
}

void Pacer::Wake() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!sooner_ && !stopping_) return;
    sooner_ = false;
  }
  changes_.fetch_add(1, std::memory_order_release);
  syscall(SYS_futex, reinterpret_cast<uint32_t*>(&changes_), FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

void Pacer::Stop() {
  stopping_ = true;
  Wake();
  if (thread_.joinable()) thread_.join();
}

void Pacer::Run() {
  realtime_ = AskForPromptness();
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    const uint32_t seen = changes_.load(std::memory_order_acquire);
    const int64_t at_ns = heap_.size() == 0 ? INT64_MAX : heap_.top().at_ns;
    const int64_t now_ns = MonotonicNs();
    if (at_ns <= now_ns) {
      SendDue(now_ns);
      continue;
    }
    planned_ns_ = at_ns;
    sooner_ = false;
    lock.unlock();
    if (at_ns == INT64_MAX || at_ns - spin_ns_ > now_ns) SleepUntil(at_ns == INT64_MAX ? at_ns : at_ns - spin_ns_, seen);
    if (at_ns != INT64_MAX) Watch(at_ns, seen);
    lock.lock();
  }
}

void Pacer::SleepUntil(int64_t at_ns, uint32_t seen) {
  timespec until{};
  until.tv_sec = at_ns / 1000000000;
  until.tv_nsec = at_ns % 1000000000;
  // With FUTEX_WAIT_BITSET the time is absolute and on CLOCK_MONOTONIC.
  syscall(SYS_futex, reinterpret_cast<uint32_t*>(&changes_), FUTEX_WAIT_BITSET_PRIVATE, seen,
          at_ns == INT64_MAX ? nullptr : &until, nullptr, FUTEX_BITSET_MATCH_ANY);
}

void Pacer::Watch(int64_t at_ns, uint32_t seen) const {
  int64_t left_ns = at_ns - MonotonicNs();
  while (left_ns > 0 && left_ns <= spin_ns_ && changes_.load(std::memory_order_relaxed) == seen) {
    Relax();
    left_ns = at_ns - MonotonicNs();
  }
}

void Pacer::SendDue(int64_t now_ns) {
  while (heap_.size() > 0 && heap_.top().at_ns <= now_ns) {
    // Those of one socket go out with one call.
    const uint32_t id = heap_.top().socket;
    uint32_t taken[kAtOnce];
    SocketAddress addresses[kAtOnce];
    OutgoingDatagram datagrams[kAtOnce];
    uint32_t count = 0;
    while (count < kAtOnce && heap_.size() > 0 && heap_.top().at_ns <= now_ns && heap_.top().socket == id) {
      taken[count] = heap_.Take();
      const TimedDatagram& due = heap_.at(taken[count]);
      std::memcpy(&addresses[count], due.address, sizeof addresses[count]);
      datagrams[count] = {due.bytes.data(), due.length, &addresses[count], true};
      count += 1;
    }
    if (UdpSocket* socket = sockets_.Find(id)) {
      const int64_t handed_over_ns = MonotonicNs();
      for (uint32_t i = 0; i < count; i += 1) CountLateness(histogram_, handed_over_ns - heap_.at(taken[i]).at_ns);
      // What the system does not take when its time has come is not worth sending later.
      const uint32_t sent = sender_.Send(*socket, datagrams, count);
      if (sent < count) counters_.Add(Count::kSendQueueFull, count - sent);
    }
    for (uint32_t i = 0; i < count; i += 1) heap_.Release(taken[i]);
  }
  Publish();
}

}  // namespace jamnet
