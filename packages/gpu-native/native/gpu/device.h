// The executor: compute kernels on a Vulkan device, over the arena. It knows neither Node nor any protocol; a program
// of its own can use it: Device::Open, Load, Run. Without Vulkan headers at build time Open says so and everything else
// still links.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace jamnet::gpu {

// Why something is not there, for a person to read: what is wrong, what was looked at, what would mend it.
struct Refusal {
  std::string reason;
  std::vector<std::string> tried;
  std::string hint;
};

enum class Code { kOk, kBadOption, kTooLarge, kClosed, kTimedOut, kDeviceLost };

struct Status {
  Code code = Code::kOk;
  std::string message;
  bool ok() const { return code == Code::kOk; }
};

// kMapped: kernels work on the arena where it lies. kStaged: on memory of the device's own, copied before and after.
enum class Memory { kMapped, kStaged };

struct DeviceInfo {
  std::string name;
  std::string type;  // discrete, integrated, virtual, cpu or other
  std::string driver;
  std::string api_version;
  bool is_gpu = false;     // false for a device of type cpu
  bool usable = false;     // has Vulkan 1.1 and a queue for compute
  bool int64 = false;      // kernels may use 64-bit integers
  bool subgroups = false;  // kernels may use arithmetic over subgroups
  bool host_import = false;
  bool calibrated_clock = false;
  size_t import_alignment = 0;  // bytes; 0 where memory cannot be imported
  uint64_t max_binding_bytes = 0;
  uint32_t max_groups = 0;
  uint32_t timestamp_bits = 0;
};

// Makes a device fail on purpose, so that tests can see what is done about it on a driver that never does.
struct Fault {
  enum class Kind { kNone, kLost, kHang } kind = Kind::kNone;
  uint32_t after_submits = 0;  // that many runs still pass
  uint32_t hang_ms = 0;        // how long the run after them seems to take
};

struct DeviceOptions {
  std::string device;  // part of its name, any case; empty: discrete before integrated, virtual and cpu
  // kMapped falls to kStaged where the device cannot import the arena; Device::memory() says what came of it.
  Memory memory = Memory::kMapped;
  // False: staged runs copy through the host even where the device could fetch from the arena itself.
  bool import_arena = true;
  // True: staged ranges get memory that the host does not see, with copies to it and back, as they do on a discrete
  // device.
  bool own_memory = false;
  uint8_t* arena = nullptr;
  size_t arena_bytes = 0;
  std::shared_ptr<void> arena_owner;  // kept until the device lets go of the arena
  uint32_t timeout_ms = 2000;
  uint32_t spin_us = 0;  // how long the waiting thread asks over and over before it sleeps
  Fault fault;
};

enum class Access { kRead, kWrite, kReadWrite, kKept };

// Bytes that a kernel works on. In the arena: from a multiple of 256. The length is a multiple of 4. What a kernel does
// not write of a kWrite range is undefined afterwards. A kKept range stands for memory of the device's own that keeps
// what kernels write there from run to run and is never copied: the same start and length in the arena are the same
// memory, undefined at first, until the device is closed or a kept range overlaps it that is not the same.
struct Range {
  uint8_t* bytes = nullptr;
  size_t length = 0;
  Access access = Access::kReadWrite;
};

// A loaded kernel. The device it came from can go first.
class Kernel {
 public:
  virtual ~Kernel() = default;
  virtual const std::string& name() const = 0;
  virtual uint32_t bindings() const = 0;
  virtual uint32_t local_size() const = 0;
};

struct Step {
  std::shared_ptr<Kernel> kernel;
  std::vector<Range> ranges;  // number i is binding i
  uint32_t invocations = 0;
};

// What is left of a run to fetch: ranges outside the arena that had to be copied. Any thread; let go of it soon.
class Outcome {
 public:
  virtual ~Outcome() = default;
  struct Copy {
    size_t step;
    size_t range;
    const uint8_t* from;
    size_t length;
  };
  virtual const std::vector<Copy>& copies() const = 0;
};

// Called once per run, from the device's own thread; a failed run has no outcome.
using Done = std::function<void(Status, std::shared_ptr<Outcome>)>;

// Two clocks read at one moment, within `deviation_ns` either way.
struct ClockReadings {
  double device_ns = 0;  // since the device was opened, on its own clock
  double monotonic_ns = 0;
  int64_t realtime_ns = 0;           // since 1970
  double deviation_ns = 0;           // of device against monotonic
  double realtime_deviation_ns = 0;  // of realtime against monotonic
  bool calibrated = false;           // by the driver; otherwise by a query between two readings of the host
};

class Device {
 public:
  // Null and a refusal where there is none. Takes 40 to 200 ms.
  static std::unique_ptr<Device> Open(const DeviceOptions& options, Refusal* refusal);

  virtual ~Device() = default;
  virtual const DeviceInfo& info() const = 0;
  virtual Memory memory() const = 0;
  // Where the device has the arena, as the host sees it; null where it was not imported.
  virtual const uint8_t* imported() const = 0;
  // Why it was not imported; empty where it was.
  virtual const std::string& not_imported() const = 0;
  // Why the device can be used no more; empty while it can.
  virtual std::string failure() const = 0;

  // Compiles; tens of milliseconds. Any thread.
  virtual Status Load(const std::string& name, const uint8_t* spirv, size_t bytes, std::shared_ptr<Kernel>* out) = 0;
  // Lets go of commands recorded for a kernel, so that it ends with its last holder.
  virtual void Forget(const std::shared_ptr<Kernel>& kernel) = 0;

  // Runs the steps one after the other in one submission, after all runs submitted before. Ranges outside the arena are
  // read before this returns, and those written are in the outcome. Does not wait; `done` is called exactly once if
  // this is ok and never otherwise. Any thread.
  virtual Status Submit(const std::vector<Step>& steps, Done done) = 0;
  // The same, waiting for the end.
  Status Run(const std::vector<Step>& steps);

  // Waits until the device's clock has been read, some microseconds to a millisecond. Any thread.
  virtual Status ReadClocks(ClockReadings* readings) = 0;

  // Ends pending runs with kClosed and waits until the device has let go of all memory, or gives that up after the
  // time-out: then what the device might still touch stays mapped for good.
  virtual void Close() = 0;
};

// All devices of the machine, best first.
std::vector<DeviceInfo> ListDevices(Refusal* refusal);

}  // namespace jamnet::gpu
