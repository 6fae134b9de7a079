// thread sanitizer with: memory
#include "memory/ring.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "test/check.h"

using namespace jamnet;

namespace {

struct Memory {
  explicit Memory(uint32_t capacity) : bytes(Ring::Bytes(capacity)), room(bytes + 128) {
    const auto at = reinterpret_cast<uintptr_t>(room.data());
    start = room.data() + (128 - at % 128) % 128;
  }
  size_t bytes;
  std::vector<uint8_t> room;
  uint8_t* start;
};

// Every field follows from the number, so that a torn or stale record shows.
Descriptor Numbered(uint32_t n) {
  Descriptor d{};
  d.arrival_ns = n * 0x100000001ull;
  d.master_ns = ~d.arrival_ns;
  d.offset = n;
  d.sequence = ~n;
  d.length = static_cast<uint16_t>(n);
  d.peer = static_cast<uint16_t>(n >> 16);
  d.stream = d.burst = static_cast<uint8_t>(n);
  return d;
}

bool IsNumber(const Descriptor& d, uint32_t n) {
  const Descriptor wanted = Numbered(n);
  return std::memcmp(&d, &wanted, sizeof d) == 0;
}

void SetCounters(uint8_t* at, uint32_t value) {
  std::memcpy(at + 128, &value, 4);
  std::memcpy(at + 256, &value, 4);
}

}  // namespace

TEST(a_capacity_is_a_power_of_two) {
  CHECK_EQ(Ring::Bytes(0), 0u);
  CHECK_EQ(Ring::Bytes(3), 0u);
  CHECK_EQ(Ring::Bytes(Ring::kMaxCapacity * 2), 0u);
  CHECK_EQ(Ring::Bytes(4), 384u + 128u);
}

TEST(only_a_ring_that_fits_is_opened) {
  Memory memory(8);
  CHECK(!Ring(memory.start, memory.bytes).ok());
  CHECK(!Ring::Create(memory.start, 7));
  CHECK(!Ring::Create(memory.start + 4, 4));
  CHECK(Ring::Create(memory.start, 8));
  CHECK(Ring(memory.start, memory.bytes).ok());
  CHECK(!Ring(memory.start, memory.bytes - 1).ok());
  CHECK(!Ring(memory.start, 0).ok());
  CHECK(!Ring(nullptr, memory.bytes).ok());
}

TEST(records_come_out_in_order_and_a_full_ring_counts_what_it_refuses) {
  Memory memory(4);
  Ring::Create(memory.start, 4);
  Ring producer(memory.start, memory.bytes), consumer(memory.start, memory.bytes);
  Descriptor in[5], out[8];
  for (uint32_t i = 0; i < 5; i += 1) in[i] = Numbered(i);
  CHECK(!producer.Push(in, 5));
  CHECK_EQ(producer.dropped(), 5u);
  CHECK(producer.Push(in, 3));
  CHECK(!producer.Push(in + 3, 2));
  CHECK(producer.Push(in + 3, 1));
  CHECK_EQ(producer.dropped(), 7u);
  CHECK_EQ(consumer.size(), 4u);
  CHECK_EQ(consumer.Pop(out, 8), 4u);
  for (uint32_t i = 0; i < 4; i += 1) CHECK(IsNumber(out[i], i));
  CHECK_EQ(consumer.Pop(out, 8), 0u);
  CHECK(producer.Push(in, 4));
}

TEST(the_wrap_of_the_memory_and_of_the_counters_loses_nothing) {
  for (const uint32_t start : {0u, 0xfffffff0u, 0xffffffffu}) {
    Memory memory(16);
    Ring::Create(memory.start, 16);
    SetCounters(memory.start, start);
    Ring producer(memory.start, memory.bytes), consumer(memory.start, memory.bytes);
    std::mt19937 random(start);
    uint32_t sent = 0, received = 0;
    Descriptor batch[16];
    while (received < 1000) {
      const uint32_t count = random() % 17;
      for (uint32_t i = 0; i < count; i += 1) batch[i] = Numbered(sent + i);
      if (producer.Push(batch, count)) sent += count;
      const uint32_t taken = consumer.Pop(batch, random() % 17);
      for (uint32_t i = 0; i < taken; i += 1) REQUIRE(IsNumber(batch[i], received + i));
      received += taken;
      REQUIRE(consumer.size() == sent - received);
    }
  }
}

TEST(claim_and_peek_end_at_the_wrap) {
  Memory memory(8);
  Ring::Create(memory.start, 8);
  SetCounters(memory.start, 6);
  Ring producer(memory.start, memory.bytes), consumer(memory.start, memory.bytes);
  Descriptor* write;
  const Descriptor* read;
  CHECK_EQ(producer.Claim(&write), 2u);
  write[0] = Numbered(0);
  write[1] = Numbered(1);
  CHECK_EQ(consumer.Peek(&read), 0u);
  producer.Publish(2);
  CHECK_EQ(producer.Claim(&write), 6u);
  write[0] = Numbered(2);
  producer.Publish(1);
  CHECK_EQ(producer.Claim(&write), 5u);
  CHECK_EQ(consumer.Peek(&read), 2u);
  CHECK(IsNumber(read[0], 0) && IsNumber(read[1], 1));
  consumer.Advance(2);
  CHECK_EQ(consumer.Peek(&read), 1u);
  CHECK(IsNumber(read[0], 2));
}

TEST(a_head_that_was_overwritten_does_not_lead_outside) {
  Memory memory(8);
  Ring::Create(memory.start, 8);
  Ring producer(memory.start, memory.bytes), consumer(memory.start, memory.bytes);
  std::mt19937 random(9);
  Descriptor batch[8] = {};
  for (int i = 0; i < 10000; i += 1) {
    const uint32_t garbage = random();
    std::memcpy(memory.start + (random() % 2 == 0 ? 128 : 256), &garbage, 4);
    producer.Push(batch, random() % 9);
    CHECK(consumer.Pop(batch, 8) <= 8);
    CHECK(consumer.size() <= 8);
    Descriptor* first;
    CHECK(producer.Claim(&first) <= 8);
  }
}

TEST(two_threads_pass_a_million_records_without_a_loss_or_a_tear) {
  constexpr uint32_t kRecords = 1000000;
  Memory memory(256);
  Ring::Create(memory.start, 256);
  SetCounters(memory.start, 0xffffff00u);
  Ring consumer(memory.start, memory.bytes);
  std::thread thread([&memory] {
    Ring producer(memory.start, memory.bytes);
    std::mt19937 random(2);
    std::vector<Descriptor> batch(64);
    for (uint32_t sent = 0; sent < kRecords;) {
      if (random() % 2 == 0) {
        const uint32_t count = std::min<uint32_t>(1 + random() % 64, kRecords - sent);
        for (uint32_t i = 0; i < count; i += 1) batch[i] = Numbered(sent + i);
        while (!producer.Push(batch.data(), count)) std::this_thread::yield();
        sent += count;
      } else {
        Descriptor* first;
        const uint32_t count = std::min(producer.Claim(&first), kRecords - sent);
        for (uint32_t i = 0; i < count; i += 1) first[i] = Numbered(sent + i);
        producer.Publish(count);
        sent += count;
      }
    }
  });
  uint32_t received = 0, wrong = 0;
  std::vector<Descriptor> batch(100);
  while (received < kRecords) {
    const uint32_t count = consumer.Pop(batch.data(), 100);
    if (count == 0) std::this_thread::yield();
    for (uint32_t i = 0; i < count; i += 1) wrong += IsNumber(batch[i], received + i) ? 0 : 1;
    received += count;
  }
  thread.join();
  CHECK_EQ(wrong, 0u);
  CHECK_EQ(consumer.size(), 0u);
}
