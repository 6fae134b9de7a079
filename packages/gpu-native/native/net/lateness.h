// How late timed sends went out: a histogram that JavaScript reads where it lies.
#pragma once
#include <cstdint>

namespace jamnet {

// Buckets 0-999 hold one microsecond each; those after them double: 1-2 ms, 2-4 ms ... and the last everything later.
constexpr uint32_t kLatenessLinear = 1000;
constexpr uint32_t kLatenessBuckets = kLatenessLinear + 12;

constexpr uint32_t LatenessBucket(int64_t late_ns) {
  if (late_ns < 0) return 0;
  int64_t us = late_ns / 1000;
  if (us < kLatenessLinear) return static_cast<uint32_t>(us);
  uint32_t bucket = kLatenessLinear;
  for (us /= 2 * kLatenessLinear; us > 0 && bucket < kLatenessBuckets - 1; us /= 2) bucket += 1;
  return bucket;
}

// One writer, any readers. A bucket that is full stays full: at 10,000 sends a second that takes five days.
inline void CountLateness(uint32_t* histogram, int64_t late_ns) {
  uint32_t& count = histogram[LatenessBucket(late_ns)];
  if (count != UINT32_MAX) __atomic_store_n(&count, count + 1, __ATOMIC_RELAXED);
}

}  // namespace jamnet
