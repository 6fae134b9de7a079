// The one thread that waits for what was submitted, tells when it is done, and gives up on what takes too long.
#pragma once
#ifdef JAMNET_VULKAN
#include <chrono>
#include <condition_variable>
#include <deque>
#include <thread>

#include "gpu/recording.h"

namespace jamnet::gpu {

class Waiter {
 public:
  Waiter(std::shared_ptr<Core> core, std::shared_ptr<Recordings> recordings, const DeviceOptions& options);
  ~Waiter();

  // Submits and waits in the background. Refuses, without having submitted, after a loss, a close, or while a run that
  // timed out is still with the device. Without a recording there is nothing to submit and it is done at once.
  Status Submit(std::unique_ptr<Recording> recording, std::vector<HostCopy> out, Done done);
  // Empty while the device can be used.
  std::string failure();
  // Ends what is pending with kClosed, waits for the device within the time-out, and ends the thread.
  void Stop();

 private:
  using Time = std::chrono::steady_clock::time_point;

  struct Job {
    std::unique_ptr<Recording> recording;
    std::vector<HostCopy> out;
    Done done;  // empty once it has been called: nobody waits for the job, the device may still work on it
    Time deadline;
    bool lost = false;    // a fault that a test asked for
    Time hidden_until{};   // likewise
    bool overdue = false;  // its deadline has passed and was seen to
  };

  void Loop();
  Time NextDeadline() const;
  VkResult WaitFor(const Job& job, Time until) const;
  void Finish(std::unique_ptr<Job> job);
  void GiveUpLate(std::unique_lock<std::mutex>& lock);
  void Lose(std::unique_lock<std::mutex>& lock, VkResult result);
  Status Refusal() const;
  void Inject(Job* job);

  const std::shared_ptr<Core> core_;
  const std::shared_ptr<Recordings> recordings_;
  const DeviceOptions options_;
  std::mutex stop_mutex_;  // who closes second waits for the first
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Job>> pending_;  // in the order of submission, which is the order they end in
  size_t late_ = 0;                           // of them, how many have timed out
  uint64_t submits_ = 0;
  std::string lost_;
  bool stopping_ = false;
  Time stop_deadline_{};
  std::thread thread_;
};

}  // namespace jamnet::gpu
#endif
