#ifdef JAMNET_VULKAN
#include "gpu/waiter.h"

#include <algorithm>

namespace jamnet::gpu {

namespace {

using Clock = std::chrono::steady_clock;

// While nothing but late work is pending, how often the thread looks whether it should end.
constexpr auto kIdleSlice = std::chrono::milliseconds(50);

// Gives the recording back once the host has copied its results.
class Results : public Outcome {
 public:
  Results(std::shared_ptr<Recordings> recordings, std::unique_ptr<Recording> recording,
          const std::vector<HostCopy>& out)
      : recordings_(std::move(recordings)), recording_(std::move(recording)) {
    for (const HostCopy& copy : out) {
      copies_.push_back({copy.step, copy.range, recording_->host->mapped + copy.staging_offset, copy.length});
    }
  }
  ~Results() override { recordings_->Return(std::move(recording_)); }
  const std::vector<Copy>& copies() const override { return copies_; }

 private:
  const std::shared_ptr<Recordings> recordings_;
  std::unique_ptr<Recording> recording_;
  std::vector<Copy> copies_;
};

}  // namespace

Waiter::Waiter(std::shared_ptr<Core> core, std::shared_ptr<Recordings> recordings, const DeviceOptions& options)
    : core_(std::move(core)), recordings_(std::move(recordings)), options_(options), thread_([this] { Loop(); }) {}

Waiter::~Waiter() { Stop(); }

Status Waiter::Refusal() const {
  if (!lost_.empty()) return {Code::kDeviceLost, lost_};
  if (stopping_) return {Code::kClosed, "the device has been closed"};
  if (late_ > 0) return {Code::kTimedOut, "the device is still busy with a run that has timed out"};
  return {};
}

std::string Waiter::failure() {
  std::lock_guard<std::mutex> lock(mutex_);
  return !lost_.empty() ? lost_ : stopping_ ? "closed" : "";
}

void Waiter::Inject(Job* job) {
  if (options_.fault.kind == Fault::Kind::kNone || submits_ != options_.fault.after_submits) return;
  if (options_.fault.kind == Fault::Kind::kLost) job->lost = true;
  else job->hidden_until = Clock::now() + std::chrono::milliseconds(options_.fault.hang_ms);
}

Status Waiter::Submit(std::unique_ptr<Recording> recording, std::vector<HostCopy> out, Done done) {
  auto job = std::make_unique<Job>();
  job->recording = std::move(recording);
  job->out = std::move(out);
  job->done = std::move(done);
  job->deadline = Clock::now() + std::chrono::milliseconds(options_.timeout_ms);
  std::unique_lock<std::mutex> lock(mutex_);
  if (Status status = Refusal(); !status.ok()) {
    if (job->recording) recordings_->Return(std::move(job->recording));
    return status;
  }
  if (job->recording) {
    Inject(job.get());
    submits_++;
    VkSubmitInfo submit = {VK_STRUCTURE_TYPE_SUBMIT_INFO};
    submit.commandBufferCount = 1;
    submit.pCommandBuffers = &job->recording->commands;
    VkResult result;
    {
      std::lock_guard<std::mutex> queue(core_->queue_mutex);
      result = core_->vk.QueueSubmit(core_->queue, 1, &submit, job->recording->fence);
    }
    if (result == VK_ERROR_DEVICE_LOST) {
      // What is pending is ended by the thread, which may be waiting for it right now.
      lost_ = "the device was lost (" + ResultName(result) + ")";
      return {Code::kDeviceLost, lost_};
    }
    if (result != VK_SUCCESS) return {Code::kTooLarge, "the driver takes no more work (" + ResultName(result) + ")"};
  }
  pending_.push_back(std::move(job));
  lock.unlock();
  wake_.notify_one();
  return {};
}

Waiter::Time Waiter::NextDeadline() const {
  for (const auto& job : pending_) {
    if (job->done) return job->deadline;
  }
  return Clock::now() + kIdleSlice;
}

VkResult Waiter::WaitFor(const Job& job, Time until) const {
  if (!job.recording) return VK_SUCCESS;
  const VkFence fence = job.recording->fence;
  VkResult result = VK_NOT_READY;
  if (options_.spin_us > 0) {
    const Time spin_until = std::min(until, Clock::now() + std::chrono::microseconds(options_.spin_us));
    do result = core_->vk.GetFenceStatus(core_->device, fence);
    while (result == VK_NOT_READY && Clock::now() < spin_until);
  }
  if (result == VK_NOT_READY) {
    const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(until - Clock::now()).count();
    result =
        core_->vk.WaitForFences(core_->device, 1, &fence, VK_TRUE, static_cast<uint64_t>(std::max<int64_t>(left, 0)));
  }
  if (result != VK_SUCCESS) return result;
  if (job.lost) return VK_ERROR_DEVICE_LOST;
  // Whatever else the machine is at: a run that is to take longer than it may is late first and done then.
  const Time hidden_until = job.hidden_until > job.deadline && !job.overdue ? Time::max() : job.hidden_until;
  if (Clock::now() < hidden_until) {
    const Time wake = std::min(until, hidden_until);
    std::this_thread::sleep_until(wake);
    if (wake < hidden_until) return VK_TIMEOUT;
  }
  return VK_SUCCESS;
}

void Waiter::Loop() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !pending_.empty(); });
    if (pending_.empty() || (stopping_ && Clock::now() >= stop_deadline_)) return;
    // Only this thread takes jobs out, so the first one stays where it is.
    const Job& first = *pending_.front();
    Time until = NextDeadline();
    if (stopping_) until = std::min(until, stop_deadline_);
    lock.unlock();
    const VkResult result = WaitFor(first, until);
    lock.lock();
    if (result == VK_SUCCESS) {
      auto job = std::move(pending_.front());
      pending_.pop_front();
      if (!job->done && !stopping_) late_--;
      lock.unlock();
      Finish(std::move(job));
      lock.lock();
    } else if (result == VK_TIMEOUT && lost_.empty()) {
      GiveUpLate(lock);
    } else {
      Lose(lock, result);
    }
  }
}

void Waiter::Finish(std::unique_ptr<Job> job) {
  if (job->recording) core_->vk.ResetFences(core_->device, 1, &job->recording->fence);
  std::shared_ptr<Outcome> outcome;
  if (job->recording && job->done && !job->out.empty()) {
    outcome = std::make_shared<Results>(recordings_, std::move(job->recording), job->out);
  } else if (job->recording) {
    recordings_->Return(std::move(job->recording));
  }
  if (job->done) job->done({}, std::move(outcome));
}

void Waiter::GiveUpLate(std::unique_lock<std::mutex>& lock) {
  std::vector<Done> late;
  for (const auto& job : pending_) {
    if (Clock::now() < job->deadline) continue;
    job->overdue = true;
    if (!job->done) continue;
    late.push_back(std::move(job->done));
    job->done = nullptr;
    late_++;
  }
  lock.unlock();
  const Status status = {Code::kTimedOut,
                         "the device did not answer within " + std::to_string(options_.timeout_ms) + " ms"};
  for (const Done& done : late) done(status, nullptr);
  lock.lock();
}

void Waiter::Lose(std::unique_lock<std::mutex>& lock, VkResult result) {
  if (lost_.empty()) lost_ = "the device was lost (" + ResultName(result) + ")";
  const Status status = {Code::kDeviceLost, lost_};
  std::deque<std::unique_ptr<Job>> jobs;
  jobs.swap(pending_);
  late_ = 0;
  lock.unlock();
  {
    // Ends soon on a device that is lost. Only then may what it used be taken down.
    std::lock_guard<std::mutex> queue(core_->queue_mutex);
    core_->vk.DeviceWaitIdle(core_->device);
  }
  for (const auto& job : jobs) {
    if (job->done) job->done(status, nullptr);
  }
  jobs.clear();
  lock.lock();
}

void Waiter::Stop() {
  std::lock_guard<std::mutex> stop(stop_mutex_);
  std::vector<Done> ended;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!stopping_) {
      stopping_ = true;
      stop_deadline_ = Clock::now() + std::chrono::milliseconds(options_.timeout_ms);
      for (const auto& job : pending_) {
        if (!job->done) continue;
        ended.push_back(std::move(job->done));
        job->done = nullptr;
      }
    }
  }
  for (const Done& done : ended) done({Code::kClosed, "the device has been closed"}, nullptr);
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
  if (pending_.empty()) return;
  // The device hangs. What it may still write to is kept for good, the arena and the device with it.
  static auto* kept = new std::deque<std::unique_ptr<Job>>;
  static std::mutex kept_mutex;
  std::lock_guard<std::mutex> lock(kept_mutex);
  for (auto& job : pending_) kept->push_back(std::move(job));
  pending_.clear();
}

}  // namespace jamnet::gpu
#endif
