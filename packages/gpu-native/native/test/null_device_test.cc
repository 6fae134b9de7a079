// thread sanitizer with: audio clock net thread
#ifdef __linux__
#include "audio/linux/null_device.h"

#include <vector>

#include "clock/monotonic.h"
#include "test/check.h"

using namespace jamnet;

namespace {

constexpr uint32_t kRate = 48000, kPeriod = 64, kChannels = 2;

struct RingMemory {
  explicit RingMemory(uint32_t channels = kChannels, uint32_t frames = 16384)
      : words(AudioRing::Bytes(kRate, channels, frames) / 8) {
    AudioRing::Create(at(), kRate, channels, frames);
  }
  uint8_t* at() { return reinterpret_cast<uint8_t*>(words.data()); }
  size_t bytes() const { return words.size() * 8; }
  AudioRing open() { return AudioRing(at(), bytes()); }
  std::vector<uint64_t> words;
};

struct Rig {
  NullDeviceOptions options;
  RingMemory output, input;
  std::vector<uint32_t> records = std::vector<uint32_t>(DeviceRecords::kWords);
  std::atomic<uint32_t> periods{0};

  Rig() {
    options.period_frames = kPeriod;
    options.output = output.at();
    options.output_bytes = output.bytes();
    options.input = input.at();
    options.input_bytes = input.bytes();
  }
  // Runs the device for some periods.
  bool Run(uint32_t count) {
    NullDevice device(options, records.data(), [this] {
      periods += 1;
    });
    if (!device.ok()) return false;
    while (periods < count) std::this_thread::yield();
    return true;
  }
};

}  // namespace

TEST(a_device_takes_and_gives_frames_at_the_pace_of_its_rate) {
  Rig rig;
  rig.options.source = CaptureSource::kCounter;
  const int64_t before_ns = MonotonicNs();
  REQUIRE(rig.Run(20));
  const int64_t after_ns = MonotonicNs();
  AudioRing output = rig.output.open(), input = rig.input.open();
  const uint64_t frames = uint64_t{rig.periods} * kPeriod;
  CHECK_EQ(output.read_position(), frames);
  CHECK_EQ(input.write_position(), frames);
  CHECK(after_ns - before_ns >= static_cast<int64_t>(20 * kPeriod * 1000000000ull / kRate));
  std::vector<float> out(20 * kPeriod * kChannels);
  CHECK_EQ(input.Read(out.data(), 20 * kPeriod, 0), 20u * kPeriod);
  for (size_t i = 0; i < out.size(); i += 1) REQUIRE(out[i] * 8388608 == static_cast<float>(i) - 8388608);
  AudioRecord first, last;
  REQUIRE(input.RecordAt(0, &first) && input.RecordAt(19 * kPeriod, &last));
  CHECK(static_cast<int64_t>(first.cpu_ns) >= before_ns);
  CHECK_EQ(last.cpu_ns - first.cpu_ns, 19 * kPeriod * 1000000000ull / kRate);
  uint64_t counted = 0;
  for (size_t i = DeviceRecords::kHistogram; i < rig.records.size(); i += 1) counted += rig.records[i];
  CHECK_EQ(counted, uint64_t{rig.periods});
  CHECK_EQ(rig.records[DeviceRecords::kPeriods], uint32_t{rig.periods});
}

TEST(what_was_played_can_be_heard_and_what_was_missing_is_counted) {
  Rig rig;
  rig.options.source = CaptureSource::kPlayback;
  AudioRing output = rig.output.open();
  std::vector<float> samples;
  for (uint32_t i = 0; i < 500 * kChannels; i += 1) samples.push_back(static_cast<float>(i + 1));
  output.Write(0, samples.data(), 500, FrameKind::kReal);
  REQUIRE(rig.Run(10));
  std::vector<float> out(10 * kPeriod * kChannels);
  rig.input.open().Read(out.data(), 10 * kPeriod, 0);
  for (size_t i = 0; i < out.size(); i += 1) REQUIRE(out[i] == (i < samples.size() ? samples[i] : 0));
  CHECK_EQ(output.counters().missed, uint64_t{rig.periods} * kPeriod - 500);
}

TEST(given_frames_are_recorded_over_and_over) {
  Rig rig;
  const std::vector<float> loop = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};  // five frames
  rig.options.source = CaptureSource::kLoop;
  rig.options.loop = loop.data();
  rig.options.loop_frames = 5;
  rig.options.output = nullptr;
  REQUIRE(rig.Run(3));
  std::vector<float> out(3 * kPeriod * kChannels);
  rig.input.open().Read(out.data(), 3 * kPeriod, 0);
  for (size_t i = 0; i < out.size(); i += 1) REQUIRE(out[i] == loop[i % loop.size()]);
}

TEST(a_device_begins_when_it_is_to_begin_and_is_as_prompt_as_it_may_be) {
  Rig rig;
  rig.options.start_ns = MonotonicNs() + 30'000'000;
  rig.options.priority = 5;
  rig.options.spin_us = 20;
  REQUIRE(rig.Run(1));
  CHECK(MonotonicNs() >= rig.options.start_ns + static_cast<int64_t>(kPeriod * 1000000000ull / kRate));
  const LastRead last = rig.output.open().last_read();
  CHECK_EQ(last.cpu_ns, static_cast<uint64_t>(rig.options.start_ns) + (last.position + last.frames) * 1000000000ull / kRate);
  const uint32_t realtime = rig.records[DeviceRecords::kRealtime];
  CHECK(realtime == 1 || realtime == 2);
}

TEST(a_device_that_waits_for_its_start_stops_at_once) {
  Rig rig;
  rig.options.start_ns = MonotonicNs() + 3'600'000'000'000;
  const int64_t before_ns = MonotonicNs();
  NullDevice(rig.options, rig.records.data(), [] {}).Stop();
  CHECK(MonotonicNs() - before_ns < 10'000'000'000);
}

TEST(there_is_no_device_without_its_rings) {
  Rig broken, mono;
  broken.output.at()[0] = 0;
  CHECK(!broken.Run(1));
  RingMemory other(1);
  mono.options.input = other.at();
  mono.options.input_bytes = other.bytes();
  mono.options.source = CaptureSource::kPlayback;
  CHECK(!mono.Run(1));
  mono.options.source = CaptureSource::kLoop;
  CHECK(!mono.Run(1));
}
#endif
