// Kernel stamps are on CLOCK_REALTIME, everything else here on CLOCK_MONOTONIC.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "clock/monotonic.h"

namespace jamnet {

// The real-time clock is slewed by up to a tenth, and set, at any moment: the clocks are paired anew for each batch, which
// costs two readings.
class ArrivalClock {
 public:
  // How often to read the clocks for `Pair`: what is paired first may have to do for a while.
  int tries() const { return paired_ ? 1 : 8; }
  // Both clocks, read after the datagrams were: nothing arrives later than that.
  void Pair(const ClockReadings& now) {
    now_ns_ = now.monotonic_ns;
    const int64_t offset_ns = now.monotonic_ns - now.realtime_ns;
    const int64_t apart_ns = std::abs(offset_ns - offset_ns_);
    const bool agree = paired_ && apart_ns <= deviation_ns_ + now.max_deviation_ns;
    // A thread that lost its processor between the readings knows less than was known before.
    if (agree && deviation_ns_ <= now.max_deviation_ns) return;
    if (paired_ && !agree && apart_ns > kStepNs) {
      before_step_ns_ = offset_ns_;
      stepped_at_ns_ = now_ns_;
    }
    offset_ns_ = offset_ns;
    deviation_ns_ = now.max_deviation_ns;
    paired_ = true;
  }

  // 0 is a datagram without a stamp.
  int64_t ToMonotonic(int64_t realtime_ns) const {
    if (realtime_ns == 0) return now_ns_;
    const int64_t arrival_ns = realtime_ns + offset_ns_;
    if (now_ns_ - stepped_at_ns_ > kMixedNs) return std::min(arrival_ns, now_ns_);
    // The clock was set a moment ago, and nothing says whether before or after the stamp. What was waiting has not waited
    // for long: the later of both, if it is not to come yet.
    const int64_t earlier_ns = std::min(arrival_ns, realtime_ns + before_step_ns_);
    const int64_t later_ns = std::max(arrival_ns, realtime_ns + before_step_ns_);
    if (later_ns <= now_ns_ + deviation_ns_) return std::min(later_ns, now_ns_);
    return std::min(earlier_ns, now_ns_);
  }

 private:
  static constexpr int64_t kStepNs = 1000000;
  static constexpr int64_t kMixedNs = 1000000000;

  bool paired_ = false;
  int64_t now_ns_ = 0;
  int64_t offset_ns_ = 0;
  int64_t deviation_ns_ = 0;
  int64_t before_step_ns_ = 0;
  int64_t stepped_at_ns_ = INT64_MIN / 2;
};

}  // namespace jamnet
