// thread sanitizer with: audio clock net thread
#include "audio/voices.h"

#include <thread>

#include "test/check.h"

using namespace jamnet;

namespace {

constexpr uint32_t kRate = 48000, kPeriod = 64;

struct RingMemory {
  explicit RingMemory(uint32_t channels) : words(AudioRing::Bytes(kRate, channels, 4096) / 8) {
    AudioRing::Create(at(), kRate, channels, 4096);
  }
  uint8_t* at() { return reinterpret_cast<uint8_t*>(words.data()); }
  size_t bytes() const { return words.size() * 8; }
  // Puts frames of one value in from the ring's beginning on.
  void Fill(float value, uint32_t frames) {
    AudioRing ring(at(), bytes());
    const std::vector<float> samples(size_t{frames} * ring.channels(), value);
    ring.Write(0, samples.data(), frames, FrameKind::kReal);
  }
  std::vector<uint64_t> words;
};

}  // namespace

TEST(voices_are_added_up_each_as_loud_as_asked) {
  Voices voices(kPeriod);
  RingMemory mono(1), stereo(2);
  mono.Fill(0.25f, 3 * kPeriod);
  stereo.Fill(0.5f, 3 * kPeriod);
  const int first = voices.Add(mono.at(), mono.bytes());
  const int second = voices.Add(stereo.at(), stereo.bytes());
  REQUIRE(first >= 0 && second >= 0 && first != second);
  voices.SetGain(second, 0.5f);
  std::vector<float> out(2 * kPeriod, 0.125f);
  voices.AddTo(out.data(), 2, kPeriod, 1);
  for (const float value : out) REQUIRE(value == 0.125f + 0.25f + 0.25f);
  CHECK(voices.TakePeak(first) == 0.25f);
  CHECK(voices.TakePeak(first) == 0.0f);
  // What is silent is read all the same, and more channels than there are go nowhere.
  voices.SetGain(first, 0.0f);
  std::vector<float> one(kPeriod, 0.0f);
  voices.AddTo(one.data(), 1, kPeriod, 1);
  for (const float value : one) REQUIRE(value == 0.25f);
  CHECK_EQ(AudioRing(mono.at(), mono.bytes()).read_position(), 2u * kPeriod);
}

TEST(a_voice_is_let_go_of_within_a_period_and_its_place_is_used_again) {
  Voices voices(kPeriod);
  RingMemory ring(1);
  std::vector<float> out(kPeriod);
  for (int i = 0; i < Voices::kMost; i += 1) CHECK_EQ(voices.Add(ring.at(), ring.bytes()), i);
  CHECK_EQ(voices.Add(ring.at(), ring.bytes()), -1);
  voices.Remove(7);
  CHECK(!voices.Idle(7));
  voices.AddTo(out.data(), 1, kPeriod, 1);
  CHECK(voices.Idle(7));
  CHECK_EQ(voices.Add(ring.at(), ring.bytes()), 7);
  // What no ring is, and what no voice is.
  CHECK_EQ(Voices(kPeriod).Add(ring.at(), 8), -1);
  voices.Remove(-1);
  voices.Remove(Voices::kMost);
  CHECK(voices.Idle(Voices::kMost));
}

TEST(what_nobody_wrote_in_time_is_carried_on_and_silence_by_intent_is_not) {
  Voices voices(kPeriod);
  RingMemory memory(1);
  AudioRing ring(memory.at(), memory.bytes());
  REQUIRE(voices.Add(memory.at(), memory.bytes()) >= 0);
  const auto tone = [](uint64_t frame) { return 0.25f * std::sin(0.05f * static_cast<float>(frame)); };
  float worst = 0.0f;
  std::vector<float> out(kPeriod), samples(kPeriod);
  for (uint32_t period = 0; period < 40; period += 1) {
    const uint64_t first = uint64_t{period} * kPeriod;
    for (uint32_t i = 0; i < kPeriod; i += 1) samples[i] = tone(first + i);
    if (period == 39) ring.Rest();
    else if (period != 30) ring.Write(first, samples.data(), kPeriod, FrameKind::kReal);
    std::fill(out.begin(), out.end(), 0.0f);
    voices.AddTo(out.data(), 1, kPeriod, 1);
    for (uint32_t i = 0; period < 39 && i < kPeriod; i += 1) worst = std::max(worst, std::abs(out[i] - samples[i]));
  }
  CHECK(worst < 0.01f);
  for (const float value : out) CHECK(value == 0.0f);
  CHECK_EQ(ring.counters().missed, kPeriod);
}

TEST(voices_come_and_go_while_the_device_plays) {
  Voices voices(kPeriod);
  std::atomic<bool> stopping{false};
  std::thread device([&] {
    std::vector<float> out(kPeriod);
    while (!stopping) voices.AddTo(out.data(), 1, kPeriod, 1);
  });
  for (int i = 0; i < 200; i += 1) {
    RingMemory ring(1);
    const int index = voices.Add(ring.at(), ring.bytes());
    REQUIRE(index >= 0);
    voices.SetGain(index, 0.5f);
    voices.TakePeak(index);
    voices.Remove(index);
    // The memory goes only then.
    while (!voices.Idle(index)) std::this_thread::yield();
  }
  stopping = true;
  device.join();
}
