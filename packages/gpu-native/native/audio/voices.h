// Sounds that a device adds to what it plays, each from a ring of its own: whoever fills one need not know of the others, and nothing is
// mixed outside the device's thread. Where a ring holds nothing in time, the sound before is carried on. Headers only.
#pragma once
#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <vector>

#include "audio/audio_ring.h"
#include "audio/stopgap.h"

namespace jamnet {

class Voices {
 public:
  static constexpr int kMost = 64;

  // `most_frames`: of a period. Nothing is allocated later.
  explicit Voices(uint32_t most_frames) : scratch_(size_t{most_frames} * AudioRing::kMaxChannels), missed_(most_frames) {}

  // Any one thread but the device's: takes a ring up from the next period on. Its place, or -1 where no ring lies there or all places are
  // taken. The memory must stay until `Idle` says so after `Remove`, or the device has ended.
  int Add(uint8_t* at, size_t bytes) {
    const AudioRing ring(at, bytes);
    for (int i = 0; ring.ok() && i < kMost; i += 1) {
      Place& place = places_[i];
      if (place.state.load(std::memory_order_acquire) != kFree) continue;
      place.ring = ring;
      place.stopgap = Stopgap(ring.channels(), ring.sample_rate());
      place.gain.store(1.0f, std::memory_order_relaxed);
      place.peak.store(0.0f, std::memory_order_relaxed);
      place.state.store(kPlays, std::memory_order_release);
      return i;
    }
    return -1;
  }

  void SetGain(int index, float gain) {
    if (index >= 0 && index < kMost) places_[index].gain.store(gain, std::memory_order_relaxed);
  }

  // The largest sample, without its sign and before the gain, since this was last asked.
  float TakePeak(int index) {
    if (index < 0 || index >= kMost) return 0.0f;
    return places_[index].peak.exchange(0.0f, std::memory_order_relaxed);
  }

  void Remove(int index) {
    if (index < 0 || index >= kMost) return;
    uint32_t plays = kPlays;
    places_[index].state.compare_exchange_strong(plays, kLeaves);
  }

  // Whether the device's thread has let go of it.
  bool Idle(int index) const {
    return index < 0 || index >= kMost || places_[index].state.load(std::memory_order_acquire) == kFree;
  }

  // The device's thread: adds what all hold for `frames` frames to `out`, interleaved. One channel goes to all channels, more of them each to its own.
  void AddTo(float* out, uint32_t channels, uint32_t frames, int64_t due_ns) {
    int fits = kMostFits;
    // Each is the first in turn, so that it is not always the same ones that no fit is left for.
    turn_ += 1;
    for (uint32_t i = 0; i < kMost; i += 1) {
      Place& place = places_[(turn_ + i) % kMost];
      const uint32_t state = place.state.load(std::memory_order_acquire);
      if (state == kFree) continue;
      if (state == kLeaves) {
        place.state.store(kFree, std::memory_order_release);
        continue;
      }
      const uint32_t own = place.ring.channels();
      place.ring.Read(scratch_.data(), frames, static_cast<uint64_t>(due_ns), missed_.data());
      place.stopgap.Mask(scratch_.data(), missed_.data(), frames, &fits);
      float peak = place.peak.load(std::memory_order_relaxed);
      for (size_t i = 0; i < size_t{frames} * own; i += 1) peak = std::max(peak, std::abs(scratch_[i]));
      place.peak.store(peak, std::memory_order_relaxed);
      const float gain = place.gain.load(std::memory_order_relaxed);
      if (gain == 0.0f) continue;
      for (uint32_t c = 0; c < channels; c += 1) {
        if (own > 1 && c >= own) break;
        const float* from = scratch_.data() + (own > 1 ? c : 0);
        for (uint32_t i = 0; i < frames; i += 1) out[size_t{i} * channels + c] += gain * from[size_t{i} * own];
      }
    }
  }

 private:
  enum State : uint32_t { kFree, kPlays, kLeaves };

  struct Place {
    std::atomic<uint32_t> state{kFree};
    std::atomic<float> gain{1.0f};
    std::atomic<float> peak{0.0f};
    AudioRing ring;
    Stopgap stopgap;
  };

  // One thread fills all rings: when it is late, all begin to be empty at once, and a period is short.
  static constexpr int kMostFits = 4;

  std::array<Place, kMost> places_;
  std::vector<float> scratch_;
  std::vector<uint8_t> missed_;
  uint32_t turn_ = 0;
};

}  // namespace jamnet
