// One thread's part of the arena: it keeps the mapping alive and remembers what the thread was given, so that a thread that
// ends without giving it back leaves nothing behind.
#pragma once
#include <memory>
#include <set>

#include "memory/arena.h"

namespace jamnet {

// Used by one thread only.
class ArenaShare {
 public:
  explicit ArenaShare(std::shared_ptr<Arena> arena) : arena_(std::move(arena)) {}
  ~ArenaShare() {
    for (const size_t offset : ranges_) arena_->Free(offset);
  }
  ArenaShare(const ArenaShare&) = delete;
  ArenaShare& operator=(const ArenaShare&) = delete;

  const std::shared_ptr<Arena>& arena() const { return arena_; }

  int64_t Allocate(size_t bytes) {
    const int64_t offset = arena_->Allocate(bytes);
    if (offset >= 0) ranges_.insert(static_cast<size_t>(offset));
    return offset;
  }

  // False for a range that this thread was not given or has given back, so nobody frees what is another's.
  bool Free(size_t offset) { return ranges_.erase(offset) == 1 && arena_->Free(offset); }

 private:
  const std::shared_ptr<Arena> arena_;
  std::set<size_t> ranges_;
};

}  // namespace jamnet
