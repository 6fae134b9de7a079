#include "net/linux/control.h"

#include <netinet/in.h>
#include <netinet/udp.h>
#include <time.h>

#include <cstring>

#ifndef UDP_GRO
#define UDP_GRO 104
#endif

namespace jamnet {

static_assert(kControlBytes >= CMSG_SPACE(sizeof(timespec)) + CMSG_SPACE(sizeof(int)));

Control ReadControl(const msghdr& message) {
  Control control;
  auto* header = const_cast<msghdr*>(&message);
  for (cmsghdr* each = CMSG_FIRSTHDR(header); each != nullptr; each = CMSG_NXTHDR(header, each)) {
    if (each->cmsg_len < CMSG_LEN(0)) break;
    const size_t bytes = each->cmsg_len - CMSG_LEN(0);
    const size_t room = static_cast<const uint8_t*>(message.msg_control) + message.msg_controllen - CMSG_DATA(each);
    if (bytes > room) break;
    if (each->cmsg_level == SOL_SOCKET && each->cmsg_type == SO_TIMESTAMPNS && bytes >= sizeof(timespec)) {
      timespec time;
      std::memcpy(&time, CMSG_DATA(each), sizeof time);
      const bool valid = time.tv_sec >= 0 && time.tv_sec < (INT64_C(1) << 33) && time.tv_nsec >= 0;
      if (valid && time.tv_nsec < 1000000000) control.arrival_realtime_ns = time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
    } else if (each->cmsg_level == IPPROTO_UDP && each->cmsg_type == UDP_GRO && bytes >= sizeof(uint16_t)) {
      // The kernel writes an int; early versions wrote 16 bits.
      int length = 0;
      std::memcpy(&length, CMSG_DATA(each), bytes < sizeof length ? sizeof(uint16_t) : sizeof length);
      if (length > 0) control.segment_bytes = static_cast<uint32_t>(length);
    }
  }
  return control;
}

}  // namespace jamnet
