#include "net/source_table.h"

#include <map>
#include <random>

#include "test/check.h"

using namespace jamnet;

namespace {

SourceKey Key(uint32_t address, uint16_t port = 1000, uint32_t zone = 0) {
  SourceKey key;
  for (int i = 0; i < 4; i += 1) key.address[i] = static_cast<uint8_t>(address >> (8 * i));
  key.port = port;
  key.zone = zone;
  key.family = 4;
  return key;
}

}  // namespace

TEST(an_address_keeps_its_index_and_others_get_others) {
  uint32_t generations[SourceTable::kCapacity] = {};
  SourceTable table(generations);
  const uint16_t first = table.IndexOf(Key(1));
  CHECK(table.IndexOf(Key(2)) != first);
  CHECK(table.IndexOf(Key(1, 1001)) != first);
  CHECK(table.IndexOf(Key(1, 1000, 3)) != first);
  SourceKey six = Key(1);
  six.family = 6;
  CHECK(table.IndexOf(six) != first);
  CHECK_EQ(table.IndexOf(Key(1)), first);
  REQUIRE(table.At(first) != nullptr);
  CHECK(*table.At(first) == Key(1));
  CHECK_EQ(generations[first], 1u);
  CHECK(table.At(5) == nullptr);
}

TEST(who_is_heard_again_and_again_is_never_pushed_out) {
  uint32_t generations[SourceTable::kCapacity] = {};
  SourceTable table(generations, 16);
  const uint16_t kept = table.IndexOf(Key(7));
  for (uint32_t stranger = 100; stranger < 5000; stranger += 1) {
    table.IndexOf(Key(stranger));
    CHECK_EQ(table.IndexOf(Key(7)), kept);
  }
  CHECK_EQ(generations[kept], 1u);
}

TEST(random_use_agrees_with_a_map) {
  uint32_t generations[SourceTable::kCapacity] = {};
  SourceTable table(generations, 64);
  std::mt19937 random(1);
  for (int i = 0; i < 50000; i += 1) {
    const SourceKey key = Key(random() % 200, static_cast<uint16_t>(random() % 2));
    const uint16_t index = table.IndexOf(key);
    REQUIRE(index < 64);
    CHECK(*table.At(index) == key);
    CHECK_EQ(table.IndexOf(key), index);
  }
}
