// What JavaScript writes into the arena for each datagram that it sends; one call hands over all of a turn.
#pragma once
#include <cstddef>
#include <cstdint>

namespace jamnet {

//   offset size
//   0      8    when to send it, CLOCK_MONOTONIC in nanoseconds, a double; 0 for now
//   8      4    where its bytes lie in the arena
//   12     4    how many
//   16     4    id of the socket
//   20     28   where to: sockaddr_in or sockaddr_in6
struct Submission {
  double at_ns;
  uint32_t offset;
  uint32_t length;
  uint32_t socket;
  uint8_t address[28];
  uint8_t unused[16];
};

static_assert(sizeof(Submission) == 64);
static_assert(offsetof(Submission, address) == 20);

}  // namespace jamnet
