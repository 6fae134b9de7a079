// Datagrams that wait for their time, the earliest first, those of one time in the order they came.
#pragma once
#include <cstdint>
#include <vector>

namespace jamnet {

struct TimedDatagram {
  int64_t at_ns = 0;
  uint64_t order = 0;
  uint32_t socket = 0;
  uint32_t length = 0;
  uint8_t address[28] = {};
  std::vector<uint8_t> bytes;  // keeps its room
};

// Bounded. Room for bytes is made on first use of a slot and kept.
class PacingHeap {
 public:
  explicit PacingHeap(uint32_t capacity) : slots_(capacity) {
    heap_.reserve(capacity);
    free_.reserve(capacity);
    for (uint32_t i = 0; i < capacity; i += 1) free_.push_back(capacity - 1 - i);
  }

  uint32_t size() const { return static_cast<uint32_t>(heap_.size()); }
  bool full() const { return free_.empty(); }
  // The earliest. Not to be called when there is none.
  const TimedDatagram& top() const { return slots_[heap_.front()]; }

  // Copies. False when it is full.
  bool Push(int64_t at_ns, uint32_t socket, const uint8_t* address, const uint8_t* bytes, uint32_t length);
  // The earliest, taken out of the order. Its slot stays as it is until Release.
  uint32_t Take();
  const TimedDatagram& at(uint32_t slot) const { return slots_[slot]; }
  void Release(uint32_t slot) { free_.push_back(slot); }
  // Drops what waits for a socket and returns how many.
  uint32_t Drop(uint32_t socket);

 private:
  bool Before(uint32_t a, uint32_t b) const {
    const TimedDatagram& left = slots_[a];
    const TimedDatagram& right = slots_[b];
    return left.at_ns != right.at_ns ? left.at_ns < right.at_ns : left.order < right.order;
  }

  std::vector<TimedDatagram> slots_;
  std::vector<uint32_t> heap_;
  std::vector<uint32_t> free_;
  uint64_t next_order_ = 0;
};

}  // namespace jamnet
