#include "net/linux/control.h"

#include <netinet/in.h>
#include <time.h>

#include <cstring>
#include <vector>

#include "net/linux/arrival_clock.h"
#include "net/segments.h"
#include "test/check.h"

using namespace jamnet;

TEST(a_message_is_taken_apart_without_a_rest) {
  for (uint32_t total : {0u, 1u, 99u, 100u, 101u, 1000u, 65507u}) {
    for (uint32_t segment : {0u, 1u, 100u, 1472u, 70000u}) {
      Segments segments(total, segment);
      uint32_t offset = 0;
      uint32_t length = 0;
      uint32_t sum = 0;
      uint32_t count = 0;
      while (segments.Next(&offset, &length)) {
        CHECK_EQ(offset, sum);
        if (segment > 0) CHECK(length <= segment);
        sum += length;
        count += 1;
        REQUIRE(count <= total + 1);
      }
      CHECK_EQ(sum, total);
      CHECK_EQ(count, total == 0 || segment == 0 ? 1 : (total + segment - 1) / segment);
    }
  }
}

TEST(stamp_and_segment_length_are_found) {
  alignas(cmsghdr) uint8_t control[kControlBytes] = {};
  msghdr message{};
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr* first = CMSG_FIRSTHDR(&message);
  *first = {CMSG_LEN(sizeof(timespec)), SOL_SOCKET, SO_TIMESTAMPNS};
  const timespec time{1700000000, 5};
  std::memcpy(CMSG_DATA(first), &time, sizeof time);
  cmsghdr* second = CMSG_NXTHDR(&message, first);
  REQUIRE(second != nullptr);
  *second = {CMSG_LEN(sizeof(int)), IPPROTO_UDP, 104};
  const int segment = 150;
  std::memcpy(CMSG_DATA(second), &segment, sizeof segment);
  message.msg_controllen = CMSG_SPACE(sizeof time) + CMSG_SPACE(sizeof segment);
  const Control found = ReadControl(message);
  CHECK_EQ(found.arrival_realtime_ns, 1700000000000000005);
  CHECK_EQ(found.segment_bytes, 150u);
}

TEST(a_kernel_stamp_becomes_a_monotonic_time_that_is_not_ahead) {
  ArrivalClock clock;
  clock.Pair(ReadClocks(1));
  const int64_t now = MonotonicNs();
  const int64_t arrival = clock.ToMonotonic(RealtimeNs() - 5000000);
  CHECK(arrival > now - 6000000 && arrival < MonotonicNs() - 4000000);
  CHECK(clock.ToMonotonic(0) <= now);
  CHECK_EQ(clock.ToMonotonic(RealtimeNs() + 3600000000000), clock.ToMonotonic(0));
}

namespace {

constexpr int64_t kMs = 1000000;
constexpr int64_t kEpoch = 1700000000000 * kMs;
constexpr int64_t kHour = 3600000 * kMs;

// Monotonic and real time `apart_ns` further from each other than they were at first.
ClockReadings At(int64_t monotonic_ns, int64_t apart_ns, int64_t deviation_ns = 30) {
  return {monotonic_ns, kEpoch + monotonic_ns + apart_ns, deviation_ns};
}

}  // namespace

TEST(a_clock_that_is_set_moves_no_arrival_by_as_much) {
  for (const int64_t step : {kHour, -kHour, 500 * kMs, -500 * kMs}) {
    ArrivalClock clock;
    clock.Pair(At(5000 * kMs, 0));
    CHECK_EQ(clock.ToMonotonic(kEpoch + 4999 * kMs), 4999 * kMs);
    // One was stamped before the clock was set and one after, both are read in one batch.
    clock.Pair(At(5010 * kMs, step));
    CHECK_EQ(clock.ToMonotonic(kEpoch + 5004 * kMs), 5004 * kMs);
    CHECK_EQ(clock.ToMonotonic(kEpoch + step + 5008 * kMs), 5008 * kMs);
    CHECK(clock.ToMonotonic(kEpoch + 5 * kHour) == 5010 * kMs);
    // One that has really waited for long is as old as it is.
    clock.Pair(At(9000 * kMs, step));
    CHECK_EQ(clock.ToMonotonic(kEpoch + step + 6000 * kMs), 6000 * kMs);
  }
}

TEST(a_clock_that_is_slewed_is_followed_from_batch_to_batch) {
  ArrivalClock clock;
  clock.Pair(At(1000 * kMs, 0));
  clock.Pair(At(1010 * kMs, 5000));
  CHECK_EQ(clock.ToMonotonic(kEpoch + 5000 + 1009 * kMs), 1009 * kMs);
  // Held up between the two readings: what was known before is better.
  clock.Pair(At(1020 * kMs, 5000 + 2 * kMs, 3 * kMs));
  CHECK_EQ(clock.ToMonotonic(kEpoch + 5000 + 1019 * kMs), 1019 * kMs);
}
