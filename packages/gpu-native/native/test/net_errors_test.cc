// thread sanitizer with: memory clock net thread
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "net/linux/receive_thread.h"
#include "test/engine_rig.h"

using namespace jamnet;
using jamnet_test::Rig;

TEST(a_refused_send_is_counted_and_the_others_go) {
  Rig rig;
  const int from = rig.Open();
  const int to = rig.Open();
  rig.Submit(0, from, rig.Port(to), 20, 0);
  rig.Submit(1, from, 0, 20, 1);      // port 0 is none
  rig.Submit(2, from, rig.Port(to), 65508, 1);  // one byte too long
  rig.Submit(3, 999, rig.Port(to), 20, 1);      // no such socket
  rig.Submit(4, from, rig.Port(to), 20, 1);
  rig.engine->Flush(5);
  CHECK_EQ(rig.ReceiveAll(to, 2, 20, 0), 2u);
  CHECK_EQ(rig.Counted(Count::kSendErrors), 3);
}

TEST(a_run_that_nobody_can_be_sent_costs_the_others_no_segmentation) {
  Rig rig;
  const int from = rig.Open();
  const int to = rig.Open();
  for (uint32_t i = 0; i < 10; i += 1) rig.Submit(i, from, i < 5 ? 0 : rig.Port(to), 20, static_cast<uint8_t>(i - 5));
  rig.engine->Flush(10);
  CHECK_EQ(rig.ReceiveAll(to, 5, 20, 0), 5u);
  CHECK_EQ(rig.Counted(Count::kSendErrors), 5);
  CHECK_EQ(rig.engine->socket(static_cast<uint32_t>(from))->segment_limit(), uint32_t{UINT16_MAX});
}

TEST(the_last_error_tells_where_it_happened) {
  Rig rig;
  const int from = rig.Open();
  CHECK_EQ(rig.engine->last_error().error, 0);
  rig.Submit(0, from, 4711, 65508, 1);
  rig.engine->Flush(1);
  const ErrorRecord sent = rig.engine->last_error();
  CHECK_EQ(sent.error, EMSGSIZE);
  CHECK(sent.sending && sent.address.port == 4711 && FormatAddress(sent.address) == "127.0.0.1");
  CHECK(sent.at_ns > 0 && sent.at_ns <= MonotonicNs());
  // An unconnected socket is told nothing of ports that are closed; one that is connected is.
  UdpSocket* socket = rig.engine->socket(static_cast<uint32_t>(from));
  const int closed = rig.Open();
  const uint16_t port = rig.Port(closed);
  rig.engine->CloseSocket(static_cast<uint32_t>(closed));
  SocketAddress nobody;
  ParseAddress("127.0.0.1", 4, port, &nobody);
  REQUIRE(connect(socket->fd(), &nobody.base, nobody.length()) == 0);
  rig.Submit(0, from, port, 20, 1);
  rig.engine->Flush(1);
  uint32_t described = 0;
  CHECK_EQ(rig.engine->Receive(static_cast<uint32_t>(from), 0, 0, &described), -ECONNREFUSED);
  CHECK_EQ(rig.Counted(Count::kSocketErrors), 1);
  const ErrorRecord reported = rig.engine->last_error();
  CHECK_EQ(reported.error, ECONNREFUSED);
  CHECK(!reported.sending && reported.address.port == rig.Port(from));
}

TEST(a_submission_from_outside_the_arena_is_refused_and_counted) {
  Rig rig;
  const int from = rig.Open();
  const int to = rig.Open();
  for (uint32_t i = 0; i < 3; i += 1) rig.Submit(i, from, rig.Port(to), 20, static_cast<uint8_t>(i == 2 ? 1 : 0));
  auto* submissions = reinterpret_cast<Submission*>(rig.memory.get() + rig.layout.submissions);
  submissions[1].offset = static_cast<uint32_t>(rig.layout.end - 19);
  rig.engine->Flush(3);
  CHECK_EQ(rig.ReceiveAll(to, 2, 20, 0), 2u);
  CHECK_EQ(rig.Counted(Count::kSendErrors), 1);
  CHECK_EQ(rig.engine->last_error().error, EFAULT);
}

TEST(a_message_that_the_kernel_has_not_told_all_of_is_dropped_and_counted) {
  Rig rig;
  const int from = rig.Open();
  const int to = rig.Open();
  const int fd = rig.engine->socket(static_cast<uint32_t>(to))->fd();
  const auto send_and_receive = [&] {
    rig.used = 0;
    rig.Submit(0, from, rig.Port(to), 20, 1);
    rig.engine->Flush(1);
    pollfd ready{fd, POLLIN, 0};
    poll(&ready, 1, 2000);
    uint32_t described = 0;
    CHECK_EQ(rig.engine->Receive(static_cast<uint32_t>(to), 0, 0, &described), 1);
    CHECK(!rig.engine->HasMore(0));
    return described;
  };
  CHECK_EQ(send_and_receive(), 1u);
  // More than there is room for.
  const int one = 1;
  REQUIRE(setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &one, sizeof one) == 0);
  REQUIRE(setsockopt(fd, IPPROTO_IP, IP_RECVTTL, &one, sizeof one) == 0);
  CHECK_EQ(send_and_receive(), 0u);
  CHECK_EQ(rig.Counted(Count::kSocketErrors), 1);
  CHECK_EQ(rig.engine->last_error().error, EMSGSIZE);
}

TEST(a_socket_tells_what_it_was_granted_and_what_was_dropped) {
  for (const bool segmentation : {true, false}) {
    EngineOptions options;
    options.segmentation = segmentation;
    Rig rig(options);
    const int from = rig.Open();
    const int to = rig.Open();
    for (uint32_t i = 0; i < 8; i += 1) rig.Submit(i, from, rig.Port(to), 150, static_cast<uint8_t>(i));
    rig.engine->Flush(8);
    const Granted granted = rig.engine->socket(static_cast<uint32_t>(to))->granted();
    CHECK(granted.stamps);
    CHECK_EQ(granted.grouping, segmentation);
    CHECK_EQ(granted.segment_bytes > 0, segmentation);
    CHECK_EQ(granted.dropped, 0u);
    const int least = 0;
    const int fd = rig.engine->socket(static_cast<uint32_t>(to))->fd();
    REQUIRE(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &least, sizeof least) == 0);
    for (uint32_t round = 0; round < 4; round += 1) {
      rig.used = 0;
      for (uint32_t i = 0; i < 100; i += 1) rig.Submit(i, from, rig.Port(to), 1200, 0);
      rig.engine->Flush(100);
    }
    CHECK(rig.engine->socket(static_cast<uint32_t>(to))->granted().dropped > 0);
  }
}

TEST(a_receiving_thread_that_cannot_be_made_is_an_exception_and_leaves_nothing_open) {
  EngineOptions options;
  options.batches = ReceiveThread::kBatches;
  Rig rig(options);
  // The pacing thread must be under way: a sanitizer looks at a thread that starts, and needs descriptors for it as well.
  const int paced = rig.Open();
  REQUIRE(paced > 0);
  rig.Submit(0, paced, rig.Port(paced), 10, 1, static_cast<double>(MonotonicNs() + 1000000));
  rig.engine->Flush(1);
  REQUIRE(rig.ReceiveAll(paced, 1, 10, 1) == 1);
  const int next = dup(0);
  REQUIRE(next >= 0);
  close(next);
  rlimit before;
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  for (const int left : {0, 1}) {
    rlimit limit = before;
    limit.rlim_cur = static_cast<rlim_t>(next + left);
    REQUIRE(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    int thrown = 0;
    try {
      ReceiveThread thread(*rig.engine, [] {});
      setrlimit(RLIMIT_NOFILE, &before);
    } catch (const std::system_error& error) {
      // Before anything else: the sanitizer needs descriptors to look at what was thrown.
      setrlimit(RLIMIT_NOFILE, &before);
      thrown = error.code().value();
    }
    CHECK_EQ(thrown, EMFILE);
    const int same = dup(0);
    CHECK_EQ(same, next);
    close(same);
  }
}
