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
  uint16_t port() const { return port_; }
  // What was granted, at most what was asked for.
  uint32_t receive_bytes() const { return receive_bytes_; }

  int AddMembership(const std::string& group, const std::string& selector);
  int SetMulticastInterface(const std::string& selector);
  int SetMulticastTtl(int hops);
  int SetMulticastLoopback(bool on);

  // The longest datagram that segmentation may still be used for; 0 where there is none. Learnt while sending, by any thread.
  uint32_t segment_limit() const { return segment_limit_.load(std::memory_order_relaxed); }
  void set_segment_limit(uint32_t bytes) { segment_limit_.store(bytes, std::memory_order_relaxed); }

 private:
  int fd_ = -1;
  int family_ = 4;
  uint16_t port_ = 0;
  uint32_t receive_bytes_ = 0;
  std::atomic<uint32_t> segment_limit_{0};
};

}  // namespace jamnet
