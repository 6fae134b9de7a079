// Control messages of any bytes, and the segments that they make of a message: nothing is read outside, nothing lost or doubled.
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>

#include <cstdlib>
#include <cstring>
#include <memory>

#include "fuzz/seeds.h"
#include "net/linux/control.h"
#include "net/segments.h"

using namespace jamnet;

extern "C" bool FuzzSeed(size_t index, std::vector<uint8_t>* out) {
  if (index > 1) return false;
  // The message's length, then control messages.
  out->assign(4 + CMSG_SPACE(sizeof(timespec)) + CMSG_SPACE(sizeof(int)), 0);
  const uint32_t total = 1000;
  std::memcpy(out->data(), &total, sizeof total);
  const cmsghdr stamp{CMSG_LEN(sizeof(timespec)), SOL_SOCKET, SO_TIMESTAMPNS};
  std::memcpy(out->data() + 4, &stamp, sizeof stamp);
  const cmsghdr segment{CMSG_LEN(index == 0 ? sizeof(int) : sizeof(uint16_t)), IPPROTO_UDP, 104};
  uint8_t* second = out->data() + 4 + CMSG_SPACE(sizeof(timespec));
  std::memcpy(second, &segment, sizeof segment);
  second[sizeof(cmsghdr)] = 150;
  return true;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  uint32_t total;
  if (size < sizeof total) return 0;
  std::memcpy(&total, data, sizeof total);
  total %= 65536;
  const size_t bytes = size - sizeof total;
  // Its own allocation, aligned as the kernel's is, so that a read past its end is seen.
  std::unique_ptr<uint8_t[]> control(new uint8_t[bytes]);
  std::memcpy(control.get(), data + sizeof total, bytes);
  msghdr message{};
  message.msg_control = control.get();
  message.msg_controllen = bytes;
  const Control found = ReadControl(message);
  if (found.arrival_realtime_ns < 0) std::abort();
  Segments segments(total, found.segment_bytes);
  uint32_t offset;
  uint32_t length;
  uint32_t sum = 0;
  uint32_t count = 0;
  while (segments.Next(&offset, &length)) {
    if (offset != sum || length > 65535 || (length == 0 && total > 0)) std::abort();
    sum += length;
    count += 1;
  }
  if (sum != total || count == 0) std::abort();
  return 0;
}
