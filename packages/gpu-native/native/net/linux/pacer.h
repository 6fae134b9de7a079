// A thread that sends datagrams at their time.
#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>

#include "net/counters.h"
#include "net/linux/sender.h"
#include "net/pacing_heap.h"

namespace jamnet {

// Gives the socket behind an id, or null when it is closed. Called with the pacer's lock held.
class SocketLookup {
 public:
  virtual UdpSocket* Find(uint32_t socket) = 0;

 protected:
  ~SocketLookup() = default;
};

class Pacer {
 public:
  static constexpr uint32_t kCapacity = 4096;
  static constexpr uint32_t kAtOnce = 32;

  // Sleeps until `spin_us` before a time and watches the clock from there on; 0 sleeps until the time itself.
  // `histogram` has kLatenessBuckets words, `waiting` says how many datagrams wait.
  Pacer(SocketLookup& sockets, Counters& counters, uint32_t* histogram, uint32_t* waiting, uint32_t spin_us);
  ~Pacer() { Stop(); }

  // Hold this for Push and Drop, and while a socket is taken away.
  std::mutex& mutex() { return mutex_; }
  bool Push(int64_t at_ns, uint32_t socket, const uint8_t* address, const uint8_t* bytes, uint32_t length);
  void Drop(uint32_t socket);
  // Call without the lock after pushing: wakes the thread where it would sleep too long.
  void Wake();
  // Drops what waits.
  void Stop();
  // Whether the system lets the thread go before ordinary ones.
  bool realtime() const { return realtime_; }

 private:
  void Run();
  void SendDue(int64_t now_ns);
  void SleepUntil(int64_t at_ns, uint32_t seen);
  void Watch(int64_t at_ns, uint32_t seen) const;
  void Publish() { __atomic_store_n(waiting_, heap_.size(), __ATOMIC_RELAXED); }

  SocketLookup& sockets_;
  Counters& counters_;
  Sender sender_;
  uint32_t* const histogram_;
  uint32_t* const waiting_;
  const int64_t spin_ns_;
  std::mutex mutex_;
  PacingHeap heap_{kCapacity};
  int64_t planned_ns_ = INT64_MAX;  // what the thread waits for; under the lock
  bool sooner_ = false;             // something earlier was pushed; under the lock
  std::atomic<uint32_t> changes_{0};
  std::atomic<bool> stopping_{false};
  std::atomic<bool> realtime_{false};
  std::thread thread_;
};

}  // namespace jamnet
