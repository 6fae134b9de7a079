// What a device plays where a voice's ring holds nothing, since the thread that fills it was kept from that for a moment: the sound before, carried on by linear
// prediction and faded out, and back to what comes after without a step. Nobody waits for a model here: it is fitted where a gap begins, on what was played last.
// Headers only.
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace jamnet {

class Stopgap {
 public:
  Stopgap() = default;
  // Allocates; nothing does later.
  Stopgap(uint32_t channels, uint32_t sample_rate)
      : fade_after_(sample_rate * kFadeAfterMs / 1000), fade_(sample_rate * kFadeMs / 1000), channels_(channels) {}

  // The next `frames` frames, interleaved, of which what is no number is silent: fills those that `missed` marks with anything but 0, and fades those behind them in. `fits`: so many channels may
  // be fitted now, at some 30 us each; others stay silent. It is less by those that were.
  void Mask(float* samples, const uint8_t* missed, uint32_t frames, int* fits) {
    for (uint32_t i = 0; i < frames; i += 1) {
      float* frame = samples + size_t{i} * channels_.size();
      if (missed[i] != 0) {
        if (!in_gap_) Begin(fits);
        for (size_t c = 0; c < channels_.size(); c += 1) frame[c] = Made(c);
        Age();
        returning_ = kReturnFrames;
      } else {
        // Whoever filled the ring may be another program.
        for (size_t c = 0; c < channels_.size(); c += 1) {
          if (!std::isfinite(frame[c])) frame[c] = 0.0f;
        }
        in_gap_ = false;
        if (returning_ > 0) Return(frame);
      }
      for (size_t c = 0; c < channels_.size(); c += 1) channels_[c].Hear(frame[c]);
    }
  }

 private:
  static constexpr uint32_t kHistory = 512, kOrder = 32, kReturnFrames = 32;
  static constexpr uint32_t kFadeAfterMs = 3, kFadeMs = 12;
  // What is carried on may be so much louder than what was heard.
  static constexpr float kMostGrowth = 1.1f;

  struct Channel {
    void Hear(float value) { heard[at++ % kHistory] = value; }

    // By Burg's method, which is good on few samples.
    void Fit() {
      std::array<double, kHistory> forward, backward;
      peak = 0.0f;
      for (uint32_t i = 0; i < kHistory; i += 1) {
        const float value = heard[(at + i) % kHistory];
        forward[i] = backward[i] = value;
        peak = std::max(peak, kMostGrowth * std::abs(value));
      }
      for (uint32_t i = 0; i < kOrder; i += 1) made[i] = heard[(at + kHistory - kOrder + i) % kHistory];
      made_at = 0;
      Silence();
      std::array<double, kOrder> next{}, last{};
      for (uint32_t m = 0; m < kOrder; m += 1) {
        double both = 0.0, each = 0.0;
        for (uint32_t i = m + 1; i < kHistory; i += 1) {
          both += forward[i] * backward[i - 1];
          each += forward[i] * forward[i] + backward[i - 1] * backward[i - 1];
        }
        if (!(each > 0.0)) break;
        const double k = 2.0 * both / each;
        next[m] = k;
        for (uint32_t j = 0; j < m; j += 1) next[j] = last[j] - k * last[m - 1 - j];
        last = next;
        for (uint32_t i = kHistory - 1; i > m; i -= 1) {
          const double f = forward[i];
          forward[i] = f - k * backward[i - 1];
          backward[i] = backward[i - 1] - k * f;
        }
      }
      for (uint32_t j = 0; j < kOrder; j += 1) weights[j] = last[j];
    }

    void Silence() { weights.fill(0.0); }

    float Next() {
      double value = 0.0;
      for (uint32_t j = 0; j < kOrder; j += 1) value += weights[j] * made[(made_at + kOrder - 1 - j) % kOrder];
      value = std::max<double>(-peak, std::min<double>(peak, value));
      made[made_at % kOrder] = value;
      made_at += 1;
      return static_cast<float>(value);
    }

    std::array<float, kHistory> heard{};  // what was played, over and over
    std::array<double, kOrder> made{};     // what is carried on, over and over
    std::array<double, kOrder> weights{};  // the newest sample's first
    uint32_t at = 0, made_at = 0;
    float peak = 0.0f;
  };

  void Begin(int* fits) {
    for (Channel& channel : channels_) {
      if (*fits > 0) channel.Fit();
      else channel.Silence();
      *fits -= 1;
    }
    in_gap_ = true;
    age_ = 0;
  }

  void Return(float* frame) {
    const float part = static_cast<float>(returning_) / (kReturnFrames + 1);
    const float old = part * part * (3.0f - 2.0f * part);
    for (size_t c = 0; c < channels_.size(); c += 1) frame[c] += old * (Made(c) - frame[c]);
    Age();
    returning_ -= 1;
  }

  bool Over() const { return age_ >= fade_after_ + fade_; }
  void Age() { age_ += Over() ? 0 : 1; }
  float Made(size_t channel) { return Over() ? 0.0f : Share() * channels_[channel].Next(); }

  float Share() const {
    if (age_ <= fade_after_) return 1.0f;
    const float done = std::min(1.0f, static_cast<float>(age_ - fade_after_) / static_cast<float>(fade_));
    return 1.0f - done * done * (3.0f - 2.0f * done);
  }

  uint32_t fade_after_ = 0, fade_ = 1;
  uint32_t age_ = 0;        // frames since the gap began
  uint32_t returning_ = 0;  // frames that are still faded in
  bool in_gap_ = false;
  std::vector<Channel> channels_;
};

}  // namespace jamnet
