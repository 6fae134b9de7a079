// What all audio devices are: a thread that is nobody else's takes frames out of a ring and puts frames into another.
#pragma once
#include <cstddef>
#include <cstdint>

#include "audio/voices.h"
#include "net/lateness.h"

namespace jamnet {

// Ends its work when it is destroyed, and returns from that when its thread touches nothing any more.
class AudioDevice {
 public:
  virtual ~AudioDevice() = default;
  // False where it could not begin: then no thread runs.
  virtual bool ok() const = 0;
  virtual Voices& voices() = 0;
};

// What JavaScript reads where it lies: 32-bit words, written by the device but for one.
struct DeviceRecords {
  static constexpr size_t kPeriods = 0;   // u64
  static constexpr size_t kRestarts = 2;  // u64
  static constexpr size_t kStartNs = 4;   // u64
  static constexpr size_t kRealtime = 6;  // 1 before ordinary threads, 2 not permitted, 3 not asked for, 4 its server's are not
  static constexpr size_t kEnded = 7;     // 1 when its server has gone
  static constexpr size_t kXruns = 8;     // u64
  static constexpr size_t kPeriodFrames = 10;
  static constexpr size_t kTellFrames = 11;  // written by JavaScript: it is told of periods once so many frames have passed; 0 each time, kTellNever not at all
  static constexpr size_t kHistogram = 16;
  static constexpr size_t kWords = kHistogram + kLatenessBuckets;
  static constexpr uint32_t kTellNever = UINT32_MAX;
};

// Counts what JavaScript has not been told of: waking a thread costs more than a period's work.
class PeriodCount {
 public:
  explicit PeriodCount(const RingWords& records) : records_(records) {}

  // The device's thread, after a period of so many frames: whether it is to be told now.
  bool Due(uint32_t frames) {
    const uint32_t wanted = records_.Get(DeviceRecords::kTellFrames);
    untold_ += frames;
    if (wanted == DeviceRecords::kTellNever || untold_ < wanted) return false;
    untold_ = 0;
    return true;
  }

 private:
  const RingWords records_;
  uint64_t untold_ = 0;
};

}  // namespace jamnet
