#include "audio/stopgap.h"

#include <random>

#include "test/check.h"

using namespace jamnet;

namespace {

constexpr uint32_t kRate = 48000, kPeriod = 64;
constexpr double kTurn = 6.283185307179586;

// Of 16 bits: one without any noise is no signal that there is.
float Tone(int64_t frame) {
  const double t = static_cast<double>(frame) / kRate;
  const double value = 0.2 * std::sin(kTurn * 441 * t) + 0.1 * std::sin(kTurn * 1003 * t + 1);
  return static_cast<float>(std::round(value * 32768) / 32768);
}

// Plays a signal of one channel period by period, some of which are missing.
struct Player {
  Stopgap stopgap{1, kRate};
  int64_t at = 0;
  int fits = 8;
  float last = 0.0f;
  float worst_step = 0.0f;  // between two samples

  // The largest difference to the signal.
  template <typename Signal>
  float Play(Signal signal, uint32_t frames, bool is_missing) {
    std::vector<float> samples(frames);
    for (uint32_t i = 0; i < frames; i += 1) samples[i] = is_missing ? 0.0f : signal(at + i);
    const std::vector<uint8_t> missed(frames, is_missing ? 1 : 0);
    stopgap.Mask(samples.data(), missed.data(), frames, &fits);
    float worst = 0.0f;
    for (uint32_t i = 0; i < frames; i += 1) {
      worst = std::max(worst, std::abs(samples[i] - signal(at + i)));
      worst_step = std::max(worst_step, std::abs(samples[i] - last));
      last = samples[i];
    }
    at += frames;
    return worst;
  }
};

}  // namespace

TEST(a_tone_goes_on_where_a_period_is_missing) {
  Player player;
  CHECK(player.Play(Tone, 1000, false) == 0.0f);
  for (int gap = 0; gap < 20; gap += 1) {
    player.fits = 8;
    CHECK(player.Play(Tone, kPeriod, true) < 0.03f);
    CHECK(player.Play(Tone, kPeriod, false) < 0.03f);
    // To the bit again.
    CHECK(player.Play(Tone, 700 + 13 * gap, false) == 0.0f);
  }
}

TEST(what_stays_away_is_faded_out_and_comes_back_without_a_step) {
  Player player;
  player.Play(Tone, 1000, false);
  player.worst_step = 0.0f;
  player.Play(Tone, kRate / 50, true);
  player.Play(Tone, kRate / 50, true);
  CHECK(player.last == 0.0f);
  player.Play(Tone, kPeriod, false);
  CHECK(player.Play(Tone, 500, false) == 0.0f);
  CHECK(player.worst_step < 0.03f);
}

TEST(channels_are_carried_on_each_by_itself_and_no_more_of_them_than_may_be) {
  Stopgap stopgap(3, kRate);
  std::vector<float> samples(3 * 1000);
  std::vector<uint8_t> missed(1000, 0);
  for (int64_t i = 0; i < 1000; i += 1) {
    for (int c = 0; c < 3; c += 1) samples[3 * i + c] = (c + 1) * Tone(i);
  }
  int fits = 2;
  stopgap.Mask(samples.data(), missed.data(), 1000, &fits);
  CHECK_EQ(fits, 2);
  std::fill(missed.begin(), missed.end(), 1);
  std::vector<float> gap(3 * kPeriod, 0.0f);
  stopgap.Mask(gap.data(), missed.data(), kPeriod, &fits);
  CHECK(fits <= 0);
  for (int64_t i = 0; i < kPeriod; i += 1) {
    CHECK(std::abs(gap[3 * i] - Tone(1000 + i)) < 0.02f);
    CHECK(std::abs(gap[3 * i + 1] - 2 * Tone(1000 + i)) < 0.02f);
    CHECK(gap[3 * i + 2] == 0.0f);
  }
}

TEST(nothing_is_louder_than_what_was_heard_whatever_that_was) {
  std::mt19937 random(5);
  for (int kind = 0; kind < 4; kind += 1) {
    Player player;
    const auto signal = [&](int64_t frame) {
      const float noise = static_cast<float>(random() / 4294967296.0) - 0.5f;
      if (kind == 0) return noise;
      if (kind == 1) return frame % 240 == 0 ? 1.0f : 0.0f;
      if (kind == 2) return frame % 2 == 0 ? 1.0f : -1.0f;
      return 1e-30f * noise;
    };
    player.Play(signal, 1000, false);
    for (int i = 0; i < 10; i += 1) {
      player.fits = 8;
      player.worst_step = 0.0f;
      player.Play(signal, kPeriod, true);
      CHECK(std::abs(player.last) <= 1.1f);
      CHECK(std::isfinite(player.worst_step));
      player.Play(signal, kPeriod, false);
    }
  }
}

TEST(what_is_no_number_is_silent_and_soon_forgotten) {
  for (const float odd : {INFINITY, -INFINITY, NAN, 3e38f}) {
    Player player;
    player.Play(Tone, 1000, false);
    const auto is_odd = [&](int64_t frame) { return frame == 1100 ? odd : Tone(frame); };
    player.Play(is_odd, 164, false);
    player.fits = 8;
    player.Play(Tone, kPeriod, true);
    CHECK(std::isfinite(player.last));
    player.Play(Tone, kRate, true);
    CHECK(player.last == 0.0f);
    player.Play(Tone, kPeriod, false);
    CHECK(player.Play(Tone, 1000, false) == 0.0f);
  }
}

TEST(silence_and_one_who_was_never_heard_stay_silent) {
  Player player;
  const auto silence = [](int64_t) { return 0.0f; };
  CHECK(player.Play(silence, kPeriod, true) == 0.0f);
  CHECK(player.Play(silence, 1000, false) == 0.0f);
  CHECK(player.Play(silence, kPeriod, true) == 0.0f);
}
