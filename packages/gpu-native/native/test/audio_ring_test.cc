// thread sanitizer with: audio
#include "audio/audio_ring.h"

#include <atomic>
#include <map>
#include <random>
#include <thread>
#include <vector>

#include "test/check.h"

using namespace jamnet;

namespace {

struct Memory {
  explicit Memory(size_t bytes) : size(bytes), room(bytes + 128) {
    start = room.data() + (128 - reinterpret_cast<uintptr_t>(room.data()) % 128) % 128;
  }
  size_t size;
  std::vector<uint8_t> room;
  uint8_t* start;
};

struct Pair : Memory {
  explicit Pair(uint32_t channels = 1, uint32_t frames = 128, uint64_t position = 0)
      : Memory(AudioRing::Bytes(48000, channels, frames)) {
    AudioRing::Create(start, 48000, channels, frames);
    std::memcpy(start + 264, &position, 8);
    writer = AudioRing(start, size);
    reader = AudioRing(start, size);
  }
  AudioRing writer, reader;
};

// The position can be told by it, and by the sign whether it was predicted.
float ValueOf(uint64_t position, uint32_t channel, bool predicted) {
  const float value = static_cast<float>(1 + (position * 8 + channel) % 8000000);
  return predicted ? -value : value;
}

std::vector<float> Frames(uint64_t position, uint32_t frames, uint32_t channels, bool predicted) {
  std::vector<float> out;
  for (uint32_t i = 0; i < frames * channels; i += 1) out.push_back(ValueOf(position + i / channels, i % channels, predicted));
  return out;
}

}  // namespace

TEST(a_ring_has_a_shape_or_none) {
  CHECK_EQ(AudioRing::Bytes(48000, 1, 128), 384u + 8u * 256u);
  for (const uint32_t wrong : {0u, 0xffffffffu}) {
    CHECK_EQ(AudioRing::Bytes(wrong, 1, 128), 0u);
    CHECK_EQ(AudioRing::Bytes(48000, wrong, 128), 0u);
    CHECK_EQ(AudioRing::Bytes(48000, 1, wrong), 0u);
  }
  Memory memory(AudioRing::Bytes(48000, 2, 64));
  CHECK(!AudioRing(memory.start, memory.size).ok());
  CHECK(!AudioRing::Create(memory.start + 4, 48000, 2, 64));
  CHECK(AudioRing::Create(memory.start, 48000, 2, 64));
  CHECK(AudioRing(memory.start, memory.size).ok());
  CHECK(!AudioRing(memory.start, memory.size - 1).ok());
  CHECK(!AudioRing(nullptr, memory.size).ok());
}

TEST(the_last_frames_written_are_taken_and_nothing_else) {
  for (const uint64_t start : {uint64_t{0}, uint64_t{31}, (uint64_t{1} << 32) - 50, (uint64_t{1} << 50) + 7}) {
    for (const uint32_t channels : {1u, 3u}) {
      Pair ring(channels, 128, start);
      std::mt19937 random(static_cast<uint32_t>(start) + channels);
      std::map<uint64_t, bool> model;
      uint64_t reading = start;
      for (int step = 0; step < 400; step += 1) {
        const uint32_t frames = 1 + random() % 100;
        if (random() % 2 == 0) {
          const uint64_t position = reading + random() % 180;
          const bool predicted = random() % 2 == 0;
          const auto samples = Frames(position, frames, channels, predicted);
          const uint64_t end = (reading / 32 + 8) * 32;
          CHECK_EQ(ring.writer.Write(position, samples.data(), frames, predicted ? FrameKind::kPredicted : FrameKind::kReal), 0u);
          for (uint64_t at = position; at < position + frames && at < end; at += 1) model[at] = predicted;
        } else {
          std::vector<float> out(size_t{frames} * channels, 99.0f);
          uint32_t wanted = 0;
          const uint32_t there = ring.reader.Read(out.data(), frames, 5);
          for (uint32_t i = 0; i < frames * channels; i += 1) {
            const auto found = model.find(reading + i / channels);
            REQUIRE(out[i] == (found == model.end() ? 0 : ValueOf(found->first, i % channels, found->second)));
            if (i % channels == 0 && found != model.end()) wanted += 1;
          }
          CHECK_EQ(there, wanted);
          reading += frames;
        }
        REQUIRE(ring.writer.read_position() == reading);
      }
    }
  }
}

TEST(late_early_and_missed_frames_are_counted) {
  Pair ring;
  std::vector<float> samples(400), out(400);
  ring.reader.Read(out.data(), 64, 1);
  CHECK_EQ(ring.writer.Write(40, samples.data(), 80, FrameKind::kReal), 24u);  // 64 to 120 are there
  ring.reader.Read(out.data(), 64, 2);
  CHECK_EQ(ring.writer.Write(300, samples.data(), 200, FrameKind::kPartial), 0u);  // up to 384 are there
  ring.writer.Rest();
  ring.reader.Read(out.data(), 64, 3);
  const AudioRingCounters counters = ring.writer.counters();
  CHECK_EQ(counters.late, 24u);
  CHECK_EQ(counters.early, 116u);
  CHECK_EQ(counters.written, 56u + 84u);
  CHECK_EQ(counters.underruns, 1u);
  CHECK_EQ(counters.missed, 8u);
  CHECK_EQ(counters.reads, 3u);
  CHECK_EQ(ring.writer.last_read().position, 128u);
  CHECK_EQ(ring.writer.last_read().frames, 64u);
  CHECK_EQ(ring.writer.last_read().cpu_ns, 3u);
  CHECK_EQ(ring.reader.write_position(), 384u);
}

TEST(a_record_lies_with_its_frames) {
  Pair ring;
  const float samples[40] = {};
  AudioRecord record;
  record.cpu_ns = 123456789012345;
  record.gpu_ns = UINT64_MAX;
  record.bar = -2;
  record.tick = 959;
  ring.writer.Write(10, samples, 40, FrameKind::kReal, record);
  AudioRecord out;
  REQUIRE(ring.reader.RecordAt(45, &out));
  CHECK_EQ(out.position, 10u);
  CHECK_EQ(out.frames, 40u);
  CHECK_EQ(out.cpu_ns, record.cpu_ns);
  CHECK_EQ(out.gpu_ns, record.gpu_ns);
  CHECK_EQ(out.bar, -2);
  CHECK_EQ(out.tick, 959);
  CHECK(!ring.reader.RecordAt(9, &out));
  CHECK(!ring.reader.RecordAt(45 + 8 * 32, &out));
}

TEST(a_writer_that_stopped_half_way_is_not_waited_for) {
  Pair ring;
  const auto samples = Frames(0, 32, 1, false);
  ring.writer.Write(0, samples.data(), 32, FrameKind::kReal);
  ring.start[384] |= 1;
  float out[32];
  CHECK_EQ(ring.reader.Read(out, 32, 0), 32u);
  CHECK_EQ(out[31], ValueOf(31, 0, false));
  CHECK_EQ(ring.reader.counters().torn, 1u);
}

TEST(what_a_thread_writes_over_and_over_is_read_whole_by_another) {
  constexpr uint32_t kAhead = 96, kRead = 32, kChannels = 2;
  Pair ring(kChannels, 256);
  std::atomic<bool> stop{false};
  std::thread thread([&] {
    for (uint32_t turn = 0; !stop; turn += 1) {
      const uint64_t position = ring.writer.read_position();
      const bool predicted = turn % 2 == 0;
      const auto samples = Frames(position, kAhead, kChannels, predicted);
      ring.writer.Write(position, samples.data(), kAhead, predicted ? FrameKind::kPredicted : FrameKind::kReal);
    }
  });
  uint32_t wrong = 0, mixed = 0;
  uint64_t torn = 0, position = 0;
  for (uint32_t reads = 0; reads < 3000;) {
    if (ring.reader.write_position() < position + kRead) {
      std::this_thread::yield();
      continue;
    }
    float out[kRead * kChannels];
    const uint32_t there = ring.reader.Read(out, kRead, 0);
    uint32_t predicted = 0;
    for (uint32_t i = 0; i < kRead * kChannels; i += 1) {
      if (out[i] == 0) continue;
      predicted += out[i] < 0 ? 1 : 0;
      wrong += ValueOf(position + i / kChannels, i % kChannels, out[i] < 0) == out[i] ? 0 : 1;
    }
    const bool is_torn = ring.reader.counters().torn != torn;
    torn = ring.reader.counters().torn;
    if (there == kRead && !is_torn && predicted != 0 && predicted != kRead * kChannels) mixed += 1;
    position += kRead;
    reads += 1;
  }
  stop = true;
  thread.join();
  CHECK_EQ(wrong, 0u);
  CHECK_EQ(mixed, 0u);
}
