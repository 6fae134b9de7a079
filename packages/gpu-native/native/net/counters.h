// Counters that JavaScript reads as doubles where they lie. One block per thread that writes, so none of them locks.
#pragma once
#include <cstdint>
#include <cstring>

#include "clock/monotonic.h"
#include "net/last_error.h"

namespace jamnet {

enum class Count : uint32_t {
  kDatagramsSent,
  kBytesSent,
  kDatagramsReceived,
  kBytesReceived,
  kSendQueueFull,
  kSendErrors,
  kSocketErrors,
  kSystemCalls,    // sends and receives alone
  kUnpolledReads,  // that brought something without anybody having been told that it was there
  kCounts = 16,
};

class Counters {
 public:
  static constexpr uint32_t kBytes = static_cast<uint32_t>(Count::kCounts) * 8;

  explicit Counters(uint8_t* at, LastError* last_error = nullptr)
      : words_(reinterpret_cast<uint64_t*>(at)), last_error_(last_error) {}

  void Add(Count which, double amount) { Store(which, Load(which) + amount); }
  // `address` is where it was sent to or the socket's own.
  void Fail(Count which, double amount, int error, const SourceKey& address = {}) {
    Add(which, amount);
    if (last_error_ == nullptr) return;
    last_error_->Set({error, MonotonicNs(), which == Count::kSendErrors, address});
  }
  double Load(Count which) const {
    const uint64_t bits = words_[static_cast<uint32_t>(which)];
    double value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }

 private:
  void Store(Count which, double value) {
    uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    __atomic_store_n(&words_[static_cast<uint32_t>(which)], bits, __ATOMIC_RELAXED);
  }

  uint64_t* const words_;
  LastError* const last_error_;
};

}  // namespace jamnet
