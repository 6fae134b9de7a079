#include "memory/split.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace jamnet {

namespace {

// Which of 64 bytes are the separator, one bit each from the lowest.
uint64_t Marks(const uint8_t* bytes, uint8_t separator) {
#ifdef __SSE2__
  const __m128i wanted = _mm_set1_epi8(static_cast<char>(separator));
  uint64_t marks = 0;
  for (int part = 0; part < 4; part++) {
    const __m128i bytes16 = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
    const auto bits = static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes16, wanted)));
    marks |= static_cast<uint64_t>(bits) << (16 * part);
  }
  return marks;
#else
  uint64_t marks = 0;
  for (int at = 0; at < 64; at++) marks |= static_cast<uint64_t>(bytes[at] == separator) << at;
  return marks;
#endif
}

int LowestBit(uint64_t bits) {
#if defined(__GNUC__)
  return __builtin_ctzll(bits);
#else
  int at = 0;
  while ((bits >> at & 1) == 0) at++;
  return at;
#endif
}

}  // namespace

size_t SplitAt(const uint8_t* bytes, size_t length, uint8_t separator, uint32_t base, uint32_t* pairs, size_t capacity) {
  size_t count = 0;
  size_t start = 0;
  const auto piece = [&](size_t end) {
    if (count < capacity) {
      pairs[2 * count] = base + static_cast<uint32_t>(start);
      pairs[2 * count + 1] = static_cast<uint32_t>(end - start);
    }
    count++;
    start = end + 1;
  };
  size_t at = 0;
  for (; at + 64 <= length; at += 64) {
    for (uint64_t marks = Marks(bytes + at, separator); marks != 0; marks &= marks - 1) piece(at + LowestBit(marks));
  }
  for (; at < length; at++) {
    if (bytes[at] == separator) piece(at);
  }
  if (start < length) piece(length);
  return count;
}

}  // namespace jamnet
