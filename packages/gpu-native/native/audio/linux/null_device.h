// A sound card that is none: a thread that, at the pace of one, takes frames out of a ring as a card would play them and puts
// frames into another as if it had recorded them. What it meets of scheduling, a card's callback would meet.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include "audio/audio_ring.h"
#include "audio/linux/audio_device.h"

namespace jamnet {

// What a device has "recorded".
enum class CaptureSource {
  kSilence,
  kCounter,   // (frame number * channels + channel) modulo 2^24, minus 2^23, over 2^23: each sample tells its place, exact in 24 bits
  kLoop,      // given frames, over and over
  kPlayback,  // what it has just played
};

struct NullDeviceOptions {
  uint32_t sample_rate = 48000;
  uint32_t period_frames = 64;
  int64_t start_ns = 0;  // CLOCK_MONOTONIC of frame 0; what has passed means now
  int priority = 0;      // of SCHED_FIFO; 0 leaves the thread an ordinary one
  uint32_t spin_us = 0;  // watches the clock for so long before each period
  uint8_t* output = nullptr;
  size_t output_bytes = 0;
  uint8_t* input = nullptr;
  size_t input_bytes = 0;
  CaptureSource source = CaptureSource::kSilence;
  const float* loop = nullptr;
  uint32_t loop_frames = 0;
};

class NullDevice : public AudioDevice {
 public:
  // Period n (from 0) is at the time of frame (n + 1) * period_frames: by then those before it are recorded, and the next are taken to
  // be played. `records` has DeviceRecords::kWords zeroed words. `after_period` is called by the thread after each; it must not wait.
  // `ok()` is false where a ring or what goes with it is not as it must be; then no thread runs.
  NullDevice(const NullDeviceOptions& options, uint32_t* records, std::function<void()> after_period);
  ~NullDevice() override { Stop(); }

  bool ok() const override { return ok_; }
  Voices& voices() override { return voices_; }
  // Returns when the thread has ended, after a period at most.
  void Stop();

 private:
  void Run();
  void Play(int64_t due_ns);
  void Capture(int64_t due_ns);
  int64_t TimeOf(uint64_t frame) const;
  bool SleepUntil(int64_t at_ns) const;
  void Publish(int64_t late_ns);

  const NullDeviceOptions options_;
  uint32_t* const histogram_;
  const RingWords records_;
  const std::function<void()> after_period_;
  PeriodCount untold_{records_};
  AudioRing output_;
  AudioRing input_;
  Voices voices_;
  bool ok_ = false;
  int64_t start_ns_ = 0;
  uint64_t captured_ = 0;  // frames
  uint64_t input_position_ = 0;
  uint64_t periods_ = 0;
  uint64_t restarts_ = 0;
  std::vector<float> played_;
  std::vector<float> recorded_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace jamnet
