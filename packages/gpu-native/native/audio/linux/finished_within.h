// Runs what may never return.
#pragma once
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <thread>

namespace jamnet {

// Whether `work`, run on a thread of its own, returned within `most`. Otherwise it is left alone with that thread: what it needs must be its own.
inline bool FinishedWithin(std::chrono::milliseconds most, std::function<void()> work) {
  auto finished = std::make_shared<std::promise<void>>();
  std::future<void> ended = finished->get_future();
  std::thread([finished, work = std::move(work)] {
    work();
    finished->set_value();
  }).detach();
  return ended.wait_for(most) == std::future_status::ready;
}

}  // namespace jamnet
