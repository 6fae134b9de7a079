#include "net/pacing_heap.h"

#include <algorithm>
#include <cstring>

namespace jamnet {

bool PacingHeap::Push(int64_t at_ns, uint32_t socket, const uint8_t* address, const uint8_t* bytes, uint32_t length) {
  if (free_.empty()) return false;
  const uint32_t index = free_.back();
  free_.pop_back();
  TimedDatagram& slot = slots_[index];
  slot.at_ns = at_ns;
  slot.order = next_order_++;
  slot.socket = socket;
  slot.length = length;
  std::memcpy(slot.address, address, sizeof slot.address);
  if (slot.bytes.size() < length) slot.bytes.resize(std::max<size_t>(length, 1280));
  if (length > 0) std::memcpy(slot.bytes.data(), bytes, length);
  heap_.push_back(index);
  std::push_heap(heap_.begin(), heap_.end(), [this](uint32_t a, uint32_t b) { return Before(b, a); });
  return true;
}

uint32_t PacingHeap::Take() {
  std::pop_heap(heap_.begin(), heap_.end(), [this](uint32_t a, uint32_t b) { return Before(b, a); });
  const uint32_t index = heap_.back();
  heap_.pop_back();
  return index;
}

uint32_t PacingHeap::Drop(uint32_t socket) {
  const auto kept = std::partition(heap_.begin(), heap_.end(), [&](uint32_t i) { return slots_[i].socket != socket; });
  const auto dropped = static_cast<uint32_t>(heap_.end() - kept);
  free_.insert(free_.end(), kept, heap_.end());
  heap_.erase(kept, heap_.end());
  std::make_heap(heap_.begin(), heap_.end(), [this](uint32_t a, uint32_t b) { return Before(b, a); });
  return dropped;
}

}  // namespace jamnet
