#include "net/linux/address.h"

#include <net/if.h>

#include <cerrno>

#include "test/check.h"

using namespace jamnet;

namespace {

std::string RoundTrip(const char* text, int family) {
  SocketAddress address;
  if (ParseAddress(text, family, 4321, &address) != 0) return "refused";
  if (address.port() != 4321 || address.family() != family) return "wrong port or family";
  return FormatAddress(KeyOf(address));
}

}  // namespace

TEST(numeric_addresses_come_back_as_they_were) {
  for (const char* text : {"127.0.0.1", "239.255.255.250", "0.0.0.0"}) CHECK(RoundTrip(text, 4) == text);
  for (const char* text : {"::1", "ff12::4a4d:1:2", "2001:db8::1"}) CHECK(RoundTrip(text, 6) == text);
}

TEST(zones_are_names_or_numbers) {
  const uint32_t loopback = if_nametoindex("lo");
  if (loopback == 0) SKIP("no interface is called lo");
  CHECK(RoundTrip("fe80::1%lo", 6) == "fe80::1%lo");
  CHECK(RoundTrip(("fe80::1%" + std::to_string(loopback)).c_str(), 6) == "fe80::1%lo");
  // An interface that has gone still has the number that a sender was seen with.
  CHECK(RoundTrip("fe80::1%54321", 6) == "fe80::1%54321");
}

TEST(what_is_no_address_is_refused) {
  SocketAddress address;
  for (const char* text : {"", "localhost", "1.2.3", "1.2.3.4.5", "256.0.0.1", "::1", "1.2.3.4%lo"}) {
    CHECK_EQ(ParseAddress(text, 4, 1, &address), EINVAL);
  }
  for (const char* text : {"", "1.2.3.4", ":::", "%lo"}) CHECK_EQ(ParseAddress(text, 6, 1, &address), EINVAL);
  for (const char* text : {"fe80::1%", "fe80::1%no-such-device", "fe80::1%99999999999", "fe80::1%0"}) {
    CHECK_EQ(ParseAddress(text, 6, 1, &address), ENODEV);
  }
  CHECK_EQ(ParseAddress(std::string("1.2.3.4\0x", 9), 4, 1, &address), EINVAL);
}

TEST(an_interface_is_found_by_its_address) {
  in_addr loopback{htonl(INADDR_LOOPBACK)};
  if (if_nametoindex("lo") == 0) SKIP("no interface is called lo");
  CHECK_EQ(InterfaceOf(loopback), if_nametoindex("lo"));
  in_addr documentation{htonl(0xc0000201)};
  CHECK_EQ(InterfaceOf(documentation), 0u);
}
