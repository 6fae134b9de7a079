#include "net/pacing_heap.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <vector>

#include "net/lateness.h"
#include "test/check.h"

using namespace jamnet;

namespace {
const uint8_t kAddress[28] = {1};
}

TEST(datagrams_come_out_by_time_and_then_by_order) {
  PacingHeap heap(1000);
  std::mt19937 random(3);
  std::vector<std::pair<int64_t, uint32_t>> expected;
  for (uint32_t i = 0; i < 1000; i += 1) {
    const int64_t at = random() % 50;
    expected.emplace_back(at, i);
    CHECK(heap.Push(at, 1, kAddress, reinterpret_cast<const uint8_t*>(&i), sizeof i));
  }
  CHECK(heap.full());
  CHECK(!heap.Push(1, 1, kAddress, kAddress, 1));
  std::sort(expected.begin(), expected.end());
  for (const auto& [at, number] : expected) {
    REQUIRE(heap.size() > 0);
    const uint32_t slot = heap.Take();
    uint32_t found = 0;
    std::memcpy(&found, heap.at(slot).bytes.data(), sizeof found);
    CHECK_EQ(heap.at(slot).at_ns, at);
    CHECK_EQ(found, number);
    heap.Release(slot);
  }
  CHECK_EQ(heap.size(), 0u);
}

TEST(what_waits_for_a_closed_socket_is_dropped_and_its_room_is_there_again) {
  PacingHeap heap(8);
  for (uint32_t i = 0; i < 8; i += 1) CHECK(heap.Push(8 - i, i % 2, kAddress, kAddress, 1));
  CHECK_EQ(heap.Drop(1), 4u);
  CHECK_EQ(heap.Drop(1), 0u);
  CHECK_EQ(heap.size(), 4u);
  for (uint32_t i = 0; i < 4; i += 1) CHECK(heap.Push(i, 0, kAddress, kAddress, 1));
  CHECK(heap.full());
  int64_t last = -1;
  while (heap.size() > 0) {
    const uint32_t slot = heap.Take();
    CHECK(heap.at(slot).at_ns >= last);
    last = heap.at(slot).at_ns;
    heap.Release(slot);
  }
}

TEST(bytes_of_any_length_fit) {
  PacingHeap heap(1);
  const std::vector<uint8_t> large(65507, 9);
  CHECK(heap.Push(1, 1, kAddress, nullptr, 0));
  heap.Release(heap.Take());
  CHECK(heap.Push(1, 1, kAddress, large.data(), static_cast<uint32_t>(large.size())));
  CHECK_EQ(heap.top().bytes[65506], 9);
}

TEST(lateness_falls_into_the_right_bucket) {
  CHECK_EQ(LatenessBucket(-5), 0u);
  CHECK_EQ(LatenessBucket(999), 0u);
  CHECK_EQ(LatenessBucket(1000), 1u);
  CHECK_EQ(LatenessBucket(999999), 999u);
  CHECK_EQ(LatenessBucket(1000000), 1000u);
  CHECK_EQ(LatenessBucket(1999999), 1000u);
  CHECK_EQ(LatenessBucket(2000000), 1001u);
  CHECK_EQ(LatenessBucket(4000000), 1002u);
  CHECK_EQ(LatenessBucket(INT64_MAX), kLatenessBuckets - 1);
}

TEST(a_full_bucket_of_the_histogram_does_not_start_again) {
  std::vector<uint32_t> histogram(kLatenessBuckets);
  histogram[3] = UINT32_MAX - 1;
  for (int i = 0; i < 3; i += 1) CountLateness(histogram.data(), 3500);
  CHECK_EQ(histogram[3], UINT32_MAX);
}
