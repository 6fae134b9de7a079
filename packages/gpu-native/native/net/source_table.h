// Numbers source addresses for descriptors, which have 16 bits for one. Bounded: addresses that fell silent make room.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

namespace jamnet {

// What tells two senders apart: an address of 16 bytes (IPv4 in the first four), its zone, its port, its family.
struct SourceKey {
  std::array<uint8_t, 16> address{};
  uint32_t zone = 0;
  uint16_t port = 0;
  uint8_t family = 0;  // 4 or 6

  bool operator==(const SourceKey& other) const {
    return port == other.port && zone == other.zone && family == other.family && address == other.address;
  }
};

// As packages/toast/src/dgram/source-table.ts: second chance. A hand goes round, takes the mark off indices that were used
// since it last came by, and recycles the first without one. Nothing is allocated after the constructor.
class SourceTable {
 public:
  static constexpr uint32_t kCapacity = 4096;
  static constexpr uint16_t kNone = 0xffff;

  // `generations` has kCapacity words; the one of an index changes whenever it is given to another address.
  explicit SourceTable(uint32_t* generations, uint32_t capacity = kCapacity);

  uint16_t IndexOf(const SourceKey& key);
  // Null for an index that was not handed out.
  const SourceKey* At(uint32_t index) const { return index < size_ ? &keys_[index] : nullptr; }

 private:
  uint16_t RecycledIndex();
  void Link(uint16_t index);
  void Unlink(uint16_t index);
  uint32_t BucketOf(const SourceKey& key) const;

  const uint32_t capacity_;
  uint32_t* const generations_;
  uint32_t size_ = 0;
  uint32_t hand_ = 0;
  uint16_t last_ = kNone;  // datagrams come in runs from one sender
  uint64_t seed_;
  std::vector<SourceKey> keys_;
  std::vector<uint8_t> used_;
  std::vector<uint16_t> buckets_;
  std::vector<uint16_t> next_;
};

}  // namespace jamnet
