// An addon for one test (test/ring.integration.test.ts): a C++ thread at the other end of a ring that JavaScript uses.
#include <node_api.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

#include "memory/ring.h"

using namespace jamnet;

namespace {

struct Job {
  std::thread thread;
  std::atomic<bool> stop{false};
  std::atomic<uint32_t> wrong{0};
};

// The one job of this test; the environment's end stops it.
std::unique_ptr<Job> job;

void Write(Descriptor* record, uint32_t number) {
  uint32_t words[8];
  for (uint32_t word = 0; word < 8; word += 1) words[word] = number * 0x9e3779b1u + word;
  std::memcpy(record, words, sizeof words);
}

bool Is(const Descriptor& record, uint32_t number) {
  Descriptor wanted;
  Write(&wanted, number);
  return std::memcmp(&record, &wanted, sizeof wanted) == 0;
}

void Produce(Ring ring, uint32_t count) {
  std::vector<Descriptor> batch(50);
  for (uint32_t sent = 0; sent < count && !job->stop;) {
    const uint32_t wanted = std::min<uint32_t>(1 + sent % 50, count - sent);
    for (uint32_t i = 0; i < wanted; i += 1) Write(&batch[i], sent + i);
    if (ring.Push(batch.data(), wanted)) sent += wanted;
    else std::this_thread::yield();
  }
}

void Consume(Ring ring, uint32_t count) {
  for (uint32_t received = 0; received < count && !job->stop;) {
    const Descriptor* first;
    const uint32_t waiting = std::min(ring.Peek(&first), count - received);
    if (waiting == 0) std::this_thread::yield();
    for (uint32_t i = 0; i < waiting; i += 1) job->wrong += Is(first[i], received + i) ? 0 : 1;
    ring.Advance(waiting);
    received += waiting;
  }
}

uint32_t Join(bool stop) {
  if (job == nullptr) return 0;
  job->stop = stop;
  job->thread.join();
  const uint32_t wrong = job->wrong;
  job.reset();
  return wrong;
}

// start(buffer, offset, count, produces): false where no ring lies there.
napi_value Start(napi_env env, napi_callback_info info) {
  napi_value args[4], result;
  size_t argc = 4, bytes = 0;
  void* data = nullptr;
  uint32_t offset = 0, count = 0;
  bool produces = false;
  napi_get_cb_info(env, info, &argc, args, nullptr, nullptr);
  napi_get_arraybuffer_info(env, args[0], &data, &bytes);
  napi_get_value_uint32(env, args[1], &offset);
  napi_get_value_uint32(env, args[2], &count);
  napi_get_value_bool(env, args[3], &produces);
  Ring ring(static_cast<uint8_t*>(data) + offset, bytes - offset);
  if (ring.ok()) {
    job = std::make_unique<Job>();
    job->thread = std::thread([ring, count, produces] { (produces ? Produce : Consume)(ring, count); });
  }
  napi_get_boolean(env, ring.ok(), &result);
  return result;
}

// join(): how many records were not what they should have been.
napi_value Finish(napi_env env, napi_callback_info) {
  napi_value result;
  napi_create_uint32(env, Join(false), &result);
  return result;
}

}  // namespace

NAPI_MODULE_INIT() {
  napi_value start, join;
  napi_create_function(env, "start", NAPI_AUTO_LENGTH, Start, nullptr, &start);
  napi_create_function(env, "join", NAPI_AUTO_LENGTH, Finish, nullptr, &join);
  napi_set_named_property(env, exports, "start", start);
  napi_set_named_property(env, exports, "join", join);
  napi_add_env_cleanup_hook(env, [](void*) { Join(true); }, nullptr);
  return exports;
}
