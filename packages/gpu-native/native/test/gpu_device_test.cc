// The executor on whatever device there is; on the machines of the project that is Mesa's software device.
#include "gpu/device.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <future>
#include <thread>

#include "memory/arena.h"
#include "test/add_spirv.h"
#include "test/check.h"

using namespace jamnet;
using namespace jamnet::gpu;

namespace {

struct Bench {
  std::shared_ptr<Arena> arena = Arena::Get(16 << 20);
  Refusal refusal;
  std::unique_ptr<Device> device;
  std::shared_ptr<Kernel> add;

  explicit Bench(DeviceOptions options = {}) {
    options.arena = arena->data();
    options.arena_bytes = arena->size();
    options.arena_owner = arena;
    device = Device::Open(options, &refusal);
    if (device) Load(&add);
  }
  Status Load(std::shared_ptr<Kernel>* out) {
    return device->Load("add", reinterpret_cast<const uint8_t*>(kAddSpirv), sizeof kAddSpirv, out);
  }
  uint32_t* Words(size_t count) { return reinterpret_cast<uint32_t*>(arena->data() + arena->Allocate(count * 4)); }
  Step Adding(uint32_t* from, uint32_t* to, uint32_t count) {
    return {add,
            {{reinterpret_cast<uint8_t*>(from), count * 4, Access::kRead},
             {reinterpret_cast<uint8_t*>(to), count * 4, Access::kWrite}},
            count};
  }
};

bool Required() {
  const char* required = std::getenv("JAMNET_REQUIRE_VULKAN");
  return required != nullptr && std::strcmp(required, "1") == 0;
}

}  // namespace

#define OPEN(bench)                                             \
  if (!bench.device && !Required()) SKIP(bench.refusal.reason); \
  REQUIRE(bench.device != nullptr);                             \
  REQUIRE(bench.add != nullptr)

TEST(a_machine_lists_its_devices_or_says_why_it_has_none) {
  Refusal refusal;
  const auto devices = ListDevices(&refusal);
  CHECK(!devices.empty() || (!refusal.reason.empty() && !refusal.tried.empty() && !refusal.hint.empty()));
}

TEST(a_device_that_is_not_there_is_refused_by_name) {
  DeviceOptions options;
  options.device = "no such device";
  Refusal refusal;
  CHECK(Device::Open(options, &refusal) == nullptr);
  CHECK(!refusal.reason.empty() && !refusal.hint.empty());
}

TEST(all_ways_of_memory_compute_the_same) {
  // Mapped, staged by the device, staged by the host; each once more as a discrete device does it.
  for (int way = 0; way < 6; way++) {
    DeviceOptions options;
    options.memory = way % 3 == 0 ? Memory::kMapped : Memory::kStaged;
    options.import_arena = way % 3 < 2;
    options.own_memory = way >= 3;
    Bench bench(options);
    OPEN(bench);
    CHECK((bench.device->imported() == bench.arena->data()) == (way % 3 < 2));
    uint32_t *from = bench.Words(1000), *to = bench.Words(1000);
    uint32_t outside[1000], result[1000] = {};
    for (uint32_t i = 0; i < 1000; i++) from[i] = outside[i] = i * 7 + static_cast<uint32_t>(way);
    CHECK(bench.device->Run({bench.Adding(from, to, 1000), bench.Adding(to, result, 1000)}).ok());
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < 1000; i++) wrong += to[i] != from[i] + 5 || result[i] != from[i] + 10;
    CHECK_EQ(wrong, 0u);
    CHECK(bench.device->Run({bench.Adding(outside, result, 1000)}).ok());
    CHECK_EQ(result[999], outside[999] + 5);
  }
}

TEST(several_threads_share_a_device) {
  Bench bench;
  OPEN(bench);
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (uint32_t t = 0; t < 4; t++) {
    threads.emplace_back([&, t] {
      uint32_t *from = bench.Words(64), *to = bench.Words(64);
      for (uint32_t i = 0; i < 100; i++) {
        from[63] = i * 1000 + t;
        if (!bench.device->Run({bench.Adding(from, to, 33 + i % 32)}).ok()) failed++;
        if (i % 32 == 31 && to[63] != from[63] + 5) failed++;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK_EQ(failed.load(), 0);
}

TEST(closing_ends_what_is_pending_and_calls_back_once) {
  DeviceOptions options;
  options.fault = {Fault::Kind::kHang, 0, 150};
  Bench bench(options);
  OPEN(bench);
  uint32_t *from = bench.Words(64), *to = bench.Words(64);
  std::atomic<int> closed{0}, others{0};
  for (int i = 0; i < 8; i++) {
    const Status status = bench.device->Submit({bench.Adding(from, to, 64)}, [&](Status end, std::shared_ptr<Outcome>) {
      (end.code == Code::kClosed ? closed : others)++;
    });
    CHECK(status.ok());
  }
  std::thread second([&] { bench.device->Close(); });
  bench.device->Close();
  second.join();
  CHECK_EQ(closed.load(), 8);
  CHECK_EQ(others.load(), 0);
  CHECK(bench.device->Run({bench.Adding(from, to, 64)}).code == Code::kClosed);
  CHECK(bench.device->failure() == "closed");
}

TEST(a_run_that_takes_too_long_is_given_up_and_the_device_comes_back) {
  DeviceOptions options;
  options.timeout_ms = 60;
  options.fault = {Fault::Kind::kHang, 1, 200};
  Bench bench(options);
  OPEN(bench);
  uint32_t *from = bench.Words(64), *to = bench.Words(64);
  const Step step = bench.Adding(from, to, 64);
  CHECK(bench.device->Run({step}).ok());
  CHECK(bench.device->Run({step}).code == Code::kTimedOut);
  CHECK(bench.device->Run({step}).code == Code::kTimedOut);
  CHECK(bench.device->failure().empty());
  Status status;
  for (int i = 0; i < 200 && !(status = bench.device->Run({step})).ok(); i++) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  CHECK(status.ok());
  // Results of the host's own memory are not taken from a late run.
  uint32_t here[64] = {}, there[64] = {1};
  CHECK(bench.device->Run({bench.Adding(here, there, 64)}).ok());
  CHECK_EQ(there[0], 5u);
}

TEST(a_lost_device_ends_everything_at_once) {
  DeviceOptions options;
  options.fault = {Fault::Kind::kLost, 2, 0};
  Bench bench(options);
  OPEN(bench);
  uint32_t *from = bench.Words(64), *to = bench.Words(64);
  const Step step = bench.Adding(from, to, 64);
  std::atomic<int> lost{0}, fine{0};
  for (int i = 0; i < 8; i++) {
    const Status status = bench.device->Submit(
        {step}, [&](Status end, std::shared_ptr<Outcome>) { (end.code == Code::kDeviceLost ? lost : fine)++; });
    if (!status.ok()) lost++;
  }
  CHECK(bench.device->Run({step}).code == Code::kDeviceLost);
  CHECK(!bench.device->failure().empty());
  std::shared_ptr<Kernel> more;
  CHECK(bench.Load(&more).code == Code::kDeviceLost);
  bench.device->Close();
  CHECK_EQ(fine.load(), 2);
  CHECK_EQ(lost.load(), 6);
}

TEST(kernels_and_outcomes_outlive_their_device) {
  Bench bench;
  OPEN(bench);
  uint32_t here[64] = {}, there[64] = {};
  std::shared_ptr<Outcome> kept;
  std::atomic<bool> done{false};
  const Status status =
      bench.device->Submit({bench.Adding(here, there, 64)}, [&](Status, std::shared_ptr<Outcome> outcome) {
        kept = std::move(outcome);
        done = true;
      });
  REQUIRE(status.ok());
  while (!done) std::this_thread::yield();
  bench.device.reset();
  REQUIRE(kept != nullptr && kept->copies().size() == 1);
  uint32_t word;
  std::memcpy(&word, kept->copies()[0].from, 4);
  CHECK_EQ(word, 5u);
  CHECK(bench.add->name() == "add");
}

TEST(a_kernel_that_is_closed_during_a_run_ends_with_it) {
  DeviceOptions options;
  options.fault.kind = Fault::Kind::kHang;
  options.fault.hang_ms = 50;
  Bench bench(options);
  OPEN(bench);
  std::promise<Status> done;
  const auto finish = [&](Status status, std::shared_ptr<Outcome>) { done.set_value(std::move(status)); };
  REQUIRE(bench.device->Submit({bench.Adding(bench.Words(64), bench.Words(64), 64)}, finish).ok());
  const std::weak_ptr<Kernel> kernel = bench.add;
  bench.device->Forget(bench.add);
  bench.add.reset();
  CHECK(!kernel.expired());
  CHECK(done.get_future().get().ok());
  CHECK(kernel.expired());
}

TEST(the_clock_goes_with_the_hosts) {
  Bench bench;
  OPEN(bench);
  if (bench.device->info().timestamp_bits == 0) SKIP("the device has no clock");
  ClockReadings first, second;
  CHECK(bench.device->ReadClocks(&first).ok());
  CHECK(bench.device->ReadClocks(&second).ok());
  const double apart = (second.device_ns - first.device_ns) - (second.monotonic_ns - first.monotonic_ns);
  const double allowed = first.deviation_ns + second.deviation_ns + (second.monotonic_ns - first.monotonic_ns) / 1000;
  CHECK(apart <= allowed && apart >= -allowed);
}
