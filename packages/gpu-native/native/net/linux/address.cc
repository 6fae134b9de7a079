#include "net/linux/address.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <cerrno>
#include <cstring>

namespace jamnet {

namespace {

// A name, or a number where no interface has it as its name. 0 for none.
uint32_t ZoneNumber(const std::string& zone) {
  if (zone.empty() || zone.size() > 15) return 0;
  if (const uint32_t index = if_nametoindex(zone.c_str())) return index;
  uint64_t number = 0;
  for (const char digit : zone) {
    if (digit < '0' || digit > '9') return 0;
    number = number * 10 + static_cast<uint64_t>(digit - '0');
    if (number > INT32_MAX) return 0;
  }
  return static_cast<uint32_t>(number);
}

}  // namespace

int ParseAddress(const std::string& text, int family, uint16_t port, SocketAddress* out) {
  std::memset(out, 0, sizeof *out);
  if (text.find('\0') != std::string::npos) return EINVAL;
  if (family == 4) {
    out->v4.sin_family = AF_INET;
    out->v4.sin_port = htons(port);
    return inet_pton(AF_INET, text.c_str(), &out->v4.sin_addr) == 1 ? 0 : EINVAL;
  }
  out->v6.sin6_family = AF_INET6;
  out->v6.sin6_port = htons(port);
  const size_t percent = text.find('%');
  if (inet_pton(AF_INET6, text.substr(0, percent).c_str(), &out->v6.sin6_addr) != 1) return EINVAL;
  if (percent == std::string::npos) return 0;
  out->v6.sin6_scope_id = ZoneNumber(text.substr(percent + 1));
  return out->v6.sin6_scope_id == 0 ? ENODEV : 0;
}

SourceKey KeyOf(const SocketAddress& address) {
  SourceKey key;
  key.family = static_cast<uint8_t>(address.family());
  key.port = address.port();
  if (key.family == 4) {
    std::memcpy(key.address.data(), &address.v4.sin_addr, 4);
  } else {
    std::memcpy(key.address.data(), &address.v6.sin6_addr, 16);
    key.zone = address.v6.sin6_scope_id;
  }
  return key;
}

std::string FormatAddress(const SourceKey& key) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(key.family == 4 ? AF_INET : AF_INET6, key.address.data(), text, sizeof text);
  if (key.zone == 0) return text;
  char name[IF_NAMESIZE] = "";
  const bool named = if_indextoname(key.zone, name) != nullptr;
  return std::string(text) + "%" + (named ? std::string(name) : std::to_string(key.zone));
}

uint32_t InterfaceOf(in_addr address) {
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return 0;
  uint32_t index = 0;
  for (const ifaddrs* each = list; each != nullptr && index == 0; each = each->ifa_next) {
    if (each->ifa_addr == nullptr || each->ifa_addr->sa_family != AF_INET) continue;
    sockaddr_in own;
    std::memcpy(&own, each->ifa_addr, sizeof own);
    if (own.sin_addr.s_addr == address.s_addr) index = if_nametoindex(each->ifa_name);
  }
  freeifaddrs(list);
  return index;
}

}  // namespace jamnet
