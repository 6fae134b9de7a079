// Counters that JavaScript reads as doubles where they lie. One block per thread that writes, so none of them locks.
#pragma once
#include <cstdint>
#include <cstring>

namespace jamnet {

enum class Count : uint32_t {
  kDatagramsSent,
  kBytesSent,
  kDatagramsReceived,
  kBytesReceived,
  kSendQueueFull,
  kSendErrors,
  kSocketErrors,
  kLastError,      // errno of the latest error
  kLastErrorAtNs,  // when it was
  kSystemCalls,    // sends and receives alone
  kCounts = 16,
};

class Counters {
 public:
  static constexpr uint32_t kBytes = static_cast<uint32_t>(Count::kCounts) * 8;

  explicit Counters(uint8_t* at) : words_(reinterpret_cast<uint64_t*>(at)) {}

  void Add(Count which, double amount) { Store(which, Load(which) + amount); }
  void Fail(Count which, double amount, int error, int64_t now_ns) {
    Add(which, amount);
    Store(Count::kLastError, error);
    Store(Count::kLastErrorAtNs, static_cast<double>(now_ns));
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
};

}  // namespace jamnet
