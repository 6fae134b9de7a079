// thread sanitizer with: memory clock net thread
#include "net/linux/engine.h"

#include <poll.h>

#include <cerrno>
#include <condition_variable>

#include "net/linux/receive_thread.h"
#include "test/engine_rig.h"

using namespace jamnet;
using jamnet_test::Rig;

namespace {

void SendAndReceive(bool segmentation) {
  EngineOptions options;
  options.segmentation = segmentation;
  Rig rig(options);
  const int from = rig.Open();
  const int to = rig.Open();
  REQUIRE(from > 0 && to > 0);
  for (uint32_t i = 0; i < 200; i += 1) rig.Submit(i, from, rig.Port(to), 150, static_cast<uint8_t>(i));
  rig.engine->Flush(200);
  CHECK_EQ(rig.ReceiveAll(to, 200, 150, 0), 200u);
  CHECK_EQ(rig.Counted(Count::kDatagramsSent), 200);
  CHECK_EQ(rig.Counted(Count::kBytesSent), 200 * 150);
  CHECK_EQ(rig.Counted(Count::kDatagramsReceived), 200);
  SourceKey source;
  REQUIRE(rig.engine->Source(rig.Descriptors()[0].peer, &source));
  CHECK_EQ(source.port, rig.Port(from));
  CHECK(FormatAddress(source) == "127.0.0.1");
}

}  // namespace

TEST(datagrams_go_round_loopback_with_segmentation) { SendAndReceive(true); }
TEST(datagrams_go_round_loopback_without_segmentation) { SendAndReceive(false); }

TEST(lengths_and_targets_in_any_order_arrive_in_that_order) {
  Rig rig;
  const int from = rig.Open();
  const int a = rig.Open();
  const int b = rig.Open();
  const uint32_t lengths[] = {0, 100, 100, 50, 50, 1200, 1, 1, 1, 0, 0, 65507, 9, 1500, 1500};
  uint32_t count = 0;
  for (const uint32_t length : lengths) {
    rig.Submit(count++, from, rig.Port(a), length, 1);
    rig.Submit(count++, from, rig.Port(b), length, 2);
  }
  rig.engine->Flush(count);
  for (const int id : {a, b}) {
    uint32_t at = 0;
    while (at < std::size(lengths)) {
      pollfd ready{rig.engine->socket(static_cast<uint32_t>(id))->fd(), POLLIN, 0};
      REQUIRE(poll(&ready, 1, 2000) > 0);
      uint32_t described = 0;
      rig.engine->Receive(static_cast<uint32_t>(id), 0, 0, &described);
      for (uint32_t i = 0; i < described && at < std::size(lengths); i += 1) {
        CHECK_EQ(rig.Descriptors()[i].length, lengths[at++]);
      }
    }
  }
}

TEST(datagrams_of_one_byte_come_through_many_to_a_message) {
  Rig rig;
  const int from = rig.Open();
  const int to = rig.Open();

  for (uint32_t i = 0; i < 1024; i += 1) rig.Submit(i, from, rig.Port(to), 1, static_cast<uint8_t>(i));
  rig.engine->Flush(1024);
  CHECK_EQ(rig.ReceiveAll(to, 1024, 1, 0), 1024u);
}

TEST(timed_datagrams_go_out_at_their_time_and_those_of_a_closed_socket_never) {
  Rig rig;
  const int from = rig.Open();
  const int closed = rig.Open();
  const int to = rig.Open();
  const int64_t start = MonotonicNs();
  rig.Submit(0, from, rig.Port(to), 20, 2, static_cast<double>(start + 30000000));
  rig.Submit(1, from, rig.Port(to), 20, 1, static_cast<double>(start + 20000000));
  rig.Submit(2, closed, rig.Port(to), 20, 9, static_cast<double>(start + 15000000));
  rig.Submit(3, from, rig.Port(to), 20, 0, static_cast<double>(start - 1));
  rig.engine->Flush(4);
  rig.engine->CloseSocket(static_cast<uint32_t>(closed));
  CHECK_EQ(rig.ReceiveAll(to, 3, 20, 0), 3u);
  CHECK(MonotonicNs() >= start + 30000000);
  CHECK_EQ(rig.Counted(Count::kSendErrors), 1);
  uint32_t late = 0;
  for (uint32_t i = 0; i < kLatenessBuckets; i += 1) {
    late += reinterpret_cast<uint32_t*>(rig.memory.get() + rig.layout.histogram)[i];
  }
  CHECK_EQ(late, 2u);
}

TEST(the_engine_closes_with_timed_datagrams_waiting) {
  Rig rig;
  const int from = rig.Open();
  for (uint32_t i = 0; i < 1000; i += 1) {
    rig.Submit(i, from, 9, 20, 0, static_cast<double>(MonotonicNs() + 100000 * (i + 1)));
  }
  rig.engine->Flush(1000);
  rig.engine.reset();
}

TEST(a_taken_port_is_an_error_and_a_shared_one_is_not) {
  Rig rig;
  const int first = rig.Open("127.0.0.1", 0, false);
  CHECK_EQ(rig.Open("127.0.0.1", rig.Port(first), false), -EADDRINUSE);
  const int shared = rig.Open("0.0.0.0", 0, true);
  CHECK(rig.Open("0.0.0.0", rig.Port(shared), true) > 0);
  rig.engine->CloseSocket(static_cast<uint32_t>(first));
  rig.engine->CloseSocket(static_cast<uint32_t>(first));
  CHECK(rig.engine->socket(static_cast<uint32_t>(first)) == nullptr);
}

TEST(memberships_name_an_interface_that_is_there) {
  Rig rig;
  const int id = rig.Open("0.0.0.0", 0, true);
  UdpSocket* socket = rig.engine->socket(static_cast<uint32_t>(id));
  CHECK_EQ(socket->AddMembership("239.192.7.7", "127.0.0.1"), 0);
  CHECK_EQ(socket->AddMembership("239.192.7.7", "127.0.0.1"), EADDRINUSE);
  CHECK_EQ(socket->AddMembership("239.192.7.7", "192.0.2.1"), ENODEV);
  CHECK_EQ(socket->AddMembership("not a group", "127.0.0.1"), EINVAL);
  CHECK_EQ(socket->SetMulticastInterface("127.0.0.1"), 0);
  CHECK_EQ(socket->SetMulticastTtl(1), 0);
  CHECK_EQ(socket->SetMulticastLoopback(true), 0);
  CHECK(socket->receive_bytes() > 0);
}

TEST(a_held_batch_is_not_written_to_and_not_all_can_be_held) {
  EngineOptions options;
  options.batches = 3;
  options.held = 2;
  Rig rig(options);
  CHECK(!rig.engine->HoldBatch(0));
  CHECK_EQ(rig.engine->TakeBatch(), 0);
  CHECK(rig.engine->HoldBatch(0));
  CHECK(!rig.engine->HoldBatch(0));
  rig.engine->DoneWithBatch(0);
  CHECK_EQ(rig.engine->TakeBatch(), 1);
  CHECK(rig.engine->HoldBatch(1));
  rig.engine->DoneWithBatch(1);
  CHECK_EQ(rig.engine->TakeBatch(), 2);
  CHECK(!rig.engine->HoldBatch(2));
  CHECK_EQ(rig.engine->TakeBatch(), -1);
  rig.engine->DoneWithBatch(2);
  rig.engine->ReleaseBatch(0, false);
  rig.engine->ReleaseBatch(0, false);
  CHECK_EQ(rig.engine->TakeBatch(), 0);
  // Released before its handler returns: in use until then.
  CHECK(rig.engine->HoldBatch(0));
  rig.engine->ReleaseBatch(0, true);
  CHECK_EQ(rig.engine->TakeBatch(), 2);
  rig.engine->DoneWithBatch(0);
  CHECK_EQ(rig.engine->TakeBatch(), 0);
}

TEST(a_thread_receives_while_sockets_come_and_go) {
  EngineOptions options;
  options.batches = ReceiveThread::kBatches;
  Rig rig(options);
  const int from = rig.Open();
  const int to = rig.Open();
  std::mutex mutex;
  std::condition_variable ready;
  uint32_t woken = 0;
  ReceiveThread thread(*rig.engine, [&] {
    std::lock_guard<std::mutex> lock(mutex);
    woken += 1;
    ready.notify_one();
  });
  CHECK_EQ(thread.Add(static_cast<uint32_t>(to), rig.engine->socket(static_cast<uint32_t>(to))->fd()), 0);
  uint32_t got = 0;
  for (uint32_t round = 0; round < 50; round += 1) {
    rig.used = 0;
    for (uint32_t i = 0; i < 20; i += 1) rig.Submit(i, from, rig.Port(to), 30, static_cast<uint8_t>(i));
    rig.engine->Flush(20);
    const int passing = rig.Open();
    const int fd = rig.engine->socket(static_cast<uint32_t>(passing))->fd();
    thread.Add(static_cast<uint32_t>(passing), fd);
    while (got < (round + 1) * 20) {
      uint32_t batch = 0;
      uint32_t count = 0;
      if (!thread.Take(&batch, &count)) {
        std::unique_lock<std::mutex> lock(mutex);
        if (!ready.wait_for(lock, std::chrono::seconds(2), [&] { return woken > 0; })) break;
        woken = 0;
        continue;
      }
      for (uint32_t i = 0; i < count; i += 1, got += 1) {
        const Descriptor& each = rig.Descriptors(batch)[i];
        CHECK_EQ(rig.memory.get()[each.offset], static_cast<uint8_t>(got % 20));
      }
      rig.engine->DoneWithBatch(batch);
      thread.RoomAgain();
    }
    thread.Remove(fd);
    rig.engine->CloseSocket(static_cast<uint32_t>(passing));
  }
  CHECK_EQ(got, 1000u);
  // With datagrams on their way.
  rig.used = 0;
  for (uint32_t i = 0; i < 20; i += 1) rig.Submit(i, from, rig.Port(to), 30, 0);
  rig.engine->Flush(20);
  thread.Remove(rig.engine->socket(static_cast<uint32_t>(to))->fd());
  rig.engine->CloseSocket(static_cast<uint32_t>(to));
  thread.Stop();
}
