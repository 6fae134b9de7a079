// A bound, non-blocking UDP socket and its options. Functions return 0 or an errno.
#pragma once
#include <atomic>
#include <cstdint>
#include <string>

#include "net/linux/address.h"

namespace jamnet {

struct SocketRequest {
  SocketAddress address;
  bool shared = false;           // SO_REUSEADDR
  uint32_t receive_bytes = 0;    // 0 leaves the system's own
  uint32_t send_bytes = 0;       // 0 leaves the system's own
  bool segmentation = true;      // UDP_SEGMENT and UDP_GRO where the kernel has them
  uint32_t busy_poll_us = 0;     // SO_BUSY_POLL; 0 leaves it off
};

// What came of what was asked for, as the system says now.
struct Granted {
  uint32_t segment_bytes = 0;  // the longest datagram that runs are handed over as one for; 0 where none are
  bool grouping = false;       // received runs come as one (UDP_GRO)
  bool stamps = false;         // the kernel stamps what arrives
  uint32_t busy_poll_us = 0;
  uint32_t dropped = 0;  // datagrams that found the receive buffer full, modulo 2^32
};

class UdpSocket {
 public:
  UdpSocket() = default;
  ~UdpSocket() { Close(); }
  UdpSocket(const UdpSocket&) = delete;
  UdpSocket& operator=(const UdpSocket&) = delete;

  int Open(const SocketRequest& request);
  void Close();

  int fd() const { return fd_; }
  int family() const { return family_; }
  uint16_t port() const { return bound_.port(); }
  const SocketAddress& bound() const { return bound_; }
  // What was granted, at most what was asked for.
  uint32_t receive_bytes() const { return receive_bytes_; }
  Granted granted() const;

  int AddMembership(const std::string& group, const std::string& selector);
  int SetMulticastInterface(const std::string& selector);
  int SetMulticastTtl(int hops);
  int SetMulticastLoopback(bool on);

  // The longest datagram that segmentation may still be used for; 0 where there is none. Learnt while sending, by any thread.
  uint32_t segment_limit() const { return segment_limit_.load(std::memory_order_relaxed); }
  void lower_segment_limit(uint32_t bytes) {
    uint32_t limit = segment_limit();
    while (bytes < limit && !segment_limit_.compare_exchange_weak(limit, bytes, std::memory_order_relaxed)) {
    }
  }

 private:
  int fd_ = -1;
  int family_ = 4;
  SocketAddress bound_{};
  uint32_t receive_bytes_ = 0;
  std::atomic<uint32_t> segment_limit_{0};
};

}  // namespace jamnet
