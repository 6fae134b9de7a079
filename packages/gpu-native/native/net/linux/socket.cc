#include "net/linux/socket.h"

#include <netinet/udp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

namespace jamnet {

namespace {

template <typename T>
int Set(int fd, int level, int option, const T& value) {
  return setsockopt(fd, level, option, &value, sizeof value) == 0 ? 0 : errno;
}

int Get(int fd, int level, int option) {
  int value = 0;
  socklen_t length = sizeof value;
  return getsockopt(fd, level, option, &value, &length) == 0 ? value : 0;
}

// The forced variant goes beyond the system's ceiling and needs CAP_NET_ADMIN. Linux counts its own bookkeeping: it says
// double what it granted.
uint32_t AskForBuffer(int fd, int option, int forced, uint32_t wanted) {
  for (uint32_t bytes = wanted; bytes >= 4096; bytes /= 2) {
    if (Set(fd, SOL_SOCKET, forced, static_cast<int>(bytes)) == 0) break;
    if (Set(fd, SOL_SOCKET, option, static_cast<int>(bytes)) == 0) break;
  }
  const auto granted = static_cast<uint32_t>(Get(fd, SOL_SOCKET, option)) / 2;
  return granted < wanted ? granted : wanted;
}

// A zone alone: `::%eth0`.
int ZoneOf(const std::string& selector, uint32_t* zone) {
  SocketAddress address;
  const int error = ParseAddress(selector, 6, 0, &address);
  *zone = address.v6.sin6_scope_id;
  return error;
}

int InterfaceRequest(const std::string& selector, ip_mreqn* out) {
  SocketAddress own;
  if (const int error = ParseAddress(selector, 4, 0, &own)) return error;
  out->imr_address = own.v4.sin_addr;
  // Several interfaces may have one address after another; the number says which is meant now.
  out->imr_ifindex = static_cast<int>(InterfaceOf(own.v4.sin_addr));
  return out->imr_ifindex == 0 && own.v4.sin_addr.s_addr != INADDR_ANY ? ENODEV : 0;
}

}  // namespace

int UdpSocket::Open(const SocketRequest& request) {
  Close();
  const int domain = request.address.base.sa_family;
  fd_ = socket(domain, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd_ < 0) return errno;
  family_ = request.address.family();
  const int one = 1;
  int error = request.shared ? Set(fd_, SOL_SOCKET, SO_REUSEADDR, one) : 0;
  if (error == 0 && family_ == 6) error = Set(fd_, IPPROTO_IPV6, IPV6_V6ONLY, one);
  if (error == 0 && bind(fd_, &request.address.base, request.address.length()) != 0) error = errno;
  if (error != 0) {
    Close();
    return error;
  }
  socklen_t length = sizeof bound_;
  if (getsockname(fd_, &bound_.base, &length) != 0) bound_ = request.address;
  if (request.receive_bytes > 0) {
    receive_bytes_ = AskForBuffer(fd_, SO_RCVBUF, SO_RCVBUFFORCE, request.receive_bytes);
  }
  if (request.send_bytes > 0) AskForBuffer(fd_, SO_SNDBUF, SO_SNDBUFFORCE, request.send_bytes);
  // What is missing on an old kernel costs precision or speed, never the socket.
  Set(fd_, SOL_SOCKET, SO_TIMESTAMPNS, one);
  if (request.busy_poll_us > 0) Set(fd_, SOL_SOCKET, SO_BUSY_POLL, static_cast<int>(request.busy_poll_us));
  segment_limit_ = 0;
  if (request.segmentation) {
    Set(fd_, IPPROTO_UDP, UDP_GRO, one);
    const int none = 0;
    if (Set(fd_, IPPROTO_UDP, UDP_SEGMENT, none) == 0) segment_limit_ = UINT16_MAX;
  }
  return 0;
}

void UdpSocket::Close() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
}

Granted UdpSocket::granted() const {
  Granted granted;
  granted.segment_bytes = segment_limit();
  granted.grouping = Get(fd_, IPPROTO_UDP, UDP_GRO) != 0;
  granted.stamps = Get(fd_, SOL_SOCKET, SO_TIMESTAMPNS) != 0;
  granted.busy_poll_us = static_cast<uint32_t>(Get(fd_, SOL_SOCKET, SO_BUSY_POLL));
  // Numbers of linux/sock_diag.h, which not every system's headers have.
  constexpr int kMemInfo = 55;
  constexpr size_t kDrops = 8;
  uint32_t numbers[kDrops + 1] = {};
  socklen_t length = sizeof numbers;
  if (getsockopt(fd_, SOL_SOCKET, kMemInfo, numbers, &length) == 0) granted.dropped = numbers[kDrops];
  return granted;
}

int UdpSocket::AddMembership(const std::string& group, const std::string& selector) {
  SocketAddress address;
  if (const int error = ParseAddress(group, family_, 0, &address)) return error;
  if (family_ == 4) {
    ip_mreqn request{};
    request.imr_multiaddr = address.v4.sin_addr;
    if (const int error = InterfaceRequest(selector, &request)) return error;
    return Set(fd_, IPPROTO_IP, IP_ADD_MEMBERSHIP, request);
  }
  ipv6_mreq request{};
  request.ipv6mr_multiaddr = address.v6.sin6_addr;
  uint32_t zone = 0;
  if (const int error = ZoneOf(selector, &zone)) return error;
  request.ipv6mr_interface = zone;
  return Set(fd_, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, request);
}

int UdpSocket::SetMulticastInterface(const std::string& selector) {
  if (family_ == 4) {
    ip_mreqn request{};
    if (const int error = InterfaceRequest(selector, &request)) return error;
    return Set(fd_, IPPROTO_IP, IP_MULTICAST_IF, request);
  }
  uint32_t zone = 0;
  if (const int error = ZoneOf(selector, &zone)) return error;
  return Set(fd_, IPPROTO_IPV6, IPV6_MULTICAST_IF, static_cast<int>(zone));
}

int UdpSocket::SetMulticastTtl(int hops) {
  if (family_ == 4) return Set(fd_, IPPROTO_IP, IP_MULTICAST_TTL, hops);
  return Set(fd_, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, hops);
}

int UdpSocket::SetMulticastLoopback(bool on) {
  const int value = on ? 1 : 0;
  if (family_ == 4) return Set(fd_, IPPROTO_IP, IP_MULTICAST_LOOP, value);
  return Set(fd_, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, value);
}

}  // namespace jamnet
