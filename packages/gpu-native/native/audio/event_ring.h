// MIDI between two threads in shared memory, the twin of audio_ring.h: spec/ring/v1. Headers only, with ring_words.h.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "audio/ring_words.h"

namespace jamnet {

// One record. A message of more than 16 bytes takes several, all but the last with kMore.
struct MidiEvent {
  enum Form : uint8_t { kUmp = 0, kBytes = 1 };
  enum Flag : uint8_t { kMore = 1, kPredicted = 2, kRetracted = 4 };
  uint64_t at_ns = 0;  // CLOCK_MONOTONIC
  uint64_t gpu_ns = 0;
  uint64_t position = 0;  // in the audio ring beside it
  int32_t bar = 0;
  int32_t beat = 0;
  int32_t tick = 0;
  uint32_t id = 0;
  uint8_t form = kUmp;
  uint8_t length = 0;
  uint8_t flags = 0;
  uint8_t data[16] = {};
};

class EventRing {
 public:
  static constexpr uint32_t kMagic = 0x3152454a;  // "JER1"
  static constexpr uint32_t kVersion = 1;
  static constexpr size_t kHeaderBytes = 384;
  static constexpr size_t kEventBytes = 64;
  static constexpr uint32_t kMaxEvents = 1u << 20;

  // 0 for a number that is no power of two up to the maximum.
  static size_t Bytes(uint32_t events) {
    const bool valid = events > 0 && events <= kMaxEvents && (events & (events - 1)) == 0;
    return valid ? kHeaderBytes + kEventBytes * events : 0;
  }

  static bool Create(uint8_t* at, uint32_t events) {
    if (Bytes(events) == 0 || !Aligned(at)) return false;
    std::memset(at, 0, Bytes(events));
    const RingWords words(at);
    const uint32_t shape[] = {kVersion, kHeaderBytes, kEventBytes, events};
    for (size_t i = 0; i < std::size(shape); i += 1) words.Set(i + 1, shape[i]);
    words.Set(0, kMagic);
    return true;
  }

  EventRing() = default;
  EventRing(uint8_t* at, size_t readable) {
    if (!Aligned(at) || readable < kHeaderBytes) return;
    const RingWords words(at);
    const uint32_t events = words.Get(4);
    const bool fits = words.Get(0) == kMagic && words.Get(1) == kVersion && words.Get(2) == kHeaderBytes &&
                      words.Get(3) == kEventBytes && Bytes(events) > 0 && Bytes(events) <= readable;
    if (!fits) return;
    words_ = words;
    events_ = events;
  }

  bool ok() const { return events_ > 0; }
  uint32_t capacity() const { return events_; }
  uint32_t dropped() const { return words_.Get(kDropped); }
  uint32_t size() const {
    // The head first: were it read last it could have gone past the tail.
    const uint32_t head = words_.Get(kHead);
    return std::min(words_.Get(kTail) - head, events_);
  }

  // Writer: all of them or none. False where they do not fit; they are counted as dropped.
  bool Push(const MidiEvent* events, uint32_t count) {
    if (events_ - size() < count) {
      words_.Set(kDropped, dropped() + count);
      return false;
    }
    const uint32_t tail = words_.Get(kTail);
    for (uint32_t i = 0; i < count; i += 1) Put(WordOf(tail + i), events[i]);
    words_.Set(kTail, tail + count);
    return true;
  }

  // Reader: the oldest, if it is due by `until_ns`.
  bool Pop(MidiEvent* out, uint64_t until_ns = UINT64_MAX) {
    if (size() == 0) return false;
    const uint32_t head = words_.Get(kHead);
    const size_t at = WordOf(head);
    out->at_ns = words_.Wide(at);
    if (out->at_ns > until_ns) return false;
    out->gpu_ns = words_.Wide(at + 2);
    out->position = words_.Wide(at + 4);
    out->bar = static_cast<int32_t>(words_.Get(at + 6));
    out->beat = static_cast<int32_t>(words_.Get(at + 7));
    out->tick = static_cast<int32_t>(words_.Get(at + 8));
    out->id = words_.Get(at + 9);
    const uint32_t shape = words_.Get(at + 10);
    out->form = static_cast<uint8_t>(shape);
    out->length = static_cast<uint8_t>(std::min<uint32_t>((shape >> 8) & 0xff, sizeof out->data));
    out->flags = static_cast<uint8_t>(shape >> 16);
    for (size_t i = 0; i < 4; i += 1) {
      const uint32_t word = words_.Get(at + 12 + i);
      std::memcpy(out->data + 4 * i, &word, 4);
    }
    words_.Set(kHead, head + 1);
    return true;
  }

 private:
  static constexpr size_t kTail = 32, kDropped = 33, kHead = 64;

  static bool Aligned(const uint8_t* at) { return at != nullptr && reinterpret_cast<uintptr_t>(at) % 8 == 0; }
  size_t WordOf(uint32_t index) const { return (kHeaderBytes + (index & (events_ - 1)) * kEventBytes) / 4; }

  void Put(size_t at, const MidiEvent& event) const {
    words_.SetWide(at, event.at_ns);
    words_.SetWide(at + 2, event.gpu_ns);
    words_.SetWide(at + 4, event.position);
    words_.Set(at + 6, static_cast<uint32_t>(event.bar));
    words_.Set(at + 7, static_cast<uint32_t>(event.beat));
    words_.Set(at + 8, static_cast<uint32_t>(event.tick));
    words_.Set(at + 9, event.id);
    words_.Set(at + 10, event.form | (event.length << 8) | (event.flags << 16));
    for (size_t i = 0; i < 4; i += 1) {
      uint32_t word;
      std::memcpy(&word, event.data + 4 * i, 4);
      words_.Set(at + 12 + i, word);
    }
  }

  RingWords words_;
  uint32_t events_ = 0;
};

}  // namespace jamnet
