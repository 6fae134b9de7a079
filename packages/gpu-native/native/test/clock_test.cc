#include "clock/monotonic.h"

#include <algorithm>

#include "test/check.h"

using namespace jamnet;

TEST(the_monotonic_clock_never_goes_back) {
  int64_t last = MonotonicNs();
  for (int i = 0; i < 100000; i += 1) {
    const int64_t now = MonotonicNs();
    REQUIRE(now >= last);
    last = now;
  }
}

TEST(paired_readings_lie_between_two_readings_of_the_monotonic_clock) {
  const int64_t before = MonotonicNs();
  const ClockReadings readings = ReadClocks(16);
  const int64_t after = MonotonicNs();
  CHECK(readings.monotonic_ns >= before && readings.monotonic_ns <= after);
  CHECK(readings.max_deviation_ns > 0 && readings.max_deviation_ns <= after - before + 1);
  CHECK(readings.realtime_ns > 1700000000000000000);  // later than this was written, in nanoseconds and not in seconds
}

TEST(no_number_of_tries_is_too_small) {
  CHECK(ReadClocks(0).monotonic_ns > 0);
  CHECK(ReadClocks(-5).monotonic_ns > 0);
}

TEST(more_tries_do_not_make_it_worse) {
  // Not of two single runs, which may be held up: of the best of many.
  int64_t one = INT64_MAX, many = INT64_MAX;
  for (int i = 0; i < 100; i += 1) {
    one = std::min(one, ReadClocks(1).max_deviation_ns);
    many = std::min(many, ReadClocks(64).max_deviation_ns);
  }
  CHECK(many <= one + 20);
}
