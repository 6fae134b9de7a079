#include "net/linux/receive_batch.h"

#include <cerrno>
#include <cstring>

namespace jamnet {

ReceiveBatch::ReceiveBatch(uint8_t* arena, size_t at)
    : arena_(arena),
      descriptors_(reinterpret_cast<Descriptor*>(arena + at)),
      slots_at_(at + kDescriptorBytes),
      messages_(new mmsghdr[kSlots]()),
      vectors_(new iovec[kSlots]()),
      senders_(new SocketAddress[kSlots]()),
      controls_(new uint8_t[kSlots * kControlBytes]()) {
  for (uint32_t i = 0; i < kSlots; i += 1) {
    vectors_[i] = {arena_ + slots_at_ + static_cast<size_t>(i) * kSlotBytes, kSlotBytes};
    msghdr& header = messages_[i].msg_hdr;
    header.msg_iov = &vectors_[i];
    header.msg_iovlen = 1;
    header.msg_name = &senders_[i];
    header.msg_namelen = sizeof senders_[i];
    header.msg_control = &controls_[i * kControlBytes];
    header.msg_controllen = kControlBytes;
  }
}

int ReceiveBatch::Read(int fd, uint32_t messages) {
  // The kernel shortened these when it filled them.
  for (uint32_t i = 0; i < read_; i += 1) {
    messages_[i].msg_hdr.msg_namelen = sizeof senders_[i];
    messages_[i].msg_hdr.msg_controllen = kControlBytes;
  }
  read_ = described_ = 0;
  in_message_ = false;
  int got;
  do {
    got = recvmmsg(fd, messages_.get(), messages < kSlots ? messages : kSlots, MSG_DONTWAIT, nullptr);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return -errno;
  read_ = static_cast<uint32_t>(got);
  return got;
}

uint32_t ReceiveBatch::Describe(SourceTable& sources, ArrivalClock& clock, Counters& counters) {
  if (described_ == read_) return 0;
  if (described_ == 0 && !in_message_) clock.Pair(ReadClocks(clock.tries()));
  uint32_t count = 0;
  uint64_t bytes = 0;
  while (described_ < read_) {
    const msghdr& header = messages_[described_].msg_hdr;
    if (!in_message_) {
      // Where one datagram ends and the next begins is not known then.
      if ((header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
        counters.Fail(Count::kSocketErrors, 1, EMSGSIZE, KeyOf(senders_[described_]));
        described_ += 1;
        continue;
      }
      const Control control = ReadControl(header);
      rest_ = Segments(messages_[described_].msg_len, control.segment_bytes);
      arrival_ns_ = clock.ToMonotonic(control.arrival_realtime_ns);
      source_ = sources.IndexOf(KeyOf(senders_[described_]));
      in_message_ = true;
    }
    const size_t slot_at = slots_at_ + static_cast<size_t>(described_) * kSlotBytes;
    uint32_t offset = 0;
    uint32_t length = 0;
    bool full = false;
    while (!(full = count == kDescriptors) && rest_.Next(&offset, &length)) {
      Descriptor& out = descriptors_[count++];
      out = Descriptor{};
      out.arrival_ns = static_cast<uint64_t>(arrival_ns_);
      out.offset = static_cast<uint32_t>(slot_at + offset);
      out.length = static_cast<uint16_t>(length);
      out.peer = source_;
      bytes += length;
    }
    if (full) break;
    in_message_ = false;
    described_ += 1;
  }
  counters.Add(Count::kDatagramsReceived, count);
  counters.Add(Count::kBytesReceived, static_cast<double>(bytes));
  return count;
}

}  // namespace jamnet
