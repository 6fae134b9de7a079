// Runs what may never return.
#pragma once
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <system_error>
#include <thread>

namespace jamnet {

// Whether `work`, run on a thread of its own, returned within `most`. Otherwise it is left alone with that thread: what it needs must be its own. Where there is no thread
// to be had it is run on this one.
inline bool FinishedWithin(std::chrono::milliseconds most, std::function<void()> work) {
  auto task = std::make_shared<std::packaged_task<void()>>(std::move(work));
  std::future<void> ended = task->get_future();
  try {
    std::thread([task] { (*task)(); }).detach();
  } catch (const std::system_error&) {
    (*task)();
  }
  return ended.wait_for(most) == std::future_status::ready;
}

}  // namespace jamnet
