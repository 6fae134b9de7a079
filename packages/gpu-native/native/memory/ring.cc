#include "memory/ring.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace jamnet {

bool Ring::Create(uint8_t* at, uint32_t capacity) {
  if (Bytes(capacity) == 0 || reinterpret_cast<uintptr_t>(at) % 128 != 0) return false;
  std::memset(at, 0, kRecordsAt);
  for (const size_t offset : {128, 132, 256}) new (at + offset) std::atomic<uint32_t>(0);
  const uint32_t shape[] = {kMagic, capacity};
  std::memcpy(at, shape, sizeof shape);
  return true;
}

Ring::Ring(uint8_t* at, size_t readable) : at_(at) {
  uint32_t shape[2];
  if (at == nullptr || readable < kRecordsAt || reinterpret_cast<uintptr_t>(at) % 128 != 0) return;
  std::memcpy(shape, at, sizeof shape);
  const size_t bytes = Bytes(shape[1]);
  if (shape[0] != kMagic || bytes == 0 || bytes > readable) return;
  capacity_ = shape[1];
  seen_head_ = head().load(std::memory_order_acquire);
  seen_tail_ = tail().load(std::memory_order_acquire);
}

uint32_t Ring::size() const {
  // The head first: were it read last it could have gone past the tail.
  const uint32_t from = head().load(std::memory_order_acquire);
  return std::min(tail().load(std::memory_order_acquire) - from, capacity_);
}

bool Ring::Push(const Descriptor* records_in, uint32_t count) {
  const uint32_t at = tail().load(std::memory_order_relaxed);
  // A head that something overwrote makes no room, never too much of it: the records stay inside the ring.
  if (capacity_ - std::min(at - seen_head_, capacity_) < count) {
    seen_head_ = head().load(std::memory_order_acquire);
    if (capacity_ - std::min(at - seen_head_, capacity_) < count) {
      dropped_at().store(dropped() + count, std::memory_order_relaxed);
      return false;
    }
  }
  const uint32_t index = at & (capacity_ - 1);
  const uint32_t in_row = std::min(count, capacity_ - index);
  std::memcpy(records() + index, records_in, in_row * sizeof(Descriptor));
  std::memcpy(records(), records_in + in_row, (count - in_row) * sizeof(Descriptor));
  tail().store(at + count, std::memory_order_release);
  return true;
}

uint32_t Ring::Claim(Descriptor** first) {
  const uint32_t at = tail().load(std::memory_order_relaxed);
  seen_head_ = head().load(std::memory_order_acquire);
  const uint32_t index = at & (capacity_ - 1);
  *first = records() + index;
  return std::min(capacity_ - std::min(at - seen_head_, capacity_), capacity_ - index);
}

void Ring::Publish(uint32_t count) {
  tail().store(tail().load(std::memory_order_relaxed) + count, std::memory_order_release);
}

uint32_t Ring::Pop(Descriptor* out, uint32_t room) {
  uint32_t taken = 0;
  for (int part = 0; part < 2 && taken < room; part += 1) {  // before the wrap, and behind it
    const Descriptor* first;
    const uint32_t count = std::min(Peek(&first), room - taken);
    if (count == 0) break;
    std::memcpy(out + taken, first, count * sizeof(Descriptor));
    Advance(count);
    taken += count;
  }
  return taken;
}

uint32_t Ring::Peek(const Descriptor** first) {
  const uint32_t at = head().load(std::memory_order_relaxed);
  if (seen_tail_ == at) seen_tail_ = tail().load(std::memory_order_acquire);
  const uint32_t index = at & (capacity_ - 1);
  *first = records() + index;
  return std::min(std::min(seen_tail_ - at, capacity_), capacity_ - index);
}

void Ring::Advance(uint32_t count) {
  head().store(head().load(std::memory_order_relaxed) + count, std::memory_order_release);
}

}  // namespace jamnet
