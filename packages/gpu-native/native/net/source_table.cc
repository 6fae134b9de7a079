#include "net/source_table.h"

#include <cstring>
#include <random>

namespace jamnet {

namespace {

uint32_t PowerOfTwoAbove(uint32_t value) {
  uint32_t power = 1;
  while (power <= value) power <<= 1;
  return power;
}

uint64_t Mix(uint64_t value) {
  value ^= value >> 33;
  value *= 0xff51afd7ed558ccdull;
  value ^= value >> 33;
  value *= 0xc4ceb9fe1a85ec53ull;
  return value ^ (value >> 33);
}

}  // namespace

SourceTable::SourceTable(uint32_t* generations, uint32_t capacity)
    : capacity_(capacity < kCapacity ? capacity : kCapacity),
      generations_(generations),
      keys_(capacity_),
      used_(capacity_, 0),
      buckets_(PowerOfTwoAbove(capacity_), kNone),
      next_(capacity_, kNone) {
  // Senders must not be able to choose addresses that all fall into one bucket.
  std::random_device random;
  seed_ = (static_cast<uint64_t>(random()) << 32) | random();
}

uint32_t SourceTable::BucketOf(const SourceKey& key) const {
  uint64_t words[2];
  std::memcpy(words, key.address.data(), sizeof words);
  const uint64_t rest = (static_cast<uint64_t>(key.zone) << 32) | (static_cast<uint64_t>(key.port) << 8) | key.family;
  const uint64_t hash = Mix(Mix(Mix(words[0] ^ seed_) ^ words[1]) ^ rest);
  return static_cast<uint32_t>(hash & (buckets_.size() - 1));
}

uint16_t SourceTable::IndexOf(const SourceKey& key) {
  if (last_ != kNone && keys_[last_] == key) return last_;
  for (uint16_t index = buckets_[BucketOf(key)]; index != kNone; index = next_[index]) {
    if (!(keys_[index] == key)) continue;
    // Seen again is what counts: addresses that are heard once push each other out, and nobody else.
    used_[index] = 1;
    last_ = index;
    return index;
  }
  const uint16_t index = size_ < capacity_ ? static_cast<uint16_t>(size_++) : RecycledIndex();
  keys_[index] = key;
  __atomic_fetch_add(&generations_[index], 1, __ATOMIC_RELEASE);
  Link(index);
  last_ = index;
  return index;
}

uint16_t SourceTable::RecycledIndex() {
  while (used_[hand_] == 1) {
    used_[hand_] = 0;
    hand_ = (hand_ + 1) % capacity_;
  }
  const auto index = static_cast<uint16_t>(hand_);
  hand_ = (hand_ + 1) % capacity_;
  Unlink(index);
  return index;
}

void SourceTable::Link(uint16_t index) {
  uint16_t& first = buckets_[BucketOf(keys_[index])];
  next_[index] = first;
  first = index;
}

void SourceTable::Unlink(uint16_t index) {
  uint16_t* link = &buckets_[BucketOf(keys_[index])];
  while (*link != index) link = &next_[*link];
  *link = next_[index];
}

}  // namespace jamnet
