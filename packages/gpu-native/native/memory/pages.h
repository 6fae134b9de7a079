// The only file beside pages.cc that knows how a platform maps memory.
#pragma once
#include <cstddef>
#include <cstdint>

namespace jamnet {

size_t PageBytes();
// Zeroed, readable and writable, shared with whatever the GPU driver does. Null where the system refuses.
uint8_t* MapPages(size_t bytes);
void UnmapPages(uint8_t* data, size_t bytes);

}  // namespace jamnet
