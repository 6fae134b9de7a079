// Splitting at a byte equals the obvious loop, for any bytes, alignment and capacity.
#include <cstdlib>
#include <cstring>

#include "fuzz/seeds.h"
#include "memory/split.h"

using namespace jamnet;

extern "C" bool FuzzSeed(size_t index, std::vector<uint8_t>* out) {
  if (index > 2) return false;
  out->assign({'\n', 5, static_cast<uint8_t>(index)});
  for (int line = 0; line < 12; line += 1) {
    out->insert(out->end(), static_cast<size_t>(line) * (index + 1) * 7 % 80, 'x');
    out->push_back('\n');
  }
  return true;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 3) return 0;
  const uint8_t separator = data[0];
  const size_t capacity = data[1];
  const uint32_t base = data[2];
  // A copy of its own length, so that a read of one byte too many is seen.
  const std::vector<uint8_t> bytes(data + 3, data + size);
  std::vector<uint32_t> wanted;
  size_t start = 0;
  for (size_t at = 0; at <= bytes.size(); at += 1) {
    if (at < bytes.size() && bytes[at] != separator) continue;
    if (at == bytes.size() && start == at) break;
    wanted.push_back(base + static_cast<uint32_t>(start));
    wanted.push_back(static_cast<uint32_t>(at - start));
    start = at + 1;
  }
  std::vector<uint32_t> pairs(2 * capacity);
  const size_t count = SplitAt(bytes.data(), bytes.size(), separator, base, pairs.data(), capacity);
  if (2 * count != wanted.size()) std::abort();
  const size_t written = count < capacity ? count : capacity;
  for (size_t i = 0; i < 2 * written; i += 1) {
    if (pairs[i] != wanted[i]) std::abort();
  }
  return 0;
}
