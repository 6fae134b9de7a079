// When each period of a device began, from the times at which its server woke up for them: those are late by chance, some by milliseconds, and after an x-run the
// device goes on at another phase.
//
// JACK2 smooths the same times, but its loop goes on from the phase before an x-run and needs seconds to come round: its times are off by all that was lost until then.
#pragma once
#include <algorithm>
#include <cstdint>

namespace jamnet {

class CycleClock {
 public:
  struct Cycle {
    int64_t due_ns;   // when the period began
    int64_t jump_ns;  // how much later it began than it should have by those before: not 0 where the device has jumped
  };

  explicit CycleClock(uint32_t sample_rate) : ns_per_frame_(1e9 / sample_rate) {}

  // The next period, of `frames` frames, that the server woke up for at `woken_ns`. `unsure`: an x-run was told of since the last one.
  Cycle Next(int64_t woken_ns, uint32_t frames, bool unsure) {
    const double span_ns = frames * ns_per_frame_;
    int64_t due_ns = woken_ns, jump_ns = 0;
    if (averaged_ns_ == 0.0) {
      averaged_ns_ = span_ns;
    } else {
      if (unsure) {
        averaged_ns_ = std::min(averaged_ns_, kUnsurePeriods * span_ns);
        unsure_ = kSurePeriods;
      }
      const int64_t off_ns = woken_ns - next_ns_;
      jump_ns = JumpOf(off_ns, static_cast<int64_t>(span_ns));
      due_ns = next_ns_ + jump_ns;
      if (jump_ns != 0) averaged_ns_ = span_ns;
      else if (off_ns <= kNoise) due_ns += Average(static_cast<double>(off_ns), span_ns);
    }
    unsure_ = std::max(unsure_ - 1, 0);
    next_ns_ = due_ns + Rounded(span_ns * (1.0 + drift_));
    return {due_ns, jump_ns};
  }

 private:
  // Wake-ups are late by less, mostly. None is early: who is, shows that the times are too late.
  static constexpr int64_t kNoise = 200'000;
  // So many late ones in a row are no chance; around an x-run a single one is none.
  static constexpr int kSurePeriods = 3;
  static constexpr double kUnsurePeriods = 8.0;
  // What the times are averaged over, and what no clock of a device is off by.
  static constexpr double kAveragedNs = 1e9, kMostDrift = 300e-6;

  int64_t JumpOf(int64_t off_ns, int64_t span_ns) {
    if (off_ns < -kNoise) {
      late_ = 0;
      return off_ns;
    }
    if (off_ns <= kNoise) {
      late_ = 0;
      return 0;
    }
    // One that is less late than those before is catching up, which says nothing of those.
    if (off_ns < least_ns_ - std::min(kNoise, span_ns / 2)) late_ = 0;
    least_ns_ = late_ == 0 ? off_ns : std::min(least_ns_, off_ns);
    late_ += 1;
    if (late_ < kSurePeriods && unsure_ == 0) return 0;
    late_ = 0;
    return least_ns_;
  }

  // The average of what there is at first; then a loop of the second order, which does not lag behind a drift.
  int64_t Average(double off_ns, double span_ns) {
    averaged_ns_ += span_ns;
    const double weight = span_ns / std::min(averaged_ns_, std::max(kAveragedNs, span_ns));
    if (averaged_ns_ >= kAveragedNs) {
      const double drift = drift_ + weight * weight * off_ns / (4.0 * span_ns);
      drift_ = std::min(kMostDrift, std::max(-kMostDrift, drift));
      averaged_ns_ = kAveragedNs;
    }
    return Rounded(weight * off_ns);
  }

  static int64_t Rounded(double ns) { return static_cast<int64_t>(ns < 0 ? ns - 0.5 : ns + 0.5); }

  const double ns_per_frame_;
  int64_t next_ns_ = 0;
  double averaged_ns_ = 0.0;  // how long the times have been averaged, 0 before the first
  double drift_ = 0.0;        // how much longer than its name a frame takes
  int late_ = 0;     // wake-ups in a row
  int unsure_ = 0;   // periods in which an x-run has just been told of
  int64_t least_ns_ = 0;
};

}  // namespace jamnet
