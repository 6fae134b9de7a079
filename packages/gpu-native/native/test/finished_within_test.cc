// thread sanitizer with: audio clock net thread
#include "audio/linux/finished_within.h"

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "test/check.h"

using jamnet::FinishedWithin;
using std::chrono::milliseconds;

TEST(what_returns_has_been_run_to_its_end) {
  std::atomic<int> done{0};
  for (int i = 0; i < 100; i += 1) CHECK(FinishedWithin(milliseconds(10000), [&done] { done += 1; }));
  CHECK(done == 100);
}

TEST(what_does_not_return_is_waited_for_no_longer_and_may_still_do_so) {
  struct Gate {
    std::mutex mutex;
    std::condition_variable opened;
    bool open = false, passed = false;
  };
  auto gate = std::make_shared<Gate>();
  CHECK(!FinishedWithin(milliseconds(10), [gate] {
    std::unique_lock<std::mutex> lock(gate->mutex);
    gate->opened.wait(lock, [&] { return gate->open; });
    gate->passed = true;
    gate->opened.notify_all();
  }));
  std::unique_lock<std::mutex> lock(gate->mutex);
  CHECK(!gate->passed);
  gate->open = true;
  gate->opened.notify_all();
  gate->opened.wait(lock, [&] { return gate->passed; });
  CHECK(gate->passed);
}
