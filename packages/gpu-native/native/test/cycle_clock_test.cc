#include "audio/cycle_clock.h"

#include <cstdlib>
#include <random>

#include "test/check.h"

using namespace jamnet;

namespace {

constexpr uint32_t kRate = 48000;
constexpr int64_t kNsPerS = 1'000'000'000;

// A device that its server wakes up for late by chance.
struct Device {
  uint32_t frames;
  CycleClock clock{kRate};
  std::mt19937 random{7};
  double due_ns = 1e12;
  double drift = 0.0;
  int64_t worst_ns = 0;  // of what the clock said, since it was last reset
  int64_t jumped_ns = 0;
  int64_t periods = 0;

  void Period(double late_ns, bool unsure = false) {
    const CycleClock::Cycle cycle = clock.Next(static_cast<int64_t>(due_ns + late_ns), frames, unsure);
    worst_ns = std::max<int64_t>(worst_ns, std::llabs(cycle.due_ns - static_cast<int64_t>(due_ns)));
    jumped_ns += cycle.jump_ns;
    due_ns += frames * 1e9 / kRate * (1.0 + drift);
  }
  // 15 to 60 us, two of a hundred by up to 3 ms.
  double Late() {
    const double share = random() / 4294967296.0;
    periods += 1;
    return periods % 100 >= 98 ? 3e6 * share : 15e3 + 45e3 * share;
  }
  void Run(double seconds) {
    for (int64_t left = static_cast<int64_t>(seconds * kRate / frames); left > 0; left -= 1) Period(Late());
  }
};

}  // namespace

TEST(late_wake_ups_do_not_move_the_times) {
  for (const uint32_t frames : {32u, 128u, 1024u}) {
    Device device{frames};
    device.Run(2.0);
    device.worst_ns = 0;
    device.Run(20.0);
    // The mean of what is usual remains, 38 us.
    CHECK(device.worst_ns < 60'000);
    CHECK_EQ(device.jumped_ns, 0);
  }
}

TEST(the_times_follow_a_drift) {
  Device device{64};
  device.drift = 150e-6;
  device.Run(10.0);
  device.worst_ns = 0;
  device.Run(10.0);
  CHECK(device.worst_ns < 60'000);
  CHECK_EQ(device.jumped_ns, 0);
}

TEST(a_jump_is_known_after_three_periods) {
  for (const double jump_ns : {0.7e6, 5e6, 48e6}) {
    Device device{32};
    device.Run(3.0);
    device.due_ns += jump_ns;
    for (int i = 0; i < 3; i += 1) device.Period(20e3);
    device.worst_ns = 0;
    device.Run(3.0);
    CHECK(device.worst_ns < 70'000);
    CHECK(std::llabs(device.jumped_ns - static_cast<int64_t>(jump_ns)) < 70'000);
  }
}

TEST(a_jump_is_known_at_once_where_an_x_run_is_told_of) {
  Device device{32};
  device.Run(3.0);
  device.due_ns += 5e6;
  device.worst_ns = 0;
  device.Period(20e3, true);
  CHECK(device.worst_ns < 60'000);
  device.Run(3.0);
  CHECK(device.worst_ns < 70'000);
  CHECK(std::llabs(device.jumped_ns - 5'000'000) < 70'000);
}

TEST(what_was_late_while_it_jumped_is_no_part_of_the_jump) {
  Device device{32};
  device.Run(3.0);
  device.due_ns += 4e6;
  for (const double late_ns : {900e3, 20e3, 700e3, 20e3}) device.Period(late_ns);
  CHECK(std::llabs(device.jumped_ns - 4'000'000) < 60'000);
}

TEST(a_server_that_catches_up_has_not_jumped) {
  Device device{32};
  device.Run(3.0);
  for (const double late_ns : {2.6e6, 2.0e6, 1.4e6, 0.8e6}) device.Period(late_ns);
  device.Run(1.0);
  CHECK_EQ(device.jumped_ns, 0);
}

TEST(times_that_are_too_late_are_seen_by_the_first_early_one) {
  Device device{64};
  // The first one it is woken up for is late itself.
  device.Period(2e6);
  device.worst_ns = 0;
  device.Run(1.0);
  CHECK(device.worst_ns < 70'000);
  CHECK(std::llabs(device.jumped_ns + 2'000'000) < 70'000);
}

TEST(a_small_jump_is_made_good_soon_where_an_x_run_is_told_of) {
  Device device{64};
  device.Run(3.0);
  device.due_ns += 150e3;
  device.Period(30e3, true);
  for (int i = 0; i < 40; i += 1) device.Period(30e3);
  device.worst_ns = 0;
  device.Run(1.0);
  CHECK(device.worst_ns < 60'000);
}
