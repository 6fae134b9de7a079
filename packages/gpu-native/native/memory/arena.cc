#include "memory/arena.h"

#include <algorithm>
#include <cstring>

#include "memory/pages.h"

namespace jamnet {

namespace {
std::mutex shared_mutex;
std::weak_ptr<Arena> shared;
}  // namespace

std::shared_ptr<Arena> Arena::Get(size_t bytes) {
  std::lock_guard<std::mutex> lock(shared_mutex);
  if (auto arena = shared.lock()) return arena;
  const size_t page = PageBytes();
  if (bytes == 0 || bytes > SIZE_MAX - page) return nullptr;
  const size_t size = (bytes + page - 1) / page * page;
  uint8_t* data = MapPages(size);
  if (data == nullptr) return nullptr;
  std::shared_ptr<Arena> arena(new Arena(data, size));
  shared = arena;
  return arena;
}

std::shared_ptr<Arena> Arena::Opened() {
  std::lock_guard<std::mutex> lock(shared_mutex);
  return shared.lock();
}

Arena::Arena(uint8_t* data, size_t size) : data_(data), size_(size) { free_[0] = size; }

Arena::~Arena() { UnmapPages(data_, size_); }

int64_t Arena::Allocate(size_t bytes) {
  if (bytes == 0 || bytes > size_) return -1;
  const size_t wanted = (bytes + kAlignment - 1) / kAlignment * kAlignment;
  size_t at = 0;
  size_t dirty = 0;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found =
        std::find_if(free_.begin(), free_.end(), [wanted](const auto& range) { return range.second >= wanted; });
    if (found == free_.end()) return -1;
    const size_t length = found->second;
    at = found->first;
    free_.erase(found);
    if (length > wanted) free_[at + wanted] = length - wanted;
    used_[at] = wanted;
    dirty = untouched_ > at ? std::min(untouched_ - at, wanted) : 0;
    untouched_ = std::max(untouched_, at + wanted);
  }
  // Only what was used before: a large range takes memory as it is written, not when it is handed out.
  std::memset(data_ + at, 0, dirty);
  return static_cast<int64_t>(at);
}

bool Arena::Free(size_t offset) {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto used = used_.find(offset);
  if (used == used_.end()) return false;
  size_t length = used->second;
  used_.erase(used);
  auto next = free_.lower_bound(offset);
  if (next != free_.end() && offset + length == next->first) {
    length += next->second;
    next = free_.erase(next);
  }
  if (next != free_.begin()) {
    auto previous = std::prev(next);
    if (previous->first + previous->second == offset) {
      previous->second += length;
      return true;
    }
  }
  free_[offset] = length;
  return true;
}

size_t Arena::free_bytes() {
  std::lock_guard<std::mutex> lock(mutex_);
  size_t sum = 0;
  for (const auto& [offset, length] : free_) sum += length;
  return sum;
}

}  // namespace jamnet
