// One page-aligned mapping for the whole process. The network writes into it, JavaScript has an ArrayBuffer over it in every
// thread that asks, and the GPU imports it: received bytes stay where they are.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace jamnet {

class Arena {
 public:
  // Ranges start at a multiple of this: two cache line pairs, and what Vulkan devices ask of storage buffers.
  static constexpr size_t kAlignment = 256;

  // The process's arena. The first call maps it with that many bytes, rounded up to pages; later calls get the same one
  // whatever they ask for. Null where the system refuses. It stays mapped while anybody holds it.
  static std::shared_ptr<Arena> Get(size_t bytes);
  // The process's arena if it is mapped, null otherwise.
  static std::shared_ptr<Arena> Opened();

  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  uint8_t* data() const { return data_; }
  size_t size() const { return size_; }

  // Offset of a free range, zeroed, or -1 where there is none. Any thread.
  int64_t Allocate(size_t bytes);
  // Gives a range back. False for an offset that is not handed out (any more).
  bool Free(size_t offset);
  size_t free_bytes();

 private:
  Arena(uint8_t* data, size_t size);

  uint8_t* const data_;
  const size_t size_;
  std::mutex mutex_;
  std::map<size_t, size_t> free_;  // length by offset, neighbours always merged
  std::map<size_t, size_t> used_;
  size_t untouched_ = 0;  // nothing from here on was ever handed out, so it is zero as the system gave it
};

}  // namespace jamnet
