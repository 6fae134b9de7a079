#pragma once
#include <cstdint>

#include "manifest.h"

namespace jamnet_runner {

/**
 * Of everything in the columns that has a meaning: the words of the head, and the cells whose kind is not 0. `export-inputs.ts`
 * counts the reference's columns in the same order.
 */
inline uint64_t ColumnsChecksum(const uint32_t* columns, uint32_t lines, const ColumnShape& shape) {
  uint32_t first = 0x811c9dc5u, second = 0x01234567u;
  const auto add = [&](uint32_t word) {
    first = (first ^ word) * 0x01000193u;
    first ^= first >> 15;
    second = (second ^ word) * 0x9e3779b1u;
    second ^= second >> 13;
  };
  const uint64_t stride = shape.stride;
  const uint64_t cells = stride * (1 + shape.kind_words);
  for (uint64_t line = 0; line < lines; line++) {
    for (uint64_t word = 0; word <= shape.kind_words; word++) add(columns[word * stride + line]);
    for (uint64_t key = 0; key < shape.keys; key++) {
      const uint32_t kinds = columns[(1 + key / 8) * stride + line];
      if (((kinds >> (key % 8 * 4)) & 15) == 0) continue;
      const uint64_t at = cells + 2 * (key * stride + line);
      add(columns[at]);
      add(columns[at + 1]);
    }
  }
  return (static_cast<uint64_t>(first) << 32) | second;
}

}  // namespace jamnet_runner
