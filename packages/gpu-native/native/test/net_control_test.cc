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
  const int64_t now = MonotonicNs();
  const int64_t arrival = clock.ToMonotonic(RealtimeNs() - 5000000, MonotonicNs());
  CHECK(arrival > now - 6000000 && arrival < MonotonicNs() - 4000000);
  CHECK_EQ(clock.ToMonotonic(0, now), now);
  const int64_t later = MonotonicNs();
  CHECK_EQ(clock.ToMonotonic(RealtimeNs() + 3600000000000, later), later);
}
