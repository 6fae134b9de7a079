// Hands datagrams to the system with as few calls as it takes.
#pragma once
#include <sys/socket.h>

#include <cstdint>
#include <memory>

#include "net/counters.h"
#include "net/linux/address.h"
#include "net/linux/socket.h"

namespace jamnet {

struct OutgoingDatagram {
  const uint8_t* bytes;
  uint32_t length;
  const SocketAddress* to;
  // Not part of a run: one that was given a time of its own is often a copy of another, and what takes a run apart late, or loses it, has one fate for all of it.
  bool alone = false;
};

// One per thread that sends. Runs of datagrams of one length to one address become one message that the kernel, or the
// network card, takes apart (UDP_SEGMENT).
class Sender {
 public:
  explicit Sender(Counters& counters);

  // Sends in order. Returns how many are done with, sent or refused by the system and counted; fewer than `count` when the
  // socket takes no more for now.
  uint32_t Send(UdpSocket& socket, const OutgoingDatagram* datagrams, uint32_t count);

 private:
  static constexpr uint32_t kMessages = 64;
  static constexpr uint32_t kSegments = 64;
  static constexpr uint32_t kMessageBytes = 65000;

  uint32_t Prepare(const UdpSocket& socket, const OutgoingDatagram* datagrams, uint32_t count);
  uint32_t RunLength(const UdpSocket& socket, const OutgoingDatagram* datagrams, uint32_t count) const;
  void Fill(uint32_t message, iovec* vectors, const OutgoingDatagram* datagrams, uint32_t count, uint32_t* used);
  // Whether a run may have been refused because it was one. If its first datagram goes by itself, it was.
  bool DoubtSegmentation(UdpSocket& socket, int error);

  Counters& counters_;
  std::unique_ptr<mmsghdr[]> messages_;
  std::unique_ptr<iovec[]> vectors_;
  std::unique_ptr<uint8_t[]> controls_;
  uint32_t runs_[kMessages];
};

}  // namespace jamnet
