// Sockets, what they send and what they receive, over one range of the arena. Knows nothing of Node.
#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "net/lateness.h"
#include "net/linux/pacer.h"
#include "net/linux/receive_batch.h"
#include "net/submission.h"

namespace jamnet {

struct EngineOptions {
  size_t arena_bytes = 0;
  bool segmentation = true;
  uint32_t spin_us = 100;
  uint32_t busy_poll_us = 0;
  uint32_t batches = 1;  // at most Engine::kMostBatches
  uint32_t held = 0;     // how many of them may be held; fewer than there are
};

// Where in the arena what lies, in bytes from its start.
struct EngineLayout {
  explicit EngineLayout(size_t at, uint32_t batches);

  size_t counters, histogram, waiting, blocked, generations, submissions, bytes, batch, end;
};

class Engine : private SocketLookup {
 public:
  static constexpr uint32_t kSubmissions = 1024;
  static constexpr size_t kSubmissionBytes = 1 << 20;
  static constexpr uint32_t kSockets = 256;
  static constexpr uint32_t kMostBatches = 16;
  static constexpr uint32_t kCounterBlocks = 3;  // JavaScript's thread, the pacer, the receiving thread

  // `layout.end - at` bytes from `arena + at` on stay the engine's as long as it lives.
  Engine(uint8_t* arena, const EngineLayout& layout, const EngineOptions& options);
  ~Engine();

  // All but `Receive` from one thread.

  // Returns an id above 0, or -errno.
  int Open(SocketRequest request);
  // Null when it is closed. Socket options are set on it directly.
  UdpSocket* socket(uint32_t id);
  // At once, wherever it is in use. What waits for it is dropped and counted as send errors.
  void CloseSocket(uint32_t id);
  // Takes over the first `count` submissions: sends those that are due, keeps the others until their time.
  void Flush(uint32_t count);
  // Whether datagrams wait until a socket is writable again.
  bool HasBacklog(uint32_t id);
  bool AnyBacklog() const { return backlogs_ > 0; }
  void SendBacklog(uint32_t id);
  // Any thread.
  ErrorRecord last_error() const { return last_error_.Get(); }
  // Whether timed datagrams are sent by a thread that goes before ordinary ones.
  bool paces_realtime() const { return pacer_.realtime(); }

  // Receiving, from one thread at a time; closing waits for it. Messages read into a batch, or -errno.
  int Receive(uint32_t id, uint32_t batch, uint32_t counter_block, uint32_t* described);
  // Describes what did not fit into the descriptors before.
  uint32_t ReceiveMore(uint32_t batch, uint32_t counter_block);
  void CountUnpolledRead() { counters_[0].Add(Count::kUnpolledReads, 1); }
  bool HasMore(uint32_t batch) const { return batches_[batch]->has_more(); }

  // A batch that is in use or held by nobody, in use from now on; -1 where there is none. Any thread.
  int TakeBatch();
  bool TakeBatch(uint32_t batch);
  // In use no more. One that is held stays as it is.
  void DoneWithBatch(uint32_t batch);
  // Keeps a batch that is in use until it is released. False where as many are held as may be, or where it is still to be
  // described further.
  bool HoldBatch(uint32_t batch);
  // `in_use` says whether its handler has not returned yet.
  void ReleaseBatch(uint32_t batch, bool in_use);

  // The address behind a source index, with its port and family. False where there is none.
  bool Source(uint32_t index, SourceKey* out);

 private:
  enum BatchState : uint8_t { kFree, kInUse, kHeld };

  struct Waiting {
    SocketAddress to;
    std::vector<uint8_t> bytes;
  };
  struct Slot {
    uint32_t id = 0;
    UdpSocket socket;
    std::deque<Waiting> backlog;
    size_t backlog_bytes = 0;
  };

  UdpSocket* Find(uint32_t id) override { return socket(id); }
  Slot* SlotOf(uint32_t id);
  void SendRun(uint32_t id, const OutgoingDatagram* datagrams, uint32_t count);
  void KeepForLater(Slot& slot, const OutgoingDatagram& datagram);
  bool Pace(const Submission& submission);

  uint8_t* const arena_;
  const EngineLayout layout_;
  const EngineOptions options_;
  LastError last_error_;
  std::array<Counters, kCounterBlocks> counters_;
  std::mutex receive_mutex_;
  SourceTable sources_;
  ArrivalClock arrival_clock_;
  std::vector<std::unique_ptr<ReceiveBatch>> batches_;
  std::array<std::atomic<uint8_t>, kMostBatches> states_{};
  uint32_t held_ = 0;
  std::array<Slot, kSockets> slots_;
  uint32_t last_id_ = 0;
  uint32_t backlogs_ = 0;  // sockets that have one
  Sender sender_;
  std::vector<OutgoingDatagram> outgoing_;
  std::vector<SocketAddress> addresses_;
  Pacer pacer_;  // last: its thread uses the others
};

}  // namespace jamnet
