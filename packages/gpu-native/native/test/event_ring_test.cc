// thread sanitizer with: audio
#include "audio/event_ring.h"

#include <thread>
#include <vector>

#include "test/check.h"

using namespace jamnet;

namespace {

struct Memory {
  explicit Memory(uint32_t events) : size(EventRing::Bytes(events)), room(size + 8) {
    start = room.data() + (8 - reinterpret_cast<uintptr_t>(room.data()) % 8) % 8;
    EventRing::Create(start, events);
  }
  size_t size;
  std::vector<uint8_t> room;
  uint8_t* start;
};

MidiEvent Numbered(uint32_t n) {
  MidiEvent event;
  event.at_ns = n * 0x100000001ull;
  event.gpu_ns = ~event.at_ns;
  event.position = n;
  event.bar = -static_cast<int32_t>(n);
  event.id = ~n;
  event.form = MidiEvent::kBytes;
  event.flags = MidiEvent::kPredicted;
  event.length = 16;
  for (uint8_t i = 0; i < 16; i += 1) event.data[i] = static_cast<uint8_t>(n + i);
  return event;
}

bool Same(const MidiEvent& a, const MidiEvent& b) {
  return a.at_ns == b.at_ns && a.gpu_ns == b.gpu_ns && a.position == b.position && a.bar == b.bar && a.id == b.id &&
         a.form == b.form && a.flags == b.flags && a.length == b.length && std::memcmp(a.data, b.data, 16) == 0;
}

}  // namespace

TEST(only_a_ring_of_events_that_fits_is_opened) {
  Memory memory(8);
  CHECK_EQ(EventRing::Bytes(0), 0u);
  CHECK_EQ(EventRing::Bytes(3), 0u);
  CHECK(EventRing(memory.start, memory.size).ok());
  CHECK(!EventRing(memory.start, memory.size - 1).ok());
  CHECK(!EventRing(nullptr, memory.size).ok());
  memory.start[16] = 7;
  CHECK(!EventRing(memory.start, memory.size).ok());
}

TEST(events_come_out_in_order_when_they_are_due_and_a_full_ring_counts_what_it_refuses) {
  Memory memory(4);
  EventRing ring(memory.start, memory.size);
  MidiEvent in[5], out;
  for (uint32_t i = 0; i < 5; i += 1) in[i] = Numbered(i);
  CHECK(!ring.Push(in, 5));
  CHECK(ring.Push(in, 4));
  CHECK(!ring.Push(in, 1));
  CHECK_EQ(ring.dropped(), 6u);
  CHECK(ring.Pop(&out, 0));
  CHECK(!ring.Pop(&out, in[1].at_ns - 1));
  for (uint32_t i = 1; i < 4; i += 1) {
    CHECK(ring.Pop(&out, in[i].at_ns));
    CHECK(Same(out, in[i]));
  }
  CHECK(!ring.Pop(&out));
}

TEST(two_threads_pass_events_without_a_loss_or_a_tear) {
  constexpr uint32_t kEvents = 100000;
  Memory memory(64);
  const uint32_t counters = 0xffffff00u;
  std::memcpy(memory.start + 128, &counters, 4);
  std::memcpy(memory.start + 256, &counters, 4);
  std::thread thread([&memory] {
    EventRing writer(memory.start, memory.size);
    for (uint32_t n = 0; n < kEvents; n += 1) {
      const MidiEvent event = Numbered(n);
      while (!writer.Push(&event, 1)) std::this_thread::yield();
    }
  });
  EventRing reader(memory.start, memory.size);
  uint32_t wrong = 0;
  MidiEvent out;
  for (uint32_t n = 0; n < kEvents;) {
    if (!reader.Pop(&out)) {
      std::this_thread::yield();
      continue;
    }
    wrong += Same(out, Numbered(n)) ? 0 : 1;
    n += 1;
  }
  thread.join();
  CHECK_EQ(wrong, 0u);
}
