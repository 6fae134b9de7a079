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

// What JavaScript reads where it lies: 32-bit words, one writer.
struct DeviceRecords {
  static constexpr size_t kPeriods = 0;   // u64
  static constexpr size_t kRestarts = 2;  // u64
  static constexpr size_t kStartNs = 4;   // u64
  static constexpr size_t kRealtime = 6;  // 1 before ordinary threads, 2 not permitted, 3 not asked for, 4 its server's are not
  static constexpr size_t kEnded = 7;     // 1 when its server has gone
  static constexpr size_t kXruns = 8;     // u64
  static constexpr size_t kPeriodFrames = 10;
  static constexpr size_t kHistogram = 16;
  static constexpr size_t kWords = kHistogram + kLatenessBuckets;
};

}  // namespace jamnet
