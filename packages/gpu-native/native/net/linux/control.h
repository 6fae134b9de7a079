// What the kernel says beside a received message.
#pragma once
#include <sys/socket.h>

#include <cstdint>

namespace jamnet {

struct Control {
  int64_t arrival_realtime_ns = 0;  // 0 where the kernel did not stamp it
  uint32_t segment_bytes = 0;       // 0 where the message is one datagram
};

Control ReadControl(const msghdr& message);

// Room for a time stamp and a segment length.
constexpr size_t kControlBytes = 64;

}  // namespace jamnet
