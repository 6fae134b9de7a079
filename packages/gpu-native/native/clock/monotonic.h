// The clocks of the machine in nanoseconds, as the rest of the process reads them.
#pragma once
#include <cstdint>

namespace jamnet {

// What process.hrtime() reads: CLOCK_MONOTONIC on Linux, shared by every process of the host, its counterparts elsewhere.
int64_t MonotonicNs();

// Time since 1970: what the kernel stamps datagrams with. It can be set and slewed.
int64_t RealtimeNs();

// Both clocks at one moment. The moment of `realtime_ns` is less than `max_deviation_ns` away from `monotonic_ns`.
struct ClockReadings {
  int64_t monotonic_ns;
  int64_t realtime_ns;
  int64_t max_deviation_ns;
};

// The closest of several tries: a thread may lose its processor between two readings. `tries` below 1 counts as 1.
ClockReadings ReadClocks(int tries);

}  // namespace jamnet
