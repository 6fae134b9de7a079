// Reads many messages with one system call straight into slots of the arena, and describes the datagrams in them.
#pragma once
#include <sys/socket.h>

#include <cstdint>
#include <memory>

#include "memory/descriptor.h"
#include "net/counters.h"
#include "net/linux/address.h"
#include "net/linux/arrival_clock.h"
#include "net/linux/control.h"
#include "net/segments.h"
#include "net/source_table.h"

namespace jamnet {

class ReceiveBatch {
 public:
  static constexpr uint32_t kSlots = 32;
  // No message is longer, with segmentation or without.
  static constexpr uint32_t kSlotBytes = 65536;
  // The kernel puts up to 128 datagrams into one message.
  static constexpr uint32_t kDescriptors = kSlots * 128;
  static constexpr size_t kDescriptorBytes = kDescriptors * sizeof(Descriptor);
  static constexpr size_t kBytes = kDescriptorBytes + static_cast<size_t>(kSlots) * kSlotBytes;

  // `at` bytes from `arena` on there are kBytes: descriptors, then slots. Offsets in descriptors are from `arena`.
  ReceiveBatch(uint8_t* arena, size_t at);

  // Reads up to `messages` messages, without waiting. Returns how many, or -errno.
  int Read(int fd, uint32_t messages = kSlots);
  // Describes what was read and not described yet, as far as there are descriptors. 0 when all is described.
  uint32_t Describe(SourceTable& sources, ArrivalClock& clock, Counters& counters);
  bool has_more() const { return described_ < read_; }

 private:
  uint8_t* const arena_;
  Descriptor* const descriptors_;
  size_t slots_at_;
  // The kernel reads and writes these on each call; they point into one another, so they stay where they are.
  std::unique_ptr<mmsghdr[]> messages_;
  std::unique_ptr<iovec[]> vectors_;
  std::unique_ptr<SocketAddress[]> senders_;
  std::unique_ptr<uint8_t[]> controls_;
  uint32_t read_ = 0;
  uint32_t described_ = 0;
  Segments rest_{0, 0};
  bool in_message_ = false;
  int64_t arrival_ns_ = 0;
  uint16_t source_ = 0;
};

}  // namespace jamnet
