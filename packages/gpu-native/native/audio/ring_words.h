// Words of a ring in shared memory: spec/ring/v1. Headers only and standard C++17, so that a plug-in can take these files as they are.
//
// Everything that two threads touch is an atomic word. Words behind a sequence word are stored with release and loaded with acquire: who sees one
// that is newer than the sequence word it has read sees the sequence word changed as well. On x86 that costs nothing.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace jamnet {

class RingWords {
 public:
  RingWords() = default;
  explicit RingWords(uint8_t* at) : words_(reinterpret_cast<std::atomic<uint32_t>*>(at)) {}

  uint32_t Get(size_t index) const { return words_[index].load(std::memory_order_acquire); }
  void Set(size_t index, uint32_t value) const { words_[index].store(value, std::memory_order_release); }
  uint64_t Wide(size_t index) const { return (static_cast<uint64_t>(Get(index + 1)) << 32) | Get(index); }
  void SetWide(size_t index, uint64_t value) const {
    Set(index + 1, static_cast<uint32_t>(value >> 32));
    Set(index, static_cast<uint32_t>(value));
  }
  float Sample(size_t index) const {
    const uint32_t bits = Get(index);
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }
  void SetSample(size_t index, float value) const {
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    Set(index, bits);
  }

  // Writer of what a sequence word guards: until End it is seen as unfinished.
  uint32_t Begin(size_t sequence) const {
    const uint32_t odd = Get(sequence) | 1;
    Set(sequence, odd);
    return odd;
  }
  void End(size_t sequence, uint32_t odd) const { Set(sequence, odd + 1); }
  // Reader, after reading: whether it has been one whole since the sequence word was `seen`.
  bool Whole(size_t sequence, uint32_t seen) const { return (seen & 1) == 0 && Get(sequence) == seen; }

 private:
  std::atomic<uint32_t>* words_ = nullptr;
};

static_assert(std::atomic<uint32_t>::is_always_lock_free && sizeof(std::atomic<uint32_t>) == 4);

}  // namespace jamnet
