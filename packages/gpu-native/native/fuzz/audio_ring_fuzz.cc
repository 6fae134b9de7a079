// Rings whose headers, blocks and use are random: whatever lies in memory, nothing is read or written outside the ring.
#include <cstring>
#include <memory>

#include "audio/audio_ring.h"
#include "audio/event_ring.h"
#include "fuzz/seeds.h"

using namespace jamnet;

namespace {
constexpr uint32_t kChannels = 2, kFrames = 64, kEvents = 4;
constexpr size_t kUses = 64;
}  // namespace

extern "C" bool FuzzSeed(size_t index, std::vector<uint8_t>* out) {
  if (index > 1) return false;
  const size_t bytes = index == 0 ? AudioRing::Bytes(48000, kChannels, kFrames) : EventRing::Bytes(kEvents);
  const auto memory = std::make_unique<uint64_t[]>(bytes / 8);
  auto* at = reinterpret_cast<uint8_t*>(memory.get());
  if (index == 0) AudioRing::Create(at, 48000, kChannels, kFrames);
  else EventRing::Create(at, kEvents);
  for (uint8_t i = 0; i < kUses; i += 1) out->push_back(static_cast<uint8_t>(i * 37));
  out->insert(out->end(), at, at + bytes);
  return true;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < kUses + 8) return 0;
  // Exactly as much as there is, so that the sanitizer sees a step outside.
  const size_t bytes = (size - kUses) / 8 * 8;
  const auto memory = std::make_unique<uint64_t[]>(bytes / 8);
  auto* at = reinterpret_cast<uint8_t*>(memory.get());
  std::memcpy(at, data + kUses, bytes);
  AudioRing audio(at, bytes);
  EventRing events(at, bytes);
  static float samples[256 * AudioRing::kMaxChannels];
  MidiEvent batch[8];
  AudioRecord record;
  for (size_t i = 0; i < kUses; i += 1) {
    const uint32_t frames = data[i];
    if (audio.ok()) {
      const uint64_t position = audio.read_position() + frames - 64;
      if (i % 3 == 0) audio.Write(position, samples, frames, FrameKind::kPartial);
      else if (i % 3 == 1) audio.Read(samples, frames, i);
      else audio.RecordAt(position, &record);
    } else if (events.ok()) {
      if (frames % 2 == 0) events.Push(batch, frames % 8);
      else events.Pop(batch);
    }
  }
  return 0;
}
