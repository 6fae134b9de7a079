// Frames of PCM between two threads in shared memory: spec/ring/v1, in TypeScript packages/wire/src/ring. One thread writes, one reads, in
// whatever language; neither waits, locks or allocates. Headers only, with ring_words.h.
//
// Positions are the reader's own count of frames since the ring was made. The writer may put frames at any position from the
// reader's on, in any order, and replace them until they are taken.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "audio/ring_words.h"

namespace jamnet {

enum class FrameKind { kReal, kPredicted, kPartial };

// What is known of some frames beside their samples.
struct AudioRecord {
  uint64_t position = 0;  // of the frame that the times belong to; filled in by reading
  uint32_t frames = 0;    // of the write; filled in by reading
  uint64_t cpu_ns = 0;    // when the frame was sampled, CLOCK_MONOTONIC; 0 for unknown
  uint64_t gpu_ns = 0;    // the same moment on the GPU's clock; 0 for unknown
  uint32_t sample_rate = 0;
  uint32_t channels = 0;
  int32_t bar = 0;
  int32_t beat = 0;  // from 1; 0 for unknown
  int32_t tick = 0;
};

struct LastRead {
  uint64_t position = 0;  // of the first frame taken
  uint32_t frames = 0;
  uint64_t cpu_ns = 0;
};

struct AudioRingCounters {
  uint64_t written = 0, late = 0, early = 0;  // frames, by the writer
  uint64_t reads = 0, underruns = 0, torn = 0;
  uint64_t missed = 0, predicted = 0, partial = 0;  // frames, by the reader
};

class AudioRing {
 public:
  static constexpr uint32_t kMagic = 0x3152414a;  // "JAR1"
  static constexpr uint32_t kVersion = 1;
  static constexpr uint32_t kBlockFrames = 32;
  static constexpr size_t kHeaderBytes = 384;
  static constexpr size_t kRecordBytes = 128;
  static constexpr uint32_t kMaxFrames = 1u << 22;
  static constexpr uint32_t kMaxChannels = 64;
  static constexpr uint32_t kMaxRate = 768000;
  static constexpr uint32_t kMaxBlocks = 2 * (kMaxFrames / kBlockFrames);

  static constexpr size_t BlockBytes(uint32_t channels) { return kRecordBytes + 4 * kBlockFrames * channels; }

  static uint32_t Blocks(uint32_t frames) {
    uint32_t blocks = 1;
    while (blocks * kBlockFrames < frames + kBlockFrames - 1) blocks *= 2;
    return blocks;
  }

  // 0 for what no ring can have.
  static size_t Bytes(uint32_t sample_rate, uint32_t channels, uint32_t frames) {
    const bool valid = In(sample_rate, kMaxRate) && In(channels, kMaxChannels) && In(frames, kMaxFrames);
    return valid ? kHeaderBytes + Blocks(frames) * BlockBytes(channels) : 0;
  }

  // An empty ring in Bytes(…) bytes at a multiple of 128. The memory stays the caller's.
  static bool Create(uint8_t* at, uint32_t sample_rate, uint32_t channels, uint32_t frames) {
    const size_t bytes = Bytes(sample_rate, channels, frames);
    if (bytes == 0 || !Aligned(at)) return false;
    std::memset(at, 0, bytes);
    const RingWords words(at);
    const uint32_t shape[] = {kVersion, kHeaderBytes, static_cast<uint32_t>(BlockBytes(channels)), Blocks(frames), kBlockFrames, channels, sample_rate};
    for (size_t i = 0; i < std::size(shape); i += 1) words.Set(i + 1, shape[i]);
    words.Set(0, kMagic);
    return true;
  }

  AudioRing() = default;
  // `readable` says how many bytes there are from `at` on. Not usable (`ok()` false) where no ring of at most that size lies.
  AudioRing(uint8_t* at, size_t readable) {
    if (!Aligned(at) || readable < kHeaderBytes) return;
    const RingWords words(at);
    const uint32_t blocks = words.Get(4), channels = words.Get(6), rate = words.Get(7);
    const bool fits = words.Get(0) == kMagic && words.Get(1) == kVersion && words.Get(2) == kHeaderBytes &&
                      words.Get(5) == kBlockFrames && In(channels, kMaxChannels) && In(rate, kMaxRate) &&
                      In(blocks, kMaxBlocks) && (blocks & (blocks - 1)) == 0 && words.Get(3) == BlockBytes(channels) &&
                      kHeaderBytes + blocks * BlockBytes(channels) <= readable;
    if (!fits) return;
    words_ = words;
    blocks_ = blocks;
    channels_ = channels;
    sample_rate_ = rate;
    Resume();
  }

  // The shape is kept from here: a header that is overwritten later leads nowhere outside.
  bool ok() const { return blocks_ > 0; }
  uint32_t sample_rate() const { return sample_rate_; }
  uint32_t channels() const { return channels_; }
  uint32_t capacity_frames() const { return (blocks_ - 1) * kBlockFrames + 1; }

  // Writer: `frames` frames, interleaved. Gives how many came too late and were left out.
  uint32_t Write(uint64_t position, const float* samples, uint32_t frames, FrameKind kind, const AudioRecord& record = {}) {
    const uint64_t taken = read_position();
    const uint64_t asked_end = position + frames;
    const uint64_t end = (taken / kBlockFrames + blocks_) * kBlockFrames;
    const uint64_t from = std::min(std::max(position, taken), asked_end);
    const uint64_t to = std::max(std::min(asked_end, end), from);
    for (uint64_t at = from; at < to;) {
      const uint64_t next = std::min((at / kBlockFrames + 1) * kBlockFrames, to);
      WriteBlock(at, static_cast<uint32_t>(next - at), samples + (at - position) * channels_, kind, record, position, frames);
      at = next;
    }
    counters_.late += from - position;
    counters_.early += asked_end - to;
    counters_.written += to - from;
    if (to > from) {
      active_from_ = active_ ? std::min(active_from_, from) : from;
      active_ = true;
      write_position_ = std::max(write_position_, to);
    }
    PublishWriter();
    return static_cast<uint32_t>(from - position);
  }

  // Writer: whether so many frames could be written at a position now.
  bool HasRoom(uint64_t position, uint32_t frames) {
    return position + frames <= (read_position() / kBlockFrames + blocks_) * kBlockFrames;
  }
  // Writer: counts frames that were left out because there was no room for them.
  void LeaveOut(uint32_t frames) {
    counters_.early += frames;
    PublishWriter();
  }

  // Writer: what is missing from now on is silence by intent, until the next write.
  void Rest() {
    active_ = false;
    PublishWriter();
  }

  // Reader: the next `frames` frames, interleaved, silence for what is missing; the position goes on in any case. `at_ns` is when. Gives how many were there.
  // `missed`, where given, is set for each frame: 1 where it should have been there, 0 otherwise.
  uint32_t Read(float* out, uint32_t frames, uint64_t at_ns, uint8_t* missed = nullptr) {
    const uint64_t start = position_;
    const uint64_t missed_before = counters_.missed;
    uint32_t there = 0;
    for (uint64_t at = start; at < start + frames;) {
      const uint64_t next = std::min((at / kBlockFrames + 1) * kBlockFrames, start + frames);
      const uint32_t count = static_cast<uint32_t>(next - at);
      there += ReadBlock(at, count, out + (at - start) * channels_, missed == nullptr ? nullptr : missed + (at - start));
      at = next;
    }
    if (counters_.missed > missed_before) counters_.underruns += 1;
    position_ = start + frames;
    counters_.reads += 1;
    PublishReader(frames, at_ns);
    return there;
  }

  // Any thread: the position of the next frame to be taken.
  uint64_t read_position() {
    LookAtReader();
    return seen_.position + seen_.frames;
  }
  // Any thread.
  LastRead last_read() {
    LookAtReader();
    return seen_;
  }
  // Any thread: the position after the last frame written so far.
  uint64_t write_position() {
    LookAtWriter();
    return seen_write_position_;
  }

  // The record that lies with the frame at `position`. False where there is none (any more).
  bool RecordAt(uint64_t position, AudioRecord* out) const {
    const uint64_t number = position / kBlockFrames;
    const size_t block = BlockOf(number);
    for (int look = 0; look < kTries; look += 1) {
      const uint32_t sequence = words_.Get(block);
      const bool is = words_.Wide(block + kNumber) == number;
      const uint32_t marked = words_.Get(block + kKnown) | words_.Get(block + kGuessed);
      out->frames = words_.Get(block + 3);
      out->position = words_.Wide(block + 6);
      out->cpu_ns = words_.Wide(block + 8);
      out->gpu_ns = words_.Wide(block + 10);
      out->sample_rate = words_.Get(block + 12);
      out->channels = words_.Get(block + 13);
      out->bar = static_cast<int32_t>(words_.Get(block + 14));
      out->beat = static_cast<int32_t>(words_.Get(block + 15));
      out->tick = static_cast<int32_t>(words_.Get(block + 16));
      if (words_.Whole(block, sequence)) return is && ((marked >> (position % kBlockFrames)) & 1) == 1;
    }
    return false;
  }

  // As of the last write or read of either side.
  AudioRingCounters counters() const {
    AudioRingCounters out;
    out.written = words_.Wide(38);
    out.late = words_.Wide(40);
    out.early = words_.Wide(42);
    out.reads = words_.Wide(70);
    out.underruns = words_.Wide(72);
    out.missed = words_.Wide(74);
    out.predicted = words_.Wide(76);
    out.partial = words_.Wide(78);
    out.torn = words_.Wide(80);
    return out;
  }

 private:
  static constexpr size_t kKnown = 1, kGuessed = 2, kNumber = 4;
  static constexpr size_t kWriter = 32, kReader = 64;  // the sequence words of both sides
  static constexpr int kTries = 4;                     // how often what the other side is at is looked at again
  static constexpr uint64_t kNever = UINT64_MAX;

  static bool In(uint32_t value, uint32_t most) { return value >= 1 && value <= most; }
  static bool Aligned(const uint8_t* at) { return at != nullptr && reinterpret_cast<uintptr_t>(at) % 8 == 0; }
  static uint32_t Bits(uint32_t first, uint32_t count) { return (count == 32 ? ~0u : (1u << count) - 1) << first; }
  static uint32_t Count(uint32_t word) {
    uint32_t count = 0;
    for (; word != 0; word &= word - 1) count += 1;
    return count;
  }

  size_t BlockOf(uint64_t number) const {
    return (kHeaderBytes + static_cast<size_t>(number & (blocks_ - 1)) * BlockBytes(channels_)) / 4;
  }

  void Resume() {
    counters_ = counters();
    active_ = words_.Get(33) != 0;
    active_from_ = words_.Wide(34);
    write_position_ = words_.Wide(36);
    // A position that was overwritten must not wrap while it is read from.
    position_ = std::min(words_.Wide(66), uint64_t{1} << 53);
  }

  void WriteBlock(uint64_t at, uint32_t count, const float* samples, FrameKind kind, const AudioRecord& record,
                  uint64_t record_position, uint32_t record_frames) {
    const uint64_t number = at / kBlockFrames;
    const size_t block = BlockOf(number);
    const uint32_t odd = words_.Begin(block);
    if (words_.Wide(block + kNumber) != number) {
      // First nothing is there, then it is another block: a reader never takes what was there for what is to come.
      words_.Set(block + kKnown, 0);
      words_.Set(block + kGuessed, 0);
      words_.SetWide(block + kNumber, number);
    }
    const uint32_t first = static_cast<uint32_t>(at % kBlockFrames);
    const size_t to = block + kRecordBytes / 4 + first * channels_;
    for (size_t i = 0; i < size_t{count} * channels_; i += 1) words_.SetSample(to + i, samples[i]);
    words_.Set(block + 3, record_frames);
    words_.SetWide(block + 6, record_position);
    words_.SetWide(block + 8, record.cpu_ns);
    words_.SetWide(block + 10, record.gpu_ns);
    words_.Set(block + 12, record.sample_rate);
    words_.Set(block + 13, record.channels);
    words_.Set(block + 14, static_cast<uint32_t>(record.bar));
    words_.Set(block + 15, static_cast<uint32_t>(record.beat));
    words_.Set(block + 16, static_cast<uint32_t>(record.tick));
    // Bits after samples: a frame that is marked is there.
    const uint32_t bits = Bits(first, count);
    const uint32_t known = words_.Get(block + kKnown), guessed = words_.Get(block + kGuessed);
    words_.Set(block + kKnown, kind == FrameKind::kPredicted ? known & ~bits : known | bits);
    words_.Set(block + kGuessed, kind == FrameKind::kReal ? guessed & ~bits : guessed | bits);
    words_.End(block, odd);
  }

  uint32_t ReadBlock(uint64_t at, uint32_t count, float* out, uint8_t* missed) {
    const uint64_t number = at / kBlockFrames;
    const size_t block = BlockOf(number);
    const uint32_t first = static_cast<uint32_t>(at % kBlockFrames);
    const size_t from = block + kRecordBytes / 4 + first * channels_;
    uint32_t known = 0, guessed = 0;
    bool whole = false;
    for (int look = 0; look < kTries && !whole; look += 1) {
      const uint32_t sequence = words_.Get(block);
      // The number before the bits: those of the block that was here before are gone when the number is the new one.
      const bool is = words_.Wide(block + kNumber) == number;
      known = is ? words_.Get(block + kKnown) : 0;
      guessed = is ? words_.Get(block + kGuessed) : 0;
      for (size_t i = 0; i < size_t{count} * channels_; i += 1) out[i] = words_.Sample(from + i);
      whole = words_.Whole(block, sequence);
    }
    // The writer is at it and may not be waited for: whole samples are there, perhaps some from before and some from after the change.
    if (!whole) counters_.torn += 1;
    const uint32_t wanted = Bits(first, count);
    const uint32_t there = (known | guessed) & wanted;
    uint32_t due = 0;
    if (there != wanted) {
      for (uint32_t frame = 0; frame < count; frame += 1) {
        if (((there >> (first + frame)) & 1) == 0) std::fill_n(out + frame * channels_, channels_, 0.0f);
      }
      due = DueOf(number * kBlockFrames, wanted & ~there);
      counters_.missed += Count(due);
    }
    for (uint32_t frame = 0; missed != nullptr && frame < count; frame += 1) missed[frame] = (due >> (first + frame)) & 1;
    counters_.predicted += Count(guessed & ~known & wanted);
    counters_.partial += Count(guessed & known & wanted);
    return Count(there);
  }

  // Before the first frame that was written, and while the writer rests, nothing is missed.
  uint32_t DueOf(uint64_t block_start, uint32_t missing) {
    LookAtWriter();
    const uint64_t from = seen_active_from_;
    if (from >= block_start + kBlockFrames) return 0;
    const uint32_t early = from > block_start ? static_cast<uint32_t>(from - block_start) : 0;
    return missing & (~0u << early);
  }

  // Its position only grows: what was seen last is never ahead of it.
  void LookAtReader() {
    for (int look = 0; look < 4 * kTries; look += 1) {
      const uint32_t sequence = words_.Get(kReader);
      LastRead seen;
      seen.frames = words_.Get(65);
      seen.position = words_.Wide(66) - seen.frames;
      seen.cpu_ns = words_.Wide(68);
      if (!words_.Whole(kReader, sequence)) continue;
      seen_ = seen;
      return;
    }
  }

  void LookAtWriter() {
    for (int look = 0; look < kTries; look += 1) {
      const uint32_t sequence = words_.Get(kWriter);
      const bool active = words_.Get(33) != 0;
      const uint64_t from = words_.Wide(34);
      const uint64_t position = words_.Wide(36);
      if (!words_.Whole(kWriter, sequence)) continue;
      seen_active_from_ = active ? from : kNever;
      seen_write_position_ = position;
      return;
    }
  }

  void PublishWriter() {
    const uint32_t odd = words_.Begin(kWriter);
    words_.Set(33, active_ ? 1 : 0);
    words_.SetWide(34, active_from_);
    words_.SetWide(36, write_position_);
    words_.SetWide(38, counters_.written);
    words_.SetWide(40, counters_.late);
    words_.SetWide(42, counters_.early);
    words_.End(kWriter, odd);
  }

  void PublishReader(uint32_t frames, uint64_t at_ns) {
    const uint32_t odd = words_.Begin(kReader);
    words_.Set(65, frames);
    words_.SetWide(66, position_);
    words_.SetWide(68, at_ns);
    words_.SetWide(70, counters_.reads);
    words_.SetWide(72, counters_.underruns);
    words_.SetWide(74, counters_.missed);
    words_.SetWide(76, counters_.predicted);
    words_.SetWide(78, counters_.partial);
    words_.SetWide(80, counters_.torn);
    words_.End(kReader, odd);
  }

  RingWords words_;
  uint32_t blocks_ = 0;
  uint32_t channels_ = 0;
  uint32_t sample_rate_ = 0;
  // Each side keeps its own words here and puts them in the ring whole.
  AudioRingCounters counters_;
  bool active_ = false;
  uint64_t active_from_ = 0;
  uint64_t write_position_ = 0;
  uint64_t position_ = 0;
  // What was last seen of the other side.
  LastRead seen_;
  uint64_t seen_active_from_ = kNever;
  uint64_t seen_write_position_ = 0;
};

}  // namespace jamnet
