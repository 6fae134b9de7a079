// One received message may hold several datagrams of one sender, all of one length but the last (UDP_GRO).
#pragma once
#include <cstdint>

namespace jamnet {

class Segments {
 public:
  // `segment` 0 means that the message is one datagram.
  Segments(uint32_t total, uint32_t segment) : total_(total), segment_(segment == 0 || segment > total ? total : segment) {}

  // False at the end. A message without bytes is one datagram without bytes.
  bool Next(uint32_t* offset, uint32_t* length) {
    if (at_ >= total_ && (total_ > 0 || started_)) return false;
    const uint32_t left = total_ - at_;
    *offset = at_;
    *length = left < segment_ ? left : segment_;
    at_ += *length;
    started_ = true;
    return true;
  }

 private:
  uint32_t total_;
  uint32_t segment_;
  uint32_t at_ = 0;
  bool started_ = false;
};

}  // namespace jamnet
