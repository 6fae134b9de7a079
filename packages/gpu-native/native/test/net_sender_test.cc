#include "net/linux/sender.h"

#include <poll.h>
#include <sys/socket.h>

#include <cstring>
#include <vector>

#include "net/counters.h"
#include "test/check.h"

using namespace jamnet;

namespace {

// Lengths of the messages that come of eight datagrams of 100 bytes, where a receiver lets runs be together.
std::vector<long> Received(bool alone) {
  SocketRequest request;
  if (ParseAddress("127.0.0.1", 4, 0, &request.address) != 0) return {};
  UdpSocket from, to;
  if (from.Open(request) != 0 || to.Open(request) != 0) return {};
  std::vector<double> counts(Counters::kBytes / sizeof(double));
  Counters counters(reinterpret_cast<uint8_t*>(counts.data()));
  Sender sender(counters);
  uint8_t bytes[8][100] = {};
  std::vector<OutgoingDatagram> datagrams;
  for (auto& each : bytes) datagrams.push_back({each, sizeof each, &to.bound(), alone});
  if (sender.Send(from, datagrams.data(), 8) != 8) return {};
  std::vector<long> lengths;
  for (long total = 0; total < 800;) {
    pollfd ready{to.fd(), POLLIN, 0};
    if (poll(&ready, 1, 2000) <= 0) break;
    uint8_t room[2000];
    const long length = recv(to.fd(), room, sizeof room, 0);
    lengths.push_back(length);
    total += length;
  }
  return lengths;
}

}  // namespace

TEST(datagrams_of_one_length_are_a_run) {
  const std::vector<long> lengths = Received(false);
  REQUIRE(!lengths.empty());
  CHECK_EQ(lengths[0], 800);
}

TEST(datagrams_with_a_time_of_their_own_are_no_run) {
  const std::vector<long> lengths = Received(true);
  CHECK_EQ(lengths.size(), 8u);
}
