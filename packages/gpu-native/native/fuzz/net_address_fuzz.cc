// Text of any kind as an address: it is refused, or comes back to the same address from its own text.
#include <cstdlib>
#include <cstring>
#include <string>

#include "fuzz/seeds.h"
#include "net/linux/address.h"

using namespace jamnet;

extern "C" bool FuzzSeed(size_t index, std::vector<uint8_t>* out) {
  const std::string seeds[] = {"4127.0.0.1", "6::1", "6fe80::1%lo", "6ff12::4a4d:1:2%2", "6::ffff:1.2.3.4", "60:0:0:1::%1"};
  if (index >= std::size(seeds)) return false;
  out->assign(seeds[index].begin(), seeds[index].end());
  return true;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const int family = data[0] % 2 == 0 ? (data[0] == '6' ? 6 : 4) : 6;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  SocketAddress address;
  if (ParseAddress(text, family, 77, &address) != 0) return 0;
  const SourceKey key = KeyOf(address);
  SocketAddress again;
  if (ParseAddress(FormatAddress(key), family, 77, &again) != 0) std::abort();
  if (!(KeyOf(again) == key)) std::abort();
  return 0;
}
