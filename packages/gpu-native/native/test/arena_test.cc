// thread sanitizer with: memory
#include "memory/arena.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <random>
#include <thread>
#include <vector>

#include "memory/arena_share.h"
#include "memory/pages.h"
#include "test/check.h"

using namespace jamnet;

static constexpr size_t kBytes = 1 << 20;

TEST(there_is_one_arena_and_the_first_call_decides_its_size) {
  const auto first = Arena::Get(kBytes);
  REQUIRE(first != nullptr);
  CHECK_EQ(first->size() % PageBytes(), 0u);
  CHECK(first->size() >= kBytes && first->size() < kBytes + PageBytes());
  CHECK_EQ(reinterpret_cast<uintptr_t>(first->data()) % PageBytes(), 0u);
  CHECK(Arena::Get(2 * kBytes) == first);
  CHECK(Arena::Opened() == first);
}

TEST(it_goes_when_nobody_holds_it) {
  { CHECK(Arena::Get(kBytes) != nullptr); }
  CHECK(Arena::Opened() == nullptr);
  const auto next = Arena::Get(2 * kBytes);
  CHECK_EQ(next->size(), 2 * kBytes);
}

TEST(the_system_may_refuse) {
  CHECK(Arena::Get(0) == nullptr);
  CHECK(Arena::Get(SIZE_MAX) == nullptr);
  CHECK(Arena::Get(size_t{1} << 62) == nullptr);
}

TEST(ranges_are_aligned_zeroed_and_apart) {
  const auto arena = Arena::Get(kBytes);
  const int64_t a = arena->Allocate(1);
  const int64_t b = arena->Allocate(300);
  const int64_t c = arena->Allocate(256);
  CHECK_EQ(a, 0);
  CHECK_EQ(b, 256);
  CHECK_EQ(c, 768);
  std::memset(arena->data() + b, 0xff, 512);
  CHECK(arena->Free(static_cast<size_t>(b)));
  const int64_t again = arena->Allocate(512);
  CHECK_EQ(again, b);
  for (size_t i = 0; i < 512; i += 1) REQUIRE(arena->data()[static_cast<size_t>(again) + i] == 0);
}

TEST(a_range_that_reaches_into_untouched_memory_is_zeroed_all_the_same) {
  const auto arena = Arena::Get(kBytes);
  const int64_t low = arena->Allocate(1000);
  std::memset(arena->data() + low, 0xee, 1024);
  CHECK(arena->Free(static_cast<size_t>(low)));
  const int64_t high = arena->Allocate(5000);
  CHECK_EQ(high, 0);
  for (size_t i = 0; i < 5000; i += 1) REQUIRE(arena->data()[i] == 0);
}

TEST(exhaustion_is_an_answer_and_what_is_freed_can_be_had_again) {
  const auto arena = Arena::Get(kBytes);
  CHECK_EQ(arena->Allocate(arena->size() + 1), -1);
  CHECK_EQ(arena->Allocate(SIZE_MAX), -1);
  CHECK_EQ(arena->Allocate(0), -1);
  const int64_t all = arena->Allocate(arena->size());
  CHECK_EQ(all, 0);
  CHECK_EQ(arena->free_bytes(), 0u);
  CHECK_EQ(arena->Allocate(1), -1);
  CHECK(arena->Free(0));
  CHECK_EQ(arena->free_bytes(), arena->size());
}

TEST(a_double_free_and_a_foreign_offset_are_refused) {
  const auto arena = Arena::Get(kBytes);
  const int64_t a = arena->Allocate(1000);
  CHECK(!arena->Free(static_cast<size_t>(a) + 256));
  CHECK(!arena->Free(SIZE_MAX));
  CHECK(arena->Free(static_cast<size_t>(a)));
  CHECK(!arena->Free(static_cast<size_t>(a)));
  CHECK_EQ(arena->free_bytes(), arena->size());
}

TEST(neighbours_merge_in_whatever_order_they_are_freed) {
  const auto arena = Arena::Get(kBytes);
  std::mt19937 random(1);
  for (int round = 0; round < 20; round += 1) {
    std::vector<int64_t> offsets;
    for (int64_t at = arena->Allocate(1 + random() % 5000); at >= 0; at = arena->Allocate(1 + random() % 5000))
      offsets.push_back(at);
    std::shuffle(offsets.begin(), offsets.end(), random);
    for (const int64_t offset : offsets) CHECK(arena->Free(static_cast<size_t>(offset)));
    CHECK_EQ(arena->free_bytes(), arena->size());
    const int64_t whole = arena->Allocate(arena->size());
    CHECK_EQ(whole, 0);
    CHECK(arena->Free(0));
  }
}

TEST(threads_get_ranges_that_do_not_overlap) {
  const auto arena = Arena::Get(kBytes);
  std::vector<std::thread> threads;
  std::atomic<int> overlaps{0};
  for (uint8_t id = 1; id <= 4; id += 1) {
    threads.emplace_back([&arena, &overlaps, id] {
      std::mt19937 random(id);
      for (int i = 0; i < 2000; i += 1) {
        const size_t bytes = 1 + random() % 2000;
        const int64_t at = arena->Allocate(bytes);
        if (at < 0) continue;
        uint8_t* data = arena->data() + at;
        std::memset(data, id, bytes);
        if (data[0] != id || data[bytes - 1] != id) overlaps += 1;
        arena->Free(static_cast<size_t>(at));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK_EQ(overlaps.load(), 0);
  CHECK_EQ(arena->free_bytes(), arena->size());
}

TEST(a_share_that_ends_gives_back_what_it_holds_and_nothing_else) {
  const auto arena = Arena::Get(kBytes);
  ArenaShare mine(arena);
  const int64_t kept = mine.Allocate(1000);
  {
    ArenaShare theirs(arena);
    const int64_t a = theirs.Allocate(1000);
    CHECK(theirs.Allocate(5000) > 0);
    CHECK(!mine.Free(static_cast<size_t>(a)));
    CHECK(!theirs.Free(static_cast<size_t>(kept)));
    CHECK(theirs.Free(static_cast<size_t>(a)));
    CHECK(!theirs.Free(static_cast<size_t>(a)));
  }
  CHECK_EQ(arena->free_bytes(), arena->size() - 1024);
  CHECK(mine.Free(static_cast<size_t>(kept)));
}

TEST(a_share_keeps_the_arena_mapped) {
  auto arena = Arena::Get(kBytes);
  ArenaShare share(arena);
  uint8_t* data = arena->data();
  arena.reset();
  data[0] = 1;
  CHECK_EQ(data[0], 1);
}
