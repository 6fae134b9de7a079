// A queue of descriptors in the arena for one producer and one consumer, each in a thread of its own, in C++ or in
// JavaScript (src/ring.ts reads and writes the same bytes with Atomics). Nothing locks, allocates or waits.
//
//   offset size
//   0      4    magic
//   4      4    capacity in records, a power of two
//   128    4    tail: records published since the start, modulo 2^32; the producer's
//   132    4    records that the producer could not put in, modulo 2^32
//   256    4    head: records consumed since the start, modulo 2^32; the consumer's
//   384    32 x capacity, record number n at n modulo capacity
//
// The three parts are two cache lines apart, since processors fetch lines in pairs.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "memory/descriptor.h"

namespace jamnet {

class Ring {
 public:
  static constexpr uint32_t kMagic = 0x676e524a;  // "JRng"
  static constexpr uint32_t kMaxCapacity = 1u << 24;
  static constexpr size_t kRecordsAt = 384;

  // 0 for a capacity that is no power of two or above the maximum.
  static constexpr size_t Bytes(uint32_t capacity) {
    const bool valid = capacity > 0 && capacity <= kMaxCapacity && (capacity & (capacity - 1)) == 0;
    return valid ? kRecordsAt + sizeof(Descriptor) * capacity : 0;
  }

  // An empty ring in Bytes(capacity) bytes at a multiple of 128. The memory stays the caller's.
  static bool Create(uint8_t* at, uint32_t capacity);

  // `readable` says how many bytes there are from `at` on. Not usable (`ok()` false) where no ring of at most that size lies.
  Ring(uint8_t* at, size_t readable);

  bool ok() const { return capacity_ > 0; }
  uint32_t capacity() const { return capacity_; }
  // Records waiting. From either side or a third thread, which may see a moment that has passed.
  uint32_t size() const;
  uint32_t dropped() const { return dropped_at().load(std::memory_order_relaxed); }

  // Producer: all of them or none. False where they do not fit; they are counted as dropped.
  bool Push(const Descriptor* records, uint32_t count);
  // Producer: where to write next, and how many fit there in a row. Nothing is seen before Publish.
  uint32_t Claim(Descriptor** first);
  void Publish(uint32_t count);

  // Consumer: takes up to `room` records out and returns how many.
  uint32_t Pop(Descriptor* out, uint32_t room);
  // Consumer: the oldest records and how many of them lie in a row: all of them, or those up to the wrap.
  uint32_t Peek(const Descriptor** first);
  void Advance(uint32_t count);

 private:
  std::atomic<uint32_t>& tail() const { return *reinterpret_cast<std::atomic<uint32_t>*>(at_ + 128); }
  std::atomic<uint32_t>& dropped_at() const { return *reinterpret_cast<std::atomic<uint32_t>*>(at_ + 132); }
  std::atomic<uint32_t>& head() const { return *reinterpret_cast<std::atomic<uint32_t>*>(at_ + 256); }
  Descriptor* records() const { return reinterpret_cast<Descriptor*>(at_ + kRecordsAt); }

  uint8_t* at_;
  uint32_t capacity_ = 0;
  // What was last seen of the other side, so that its cache line is fetched once per fill and not once per record.
  uint32_t seen_head_ = 0;
  uint32_t seen_tail_ = 0;
};

static_assert(std::atomic<uint32_t>::is_always_lock_free && sizeof(std::atomic<uint32_t>) == 4);

}  // namespace jamnet
