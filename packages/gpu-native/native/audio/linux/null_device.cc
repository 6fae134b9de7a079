#include "audio/linux/null_device.h"

#include <time.h>

#include <algorithm>

#include "clock/monotonic.h"
#include "thread/linux/scheduling.h"

namespace jamnet {

namespace {

constexpr int64_t kNsPerS = 1000000000;
// A card that was asleep with the machine begins anew instead of playing what has passed.
constexpr int64_t kTooLateNs = kNsPerS;
// How long a thread that is to stop may sleep on.
constexpr int64_t kStepNs = 50'000'000;

// 1: the thread goes before ordinary ones; 2: that is not permitted; 3: it was not asked for.
uint32_t AskForPromptness(int priority) {
  const bool prompt = MakePrompt("jamnet-audio", priority);
  if (priority <= 0) return 3;
  return prompt ? 1 : 2;
}

// Exact for any number of frames.
int64_t NsOfFrames(uint64_t frames, uint32_t rate) {
  return static_cast<int64_t>(frames / rate) * kNsPerS + static_cast<int64_t>(frames % rate * kNsPerS / rate);
}

}  // namespace

NullDevice::NullDevice(const NullDeviceOptions& options, uint32_t* records, std::function<void()> after_period)
    : options_(options),
      histogram_(records + DeviceRecords::kHistogram),
      records_(reinterpret_cast<uint8_t*>(records)),
      after_period_(std::move(after_period)),
      voices_(options.period_frames) {
  const bool plays = options_.output != nullptr, records_any = options_.input != nullptr;
  if (plays) output_ = AudioRing(options_.output, options_.output_bytes);
  if (records_any) input_ = AudioRing(options_.input, options_.input_bytes);
  if ((plays && !output_.ok()) || (records_any && !input_.ok())) return;
  if (options_.period_frames == 0 || options_.sample_rate == 0) return;
  const bool same = plays && records_any && output_.channels() == input_.channels();
  if (options_.source == CaptureSource::kPlayback && !same) return;
  if (options_.source == CaptureSource::kLoop && (options_.loop == nullptr || options_.loop_frames == 0)) return;
  // Nothing is allocated later.
  played_.assign(size_t{options_.period_frames} * std::max(output_.channels(), 1u), 0.0f);
  recorded_.assign(size_t{options_.period_frames} * std::max(input_.channels(), 1u), 0.0f);
  start_ns_ = std::max(options_.start_ns, MonotonicNs());
  records_.SetWide(DeviceRecords::kStartNs, static_cast<uint64_t>(start_ns_));
  ok_ = true;
  thread_ = std::thread([this] { Run(); });
}

void NullDevice::Stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void NullDevice::Run() {
  records_.Set(DeviceRecords::kRealtime, AskForPromptness(options_.priority));
  for (;;) {
    int64_t due_ns = TimeOf(captured_ + options_.period_frames);
    if (!SleepUntil(due_ns)) return;
    int64_t late_ns = MonotonicNs() - due_ns;
    if (late_ns > kTooLateNs) {
      start_ns_ += late_ns;
      due_ns += late_ns;
      late_ns = 0;
      restarts_ += 1;
    }
    Play(due_ns);
    Capture(due_ns);
    Publish(late_ns);
    if (untold_.Due(options_.period_frames)) after_period_();
  }
}

int64_t NullDevice::TimeOf(uint64_t frame) const { return start_ns_ + NsOfFrames(frame, options_.sample_rate); }

// False when the device is to stop.
bool NullDevice::SleepUntil(int64_t at_ns) const {
  const int64_t wake_ns = at_ns - static_cast<int64_t>(options_.spin_us) * 1000;
  for (int64_t now_ns = MonotonicNs(); now_ns < wake_ns; now_ns = MonotonicNs()) {
    if (stopping_) return false;
    const int64_t until_ns = std::min(wake_ns, now_ns + kStepNs);
    timespec until{};
    until.tv_sec = until_ns / kNsPerS;
    until.tv_nsec = until_ns % kNsPerS;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
  }
  while (MonotonicNs() < at_ns && !stopping_) {
  }
  return !stopping_;
}

void NullDevice::Play(int64_t due_ns) {
  if (!output_.ok()) return;
  output_.Read(played_.data(), options_.period_frames, static_cast<uint64_t>(due_ns));
  voices_.AddTo(played_.data(), output_.channels(), options_.period_frames, due_ns);
}

void NullDevice::Capture(int64_t due_ns) {
  const uint32_t frames = options_.period_frames;
  const uint64_t first = captured_;
  captured_ += frames;
  if (!input_.ok()) return;
  const uint32_t channels = input_.channels();
  const float* samples = recorded_.data();
  if (options_.source == CaptureSource::kPlayback) {
    samples = played_.data();
  } else if (options_.source == CaptureSource::kCounter) {
    for (size_t i = 0; i < recorded_.size(); i += 1) {
      const int32_t place = static_cast<int32_t>((first * channels + i) & 0xffffff);
      recorded_[i] = static_cast<float>(place - 0x800000) / 8388608.0f;
    }
  } else if (options_.source == CaptureSource::kLoop) {
    const size_t values = size_t{options_.loop_frames} * channels;
    const size_t from = static_cast<size_t>(first % options_.loop_frames) * channels;
    for (size_t i = 0; i < recorded_.size(); i += 1) recorded_[i] = options_.loop[(from + i) % values];
  }
  AudioRecord record;
  // When its first frame was played or recorded.
  const bool played = options_.source == CaptureSource::kPlayback;
  record.cpu_ns = static_cast<uint64_t>(due_ns - (played ? 0 : NsOfFrames(frames, options_.sample_rate)));
  record.sample_rate = options_.sample_rate;
  record.channels = channels;
  // One who reads by the clock may be past what was left out.
  input_position_ = std::max(input_position_, input_.read_position());
  // What nobody has read for too long is left out by whole periods, and the next one follows: at the place of its time it would never fit again.
  if (!input_.HasRoom(input_position_, frames)) return input_.LeaveOut(frames);
  input_.Write(input_position_, samples, frames, FrameKind::kReal, record);
  input_position_ += frames;
}

void NullDevice::Publish(int64_t late_ns) {
  periods_ += 1;
  CountLateness(histogram_, late_ns);
  records_.SetWide(DeviceRecords::kStartNs, static_cast<uint64_t>(start_ns_));
  records_.SetWide(DeviceRecords::kRestarts, restarts_);
  records_.SetWide(DeviceRecords::kPeriods, periods_);
}

}  // namespace jamnet
