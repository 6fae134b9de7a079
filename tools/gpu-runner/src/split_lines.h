#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace jamnet_runner {

/**
 * Writes offset and length of each line, without its line feed, as pairs into `records`; `most` of them at most. A last line may do
 * without a line feed. Returns how many there are.
 */
inline uint32_t SplitLines(const uint8_t* text, size_t size, uint32_t* records, uint32_t most) {
  uint32_t lines = 0;
  size_t start = 0;
  const auto end_line = [&](size_t end) {
    records[2 * lines] = static_cast<uint32_t>(start);
    records[2 * lines + 1] = static_cast<uint32_t>(end - start);
    lines++;
    start = end + 1;
  };
  size_t at = 0;
#if defined(__SSE2__)
  const __m128i feed = _mm_set1_epi8('\n');
  for (; at + 64 <= size; at += 64) {
    uint64_t feeds = 0;
    for (int part = 0; part < 4; part++) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at + 16 * part));
      feeds |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, feed)))) << (16 * part);
    }
    for (; feeds != 0; feeds &= feeds - 1) {
      if (lines == most) return lines;
      end_line(at + static_cast<size_t>(__builtin_ctzll(feeds)));
    }
  }
#endif
  while (start < size && lines < most) {
    const size_t from = at > start ? at : start;
    const void* found = std::memchr(text + from, '\n', size - from);
    end_line(found == nullptr ? size : static_cast<size_t>(static_cast<const uint8_t*>(found) - text));
  }
  return lines;
}

}  // namespace jamnet_runner
