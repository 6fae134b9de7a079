#include "memory/split.h"

#include <random>
#include <vector>

#include "test/check.h"

using namespace jamnet;

namespace {

// What SplitAt is, said simply.
std::vector<uint32_t> Wanted(const std::vector<uint8_t>& bytes, uint32_t base) {
  std::vector<uint32_t> pairs;
  size_t start = 0;
  for (size_t at = 0; at <= bytes.size(); at++) {
    if (at < bytes.size() ? bytes[at] != '\n' : start == at) continue;
    pairs.push_back(base + static_cast<uint32_t>(start));
    pairs.push_back(static_cast<uint32_t>(at - start));
    start = at + 1;
  }
  return pairs;
}

}  // namespace

TEST(pieces_are_those_between_separators) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; round++) {
    std::vector<uint8_t> bytes(random() % 300);
    const uint32_t often = 1 + random() % 20;
    for (auto& byte : bytes) byte = random() % often == 0 ? '\n' : static_cast<uint8_t>(random());
    const std::vector<uint32_t> wanted = Wanted(bytes, 1000);
    std::vector<uint32_t> pairs(2 * bytes.size() + 2, 0xabababab);
    const size_t count = SplitAt(bytes.data(), bytes.size(), '\n', 1000, pairs.data(), bytes.size() + 1);
    CHECK_EQ(count, wanted.size() / 2);
    pairs.resize(2 * count);
    CHECK(pairs == wanted);
  }
}

TEST(no_more_than_there_is_room_for_is_written) {
  const std::vector<uint8_t> bytes(200, '\n');
  std::vector<uint32_t> pairs(6, 7);
  CHECK_EQ(SplitAt(bytes.data(), bytes.size(), '\n', 0, pairs.data(), 2), bytes.size());
  CHECK_EQ(pairs[2], 1u);
  CHECK_EQ(pairs[4], 7u);
  CHECK_EQ(SplitAt(nullptr, 0, '\n', 0, nullptr, 0), 0u);
}
