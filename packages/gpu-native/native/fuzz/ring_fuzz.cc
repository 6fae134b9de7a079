// A ring whose header and use are random: whatever lies in the arena, nothing is read or written outside the ring.
#include <algorithm>
#include <cstring>

#include "fuzz/seeds.h"
#include "memory/ring.h"

using namespace jamnet;

extern "C" bool FuzzSeed(size_t index, std::vector<uint8_t>* out) {
  if (index > 0) return false;
  const uint32_t header[] = {Ring::kMagic, 8, 0xfffffff8, 0xfffffffa};
  out->resize(sizeof header + 16);
  std::memcpy(out->data(), header, sizeof header);
  for (uint8_t i = 0; i < 16; i += 1) (*out)[sizeof header + i] = i;
  return true;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  uint32_t header[4];
  if (size < sizeof header) return 0;
  std::memcpy(header, data, sizeof header);
  const size_t bytes = Ring::Bytes(8);
  alignas(128) static uint8_t memory[Ring::kRecordsAt + 8 * sizeof(Descriptor)];
  std::memcpy(memory, header, 8);
  std::memcpy(memory + 128, header + 2, 4);
  std::memcpy(memory + 256, header + 3, 4);
  Ring ring(memory, bytes);
  if (!ring.ok()) return 0;
  Descriptor batch[32] = {};
  for (size_t i = sizeof header; i < size; i += 1) {
    const uint32_t count = data[i] >> 3;
    uint32_t room;
    Descriptor* write;
    const Descriptor* read;
    switch (data[i] & 7) {
      case 0:
      case 1:
        ring.Push(batch, count);
        break;
      case 2:
      case 3:
        ring.Pop(batch, count);
        break;
      case 4:
        room = std::min(ring.Claim(&write), count);
        std::fill_n(write, room, Descriptor{});
        break;
      case 5:
        ring.Publish(count);
        break;
      case 6:
        room = std::min(ring.Peek(&read), count);
        std::copy_n(read, room, batch);
        break;
      default:
        ring.Advance(count);
    }
  }
  return 0;
}
