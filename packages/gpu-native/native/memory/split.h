// Finds one byte among many, so that bytes can be split at it: lines at their line feeds, before anything looks at the lines.
#pragma once
#include <cstddef>
#include <cstdint>

namespace jamnet {

// The pieces of `bytes` between separators, as pairs of start and length in `pairs`; `base` is added to the starts. What stands
// behind the last separator is a piece where it is not empty. Returns how many pieces there are; of more than `capacity` only the
// first ones are written. `length` must fit in 32 bits together with `base`.
size_t SplitAt(const uint8_t* bytes, size_t length, uint8_t separator, uint32_t base, uint32_t* pairs, size_t capacity);

}  // namespace jamnet
