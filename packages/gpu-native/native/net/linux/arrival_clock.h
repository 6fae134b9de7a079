// Kernel stamps are on CLOCK_REALTIME, everything else here on CLOCK_MONOTONIC.
#pragma once
#include <cstdint>

#include "clock/monotonic.h"

namespace jamnet {

// Pairs the clocks anew every second, and when a stamp makes no sense because somebody has set the real-time clock.
class ArrivalClock {
 public:
  // `now_ns` is the monotonic time after the datagram was read; nothing arrives later than that.
  int64_t ToMonotonic(int64_t realtime_ns, int64_t now_ns) {
    if (realtime_ns == 0) return now_ns;
    if (now_ns - paired_at_ns_ > kPairEveryNs) Pair();
    int64_t arrival_ns = realtime_ns + offset_ns_;
    if (Implausible(arrival_ns, now_ns) && now_ns != retried_at_ns_) {
      retried_at_ns_ = now_ns;  // once per batch
      Pair();
      arrival_ns = realtime_ns + offset_ns_;
    }
    return arrival_ns > now_ns ? now_ns : arrival_ns;
  }

 private:
  static constexpr int64_t kPairEveryNs = 1000000000;
  static constexpr int64_t kLongWaitNs = 1000000000;

  // Less than the pairing's own error counts as now.
  bool Implausible(int64_t arrival_ns, int64_t now_ns) const {
    return arrival_ns > now_ns + deviation_ns_ || arrival_ns < now_ns - kLongWaitNs;
  }

  void Pair() {
    const ClockReadings readings = ReadClocks(3);
    offset_ns_ = readings.monotonic_ns - readings.realtime_ns;
    deviation_ns_ = readings.max_deviation_ns;
    paired_at_ns_ = readings.monotonic_ns;
  }

  int64_t offset_ns_ = 0;
  int64_t deviation_ns_ = 0;
  int64_t paired_at_ns_ = INT64_MIN / 2;
  int64_t retried_at_ns_ = 0;
};

}  // namespace jamnet
