// The latest error, and the address that it happened with.
#pragma once
#include <cstdint>
#include <mutex>

#include "net/source_table.h"

namespace jamnet {

struct ErrorRecord {
  int error = 0;  // errno; 0 where there was none
  int64_t at_ns = 0;
  bool sending = false;  // otherwise a socket reported it by itself
  SourceKey address;     // where it was sent to, or the socket's own; family 0 where there is none
};

// One for all threads of an engine. Errors are rare, so it locks.
class LastError {
 public:
  void Set(const ErrorRecord& record) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (record.at_ns >= latest_.at_ns) latest_ = record;
  }
  ErrorRecord Get() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return latest_;
  }

 private:
  mutable std::mutex mutex_;
  ErrorRecord latest_;
};

}  // namespace jamnet
