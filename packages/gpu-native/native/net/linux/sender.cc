#include "net/linux/sender.h"

#include <netinet/udp.h>

#include <cerrno>
#include <cstring>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

namespace jamnet {

namespace {
constexpr size_t kSegmentControl = CMSG_SPACE(sizeof(uint16_t));
}

Sender::Sender(Counters& counters)
    : counters_(counters),
      messages_(new mmsghdr[kMessages]()),
      vectors_(new iovec[kMessages * kSegments]()),
      controls_(new uint8_t[kMessages * kSegmentControl]()) {
  for (uint32_t i = 0; i < kMessages; i += 1) {
    auto* header = reinterpret_cast<cmsghdr*>(&controls_[i * kSegmentControl]);
    header->cmsg_level = IPPROTO_UDP;
    header->cmsg_type = UDP_SEGMENT;
    header->cmsg_len = CMSG_LEN(sizeof(uint16_t));
  }
}

uint32_t Sender::Send(UdpSocket& socket, const OutgoingDatagram* datagrams, uint32_t count) {
  uint32_t done = 0;
  bool trying = false;  // whether the first datagram of a run that was refused goes by itself
  while (done < count) {
    const uint32_t messages = Prepare(socket, datagrams + done, trying ? 1 : count - done);
    counters_.Add(Count::kSystemCalls, 1);
    const int sent = messages == 1 ? (sendmsg(socket.fd(), &messages_[0].msg_hdr, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? -1 : 1)
                                   : sendmmsg(socket.fd(), messages_.get(), messages, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0) {
      const int error = errno;
      if (error == EINTR) continue;
      if (error == EAGAIN || error == ENOBUFS) return done;
      if (!trying && runs_[0] > 1 && DoubtSegmentation(socket, error)) {
        trying = true;
        continue;
      }
      trying = false;
      counters_.Fail(Count::kSendErrors, runs_[0], error, KeyOf(*datagrams[done].to));
      done += runs_[0];
      continue;
    }
    if (trying) socket.lower_segment_limit(datagrams[done].length - 1);
    trying = false;
    uint32_t datagrams_sent = 0;
    for (int i = 0; i < sent; i += 1) datagrams_sent += runs_[i];
    double bytes = 0;
    for (uint32_t i = 0; i < datagrams_sent; i += 1) bytes += datagrams[done + i].length;
    counters_.Add(Count::kDatagramsSent, datagrams_sent);
    counters_.Add(Count::kBytesSent, bytes);
    done += datagrams_sent;
  }
  return done;
}

bool Sender::DoubtSegmentation(UdpSocket& socket, int error) {
  switch (error) {
    case EIO:         // the way out computes no checksums
    case EOPNOTSUPP:
    case ENOPROTOOPT:
      socket.lower_segment_limit(0);
      return true;
    case EINVAL:      // longer than a packet may be there, or an address that nothing can be sent to
    case EMSGSIZE:
      return true;
    default:
      return false;
  }
}

uint32_t Sender::RunLength(const UdpSocket& socket, const OutgoingDatagram* datagrams, uint32_t count) const {
  const OutgoingDatagram& first = datagrams[0];
  if (first.alone || first.length == 0 || first.length > socket.segment_limit()) return 1;
  uint32_t total = first.length;
  uint32_t run = 1;
  while (run < count && run < kSegments) {
    const OutgoingDatagram& next = datagrams[run];
    if (next.alone || next.length == 0 || next.length > first.length || total + next.length > kMessageBytes) break;
    if (next.to != first.to && std::memcmp(next.to, first.to, sizeof *first.to) != 0) break;
    total += next.length;
    run += 1;
    if (next.length < first.length) break;  // a shorter one may be the last
  }
  return run;
}

uint32_t Sender::Prepare(const UdpSocket& socket, const OutgoingDatagram* datagrams, uint32_t count) {
  uint32_t messages = 0;
  uint32_t vectors = 0;
  for (uint32_t at = 0; at < count && messages < kMessages; messages += 1) {
    const uint32_t run = RunLength(socket, datagrams + at, count - at);
    uint32_t used = 0;
    Fill(messages, &vectors_[vectors], datagrams + at, run, &used);
    vectors += used;
    runs_[messages] = run;
    at += run;
  }
  return messages;
}

void Sender::Fill(uint32_t message, iovec* vectors, const OutgoingDatagram* datagrams, uint32_t count, uint32_t* used) {
  // Bytes that follow one another in memory are one piece.
  uint32_t pieces = 0;
  for (uint32_t i = 0; i < count; i += 1) {
    auto* bytes = const_cast<uint8_t*>(datagrams[i].bytes);
    if (pieces > 0) {
      iovec& last = vectors[pieces - 1];
      if (static_cast<uint8_t*>(last.iov_base) + last.iov_len == bytes) {
        last.iov_len += datagrams[i].length;
        continue;
      }
    }
    vectors[pieces++] = {bytes, datagrams[i].length};
  }
  msghdr& header = messages_[message].msg_hdr;
  header.msg_name = const_cast<SocketAddress*>(datagrams[0].to);
  header.msg_namelen = datagrams[0].to->length();
  header.msg_iov = vectors;
  header.msg_iovlen = pieces;
  header.msg_control = nullptr;
  header.msg_controllen = 0;
  if (count > 1) {
    uint8_t* control = &controls_[message * kSegmentControl];
    const auto segment = static_cast<uint16_t>(datagrams[0].length);
    std::memcpy(CMSG_DATA(reinterpret_cast<cmsghdr*>(control)), &segment, sizeof segment);
    header.msg_control = control;
    header.msg_controllen = kSegmentControl;
  }
  *used = pieces;
}

}  // namespace jamnet
