#include "clock/monotonic.h"

#ifdef _WIN32
#include <windows.h>
#else
#include <time.h>
#endif

namespace jamnet {

namespace {
constexpr int64_t kNsPerS = 1000000000;
}

#if defined(_WIN32)

int64_t MonotonicNs() {
  static const int64_t per_s = [] {
    LARGE_INTEGER frequency;
    QueryPerformanceFrequency(&frequency);
    return static_cast<int64_t>(frequency.QuadPart);
  }();
  LARGE_INTEGER ticks;
  QueryPerformanceCounter(&ticks);
  const int64_t t = ticks.QuadPart;
  return t / per_s * kNsPerS + t % per_s * kNsPerS / per_s;
}

int64_t RealtimeNs() {
  constexpr int64_t kFrom1601To1970 = 116444736000000000;  // in units of 100 ns
  FILETIME time;
  GetSystemTimePreciseAsFileTime(&time);
  const int64_t t = (static_cast<int64_t>(time.dwHighDateTime) << 32) | time.dwLowDateTime;
  return (t - kFrom1601To1970) * 100;
}

#else

static int64_t Read(clockid_t id) {
  timespec t;
  clock_gettime(id, &t);
  return static_cast<int64_t>(t.tv_sec) * kNsPerS + t.tv_nsec;
}

#ifdef __APPLE__
// Counts while the machine sleeps, as process.hrtime() does there.
int64_t MonotonicNs() { return Read(CLOCK_MONOTONIC_RAW); }
#else
int64_t MonotonicNs() { return Read(CLOCK_MONOTONIC); }
#endif

int64_t RealtimeNs() { return Read(CLOCK_REALTIME); }

#endif

ClockReadings ReadClocks(int tries) {
  ClockReadings best{0, 0, INT64_MAX};
  for (int i = 0; i == 0 || i < tries; i += 1) {
    const int64_t before = MonotonicNs();
    const int64_t realtime = RealtimeNs();
    const int64_t after = MonotonicNs();
    // One more than half: both clocks tick in whole nanoseconds.
    const int64_t deviation = (after - before) / 2 + 1;
    if (deviation < best.max_deviation_ns) best = {before + (after - before) / 2, realtime, deviation};
  }
  return best;
}

}  // namespace jamnet
