// The 32-byte record of a received datagram: spec/notation, "Descriptor"; in TypeScript packages/wire/src/descriptor.ts.
#pragma once
#include <cstddef>
#include <cstdint>

namespace jamnet {

struct Descriptor {
  uint64_t arrival_ns;
  uint64_t master_ns;
  uint32_t offset;
  uint32_t sequence;
  uint16_t length;
  uint8_t stream;
  uint8_t message_type;
  uint16_t peer;  // a port writes the source index here
  uint8_t type_and_format;
  uint8_t burst;
};

static_assert(sizeof(Descriptor) == 32);
static_assert(offsetof(Descriptor, offset) == 16 && offsetof(Descriptor, length) == 24);
static_assert(offsetof(Descriptor, peer) == 28 && offsetof(Descriptor, burst) == 31);

}  // namespace jamnet
