#include "net/linux/engine.h"

#include <cerrno>
#include <cstring>

namespace jamnet {

namespace {

constexpr size_t kBacklogDatagrams = 1024;
constexpr size_t kBacklogBytes = 1 << 20;

size_t Take(size_t* at, size_t bytes) {
  const size_t start = *at;
  *at = (start + bytes + 255) / 256 * 256;
  return start;
}

}  // namespace

EngineLayout::EngineLayout(size_t at, uint32_t batches) {
  // What a single send touches lies together: between two of them, other work has taken the caches.
  counters = Take(&at, Counters::kBytes * Engine::kCounterBlocks);
  waiting = Take(&at, sizeof(uint32_t));
  blocked = Take(&at, Engine::kSockets);
  submissions = Take(&at, Engine::kSubmissions * sizeof(Submission));
  bytes = Take(&at, Engine::kSubmissionBytes);
  generations = Take(&at, SourceTable::kCapacity * sizeof(uint32_t));
  histogram = Take(&at, kLatenessBuckets * sizeof(uint32_t));
  batch = Take(&at, batches * ReceiveBatch::kBytes);
  end = at;
}

Engine::Engine(uint8_t* arena, const EngineLayout& layout, const EngineOptions& options)
    : arena_(arena),
      layout_(layout),
      options_(options),
      counters_{Counters(arena + layout.counters, &last_error_),
                Counters(arena + layout.counters + Counters::kBytes, &last_error_),
                Counters(arena + layout.counters + 2 * Counters::kBytes, &last_error_)},
      sources_(reinterpret_cast<uint32_t*>(arena + layout.generations)),
      sender_(counters_[0]),
      outgoing_(kSubmissions),
      addresses_(kSubmissions),
      pacer_(*this, counters_[1], reinterpret_cast<uint32_t*>(arena + layout.histogram),
             reinterpret_cast<uint32_t*>(arena + layout.waiting), options.spin_us) {
  for (uint32_t i = 0; i < options.batches; i += 1) {
    batches_.push_back(std::make_unique<ReceiveBatch>(arena, layout.batch + i * ReceiveBatch::kBytes));
  }
}

Engine::~Engine() { pacer_.Stop(); }

Engine::Slot* Engine::SlotOf(uint32_t id) {
  Slot& slot = slots_[id % kSockets];
  return id != 0 && slot.id == id ? &slot : nullptr;
}

UdpSocket* Engine::socket(uint32_t id) {
  Slot* slot = SlotOf(id);
  return slot == nullptr ? nullptr : &slot->socket;
}

int Engine::Open(SocketRequest request) {
  request.segmentation = options_.segmentation;
  request.busy_poll_us = options_.busy_poll_us;
  for (uint32_t tried = 0; tried < kSockets; tried += 1) {
    last_id_ = (last_id_ + 1) & 0x7fffffff;
    if (last_id_ == 0) last_id_ = 1;
    Slot& slot = slots_[last_id_ % kSockets];
    if (slot.id != 0) continue;
    if (const int error = slot.socket.Open(request)) return -error;
    std::scoped_lock lock(pacer_.mutex(), receive_mutex_);
    slot.id = last_id_;
    return static_cast<int>(last_id_);
  }
  return -EMFILE;
}

void Engine::CloseSocket(uint32_t id) {
  Slot* slot = SlotOf(id);
  if (slot == nullptr) return;
  std::scoped_lock lock(pacer_.mutex(), receive_mutex_);
  pacer_.Drop(id);
  slot->id = 0;
  slot->socket.Close();
  if (!slot->backlog.empty()) {
    backlogs_ -= 1;
    const SourceKey first = KeyOf(slot->backlog.front().to);
    counters_[0].Fail(Count::kSendErrors, static_cast<double>(slot->backlog.size()), EBADF, first);
  }
  slot->backlog.clear();
  slot->backlog_bytes = 0;
  arena_[layout_.blocked + id % kSockets] = 0;
}

void Engine::Flush(uint32_t count) {
  if (count > kSubmissions) count = kSubmissions;
  const auto* submissions = reinterpret_cast<const Submission*>(arena_ + layout_.submissions);
  const double now_ns = count > 0 && submissions[0].at_ns == 0 && count == 1 ? 0 : static_cast<double>(MonotonicNs());
  uint32_t run = 0;
  uint32_t run_socket = 0;
  bool paced = false;
  for (uint32_t i = 0; i < count; i += 1) {
    const Submission& each = submissions[i];
    // JavaScript wrote these: a mistake there must not read elsewhere.
    if (each.offset + static_cast<uint64_t>(each.length) > options_.arena_bytes) {
      counters_[0].Fail(Count::kSendErrors, 1, EFAULT);
      continue;
    }
    if (each.at_ns > now_ns) {
      paced = Pace(each) || paced;
      continue;
    }
    if (run > 0 && each.socket != run_socket) {
      SendRun(run_socket, outgoing_.data(), run);
      run = 0;
    }
    run_socket = each.socket;
    std::memcpy(&addresses_[run], each.address, sizeof(SocketAddress));
    outgoing_[run] = {arena_ + each.offset, each.length, &addresses_[run], each.at_ns != 0};
    run += 1;
  }
  if (run > 0) SendRun(run_socket, outgoing_.data(), run);
  if (paced) pacer_.Wake();
}

bool Engine::Pace(const Submission& each) {
  std::lock_guard<std::mutex> lock(pacer_.mutex());
  if (SlotOf(each.socket) == nullptr) {
    counters_[0].Fail(Count::kSendErrors, 1, EBADF);
    return false;
  }
  // JavaScript counts what it submits against the room there was: this is for two engines' worth of bad luck.
  const auto at_ns = static_cast<int64_t>(each.at_ns < 9e18 ? each.at_ns : 9e18);
  if (pacer_.Push(at_ns, each.socket, each.address, arena_ + each.offset, each.length)) return true;
  counters_[0].Add(Count::kSendQueueFull, 1);
  return false;
}

void Engine::SendRun(uint32_t id, const OutgoingDatagram* datagrams, uint32_t count) {
  Slot* slot = SlotOf(id);
  if (slot == nullptr) {
    counters_[0].Fail(Count::kSendErrors, count, EBADF, KeyOf(*datagrams[0].to));
    return;
  }
  uint32_t done = slot->backlog.empty() ? sender_.Send(slot->socket, datagrams, count) : 0;
  for (; done < count; done += 1) KeepForLater(*slot, datagrams[done]);
}

void Engine::KeepForLater(Slot& slot, const OutgoingDatagram& datagram) {
  if (slot.backlog.size() >= kBacklogDatagrams || slot.backlog_bytes + datagram.length > kBacklogBytes) {
    arena_[layout_.blocked + slot.id % kSockets] = 1;
    counters_[0].Add(Count::kSendQueueFull, 1);
    return;
  }
  if (slot.backlog.empty()) backlogs_ += 1;
  slot.backlog_bytes += datagram.length;
  slot.backlog.push_back({*datagram.to, {datagram.bytes, datagram.bytes + datagram.length}});
}

bool Engine::HasBacklog(uint32_t id) {
  const Slot* slot = SlotOf(id);
  return slot != nullptr && !slot->backlog.empty();
}

void Engine::SendBacklog(uint32_t id) {
  Slot* slot = SlotOf(id);
  while (slot != nullptr && !slot->backlog.empty()) {
    uint32_t count = 0;
    for (auto it = slot->backlog.begin(); it != slot->backlog.end() && count < kSubmissions; ++it, count += 1) {
      outgoing_[count] = {it->bytes.data(), static_cast<uint32_t>(it->bytes.size()), &it->to};
    }
    const uint32_t done = sender_.Send(slot->socket, outgoing_.data(), count);
    for (uint32_t i = 0; i < done; i += 1) {
      slot->backlog_bytes -= slot->backlog.front().bytes.size();
      slot->backlog.pop_front();
    }
    if (done > 0) arena_[layout_.blocked + id % kSockets] = 0;
    if (slot->backlog.empty()) backlogs_ -= 1;
    if (done < count) return;
  }
}

int Engine::Receive(uint32_t id, uint32_t batch, uint32_t counter_block, uint32_t* described) {
  std::lock_guard<std::mutex> lock(receive_mutex_);
  *described = 0;
  Slot* slot = SlotOf(id);
  if (slot == nullptr) return -EBADF;
  Counters& counters = counters_[counter_block];
  const int read = batches_[batch]->Read(slot->socket.fd());
  if (read > 0) {
    counters.Add(Count::kSystemCalls, 1);
    *described = batches_[batch]->Describe(sources_, arrival_clock_, counters);
  } else if (read < 0 && read != -EAGAIN) {
    counters.Fail(Count::kSocketErrors, 1, -read, KeyOf(slot->socket.bound()));
  }
  return read;
}

uint32_t Engine::ReceiveMore(uint32_t batch, uint32_t counter_block) {
  std::lock_guard<std::mutex> lock(receive_mutex_);
  return batches_[batch]->Describe(sources_, arrival_clock_, counters_[counter_block]);
}

int Engine::TakeBatch() {
  for (uint32_t batch = 0; batch < options_.batches; batch += 1) {
    if (TakeBatch(batch)) return static_cast<int>(batch);
  }
  return -1;
}

bool Engine::TakeBatch(uint32_t batch) {
  uint8_t expected = kFree;
  return states_[batch].compare_exchange_strong(expected, kInUse, std::memory_order_acquire);
}

void Engine::DoneWithBatch(uint32_t batch) {
  uint8_t expected = kInUse;
  states_[batch].compare_exchange_strong(expected, kFree, std::memory_order_release);
}

bool Engine::HoldBatch(uint32_t batch) {
  if (batch >= options_.batches || states_[batch] != kInUse || batches_[batch]->has_more()) return false;
  if (held_ >= options_.held) return false;
  held_ += 1;
  states_[batch] = kHeld;
  return true;
}

void Engine::ReleaseBatch(uint32_t batch, bool in_use) {
  if (batch >= options_.batches || states_[batch] != kHeld) return;
  held_ -= 1;
  states_[batch].store(in_use ? kInUse : kFree, std::memory_order_release);
}

bool Engine::Source(uint32_t index, SourceKey* out) {
  std::lock_guard<std::mutex> lock(receive_mutex_);
  const SourceKey* key = sources_.At(index);
  if (key != nullptr) *out = *key;
  return key != nullptr;
}

}  // namespace jamnet
