// An engine for tests, without Node.
#pragma once
#include <poll.h>

#include <cstdlib>
#include <cstring>
#include <memory>

#include "net/linux/engine.h"
#include "test/check.h"

namespace jamnet_test {

using namespace jamnet;

// An engine with memory of its own instead of the arena, so that the address sanitizer sees its ends.
struct Rig {
  explicit Rig(EngineOptions options = {}) : layout(0, options.batches) {
    memory.reset(static_cast<uint8_t*>(std::aligned_alloc(4096, (layout.end + 4095) / 4096 * 4096)));
    std::memset(memory.get(), 0, layout.batch);
    options.arena_bytes = layout.end;
    engine = std::make_unique<Engine>(memory.get(), layout, options);
  }

  int Open(const char* address = "127.0.0.1", uint16_t port = 0, bool shared = false, int family = 4) {
    SocketRequest request;
    if (const int error = ParseAddress(address, family, port, &request.address)) return -error;
    request.shared = shared;
    request.receive_bytes = 1 << 20;
    request.send_bytes = 1 << 20;
    return engine->Open(request);
  }

  void Submit(uint32_t index, int socket, uint16_t port, uint32_t length, uint8_t fill, double at_ns = 0) {
    auto* submission = reinterpret_cast<Submission*>(memory.get() + layout.submissions) + index;
    submission->at_ns = at_ns;
    submission->offset = static_cast<uint32_t>(layout.bytes + used);
    submission->length = length;
    submission->socket = static_cast<uint32_t>(socket);
    SocketAddress to;
    ParseAddress("127.0.0.1", 4, port, &to);
    std::memcpy(submission->address, &to, sizeof to);
    std::memset(memory.get() + submission->offset, fill, length);
    used += length;
  }

  uint16_t Port(int id) { return engine->socket(static_cast<uint32_t>(id))->port(); }
  const Descriptor* Descriptors(uint32_t batch = 0) const {
    return reinterpret_cast<const Descriptor*>(memory.get() + layout.batch + batch * ReceiveBatch::kBytes);
  }
  double Counted(Count which) const {
    double sum = 0;
    for (uint32_t i = 0; i < Engine::kCounterBlocks; i += 1) {
      sum += Counters(memory.get() + layout.counters + i * Counters::kBytes).Load(which);
    }
    return sum;
  }

  // Receives until `wanted` datagrams are there; each must be filled with `fill`, counting up, and have `length` bytes.
  uint32_t ReceiveAll(int id, uint32_t wanted, uint32_t length, uint8_t fill) {
    uint32_t got = 0;
    while (got < wanted) {
      pollfd ready{engine->socket(static_cast<uint32_t>(id))->fd(), POLLIN, 0};
      if (poll(&ready, 1, 2000) <= 0) break;
      uint32_t described = 0;
      engine->Receive(static_cast<uint32_t>(id), 0, 0, &described);
      while (described > 0) {
        for (uint32_t i = 0; i < described; i += 1, got += 1) {
          const Descriptor& each = Descriptors()[i];
          CHECK_EQ(each.length, length);
          CHECK_EQ(memory.get()[each.offset], static_cast<uint8_t>(fill + got));
          CHECK(static_cast<int64_t>(each.arrival_ns) <= MonotonicNs());
          CHECK(static_cast<int64_t>(each.arrival_ns) > MonotonicNs() - 5000000000);
        }
        described = engine->ReceiveMore(0, 0);
      }
    }
    return got;
  }

  struct Freed {
    void operator()(uint8_t* memory) const { std::free(memory); }
  };
  EngineLayout layout;
  std::unique_ptr<uint8_t, Freed> memory;
  std::unique_ptr<Engine> engine;
  size_t used = 0;
};

}  // namespace jamnet_test
