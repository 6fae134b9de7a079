// Numeric addresses with zones, as the system's calls take them.
#pragma once
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <string>

#include "net/source_table.h"

namespace jamnet {

union SocketAddress {
  sockaddr base;
  sockaddr_in v4;
  sockaddr_in6 v6;

  socklen_t length() const { return base.sa_family == AF_INET ? sizeof v4 : sizeof v6; }
  int family() const { return base.sa_family == AF_INET ? 4 : 6; }
  uint16_t port() const { return ntohs(base.sa_family == AF_INET ? v4.sin_port : v6.sin6_port); }
};

static_assert(sizeof(SocketAddress) == 28);

// `10.0.0.1`, `fe80::1%eth0`, `fe80::1%2`. No names. Returns 0 or an errno: EINVAL, or ENODEV for a zone that is not there.
int ParseAddress(const std::string& text, int family, uint16_t port, SocketAddress* out);
std::string FormatAddress(const SourceKey& key);
SourceKey KeyOf(const SocketAddress& address);

// The number of the interface that has an IPv4 address, or 0.
uint32_t InterfaceOf(in_addr address);

}  // namespace jamnet
