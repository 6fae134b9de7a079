#ifdef __linux__
#include "thread/linux/scheduling.h"

#include <sched.h>

#include <atomic>
#include <thread>

#include "clock/monotonic.h"
#include "test/check.h"

using namespace jamnet;

namespace {

constexpr int kPriority = 2;
constexpr int64_t kMostRunUs = 100'000, kNsPerS = 1'000'000'000;

}  // namespace

TEST(a_thread_that_runs_on_is_an_ordinary_one_again) {
  const Scheduling raised = RaiseThread(kPriority, kMostRunUs);
  if (!raised.realtime) SKIP("the system permits no real-time priority");
  CHECK_EQ(raised.priority, kPriority);
  // It cannot be told how long that takes on a machine that stands still meanwhile.
  const int64_t give_up_ns = MonotonicNs() + 20 * kNsPerS;
  while (ReadScheduling().realtime && MonotonicNs() < give_up_ns) {
  }
  CHECK(!ReadScheduling().realtime);
}

TEST(a_thread_can_be_raised_once_more_and_be_lowered) {
  if (!RaiseThread(kPriority, kMostRunUs).realtime) SKIP("the system permits no real-time priority");
  CHECK(RaiseThread(kPriority, kMostRunUs).realtime);
  LowerThread();
  CHECK(!ReadScheduling().realtime);
  LowerThread();
}

TEST(what_a_raised_thread_starts_is_ordinary) {
  if (!RaiseThread(kPriority, kMostRunUs).realtime) SKIP("the system permits no real-time priority");
  std::atomic<bool> realtime{true};
  std::thread([&] { realtime = ReadScheduling().realtime; }).join();
  LowerThread();
  CHECK(!realtime);
}

TEST(a_priority_that_there_is_not_is_refused) {
  const Scheduling asked = RaiseThread(1000, kMostRunUs);
  CHECK(!asked.realtime);
  CHECK(asked.error != 0);
}
#endif
