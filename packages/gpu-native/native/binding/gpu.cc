// The executor for JavaScript. What takes long runs on the pool of threads and gives a promise; a run itself waits on
// the device's own thread.
#include "binding/addon.h"
#include "binding/gpu_device.h"
#include "binding/memory.h"

namespace jamnet {

namespace {

using Handle = Napi::External<std::shared_ptr<GpuDevice>>;

// Work on the pool, then an answer on JavaScript's thread.
class Task : public Napi::AsyncWorker {
 public:
  using Work = std::function<gpu::Status()>;
  using Answer = std::function<Napi::Value(Napi::Env)>;

  static Napi::Value Start(Napi::Env env, Work work, Answer answer) {
    auto* task = new Task(env, std::move(work), std::move(answer));
    const Napi::Value promise = task->promise_.Promise();
    task->Queue();
    return promise;
  }

 protected:
  void Execute() override { status_ = work_(); }
  void OnOK() override {
    const Napi::HandleScope scope(Env());
    try {
      if (status_.ok()) {
        promise_.Resolve(answer_(Env()));
      } else {
        promise_.Reject(CodedError(Env(), status_).Value());
      }
    } catch (const Napi::Error&) {
      // The thread is being terminated and runs no more JavaScript: nobody is left to be told.
    }
  }
  // What the work threw: no thread or no memory was left. Without this the promise would never settle.
  void OnError(const Napi::Error& error) override {
    status_ = {gpu::Code::kTooLarge, "the system has no room for it: " + error.Message()};
    OnOK();
  }

 private:
  Task(Napi::Env env, Work work, Answer answer)
      : AsyncWorker(env, "jamnet gpu"),
        promise_(Napi::Promise::Deferred::New(env)),
        work_(std::move(work)),
        answer_(std::move(answer)) {}

  Napi::Promise::Deferred promise_;
  const Work work_;
  const Answer answer_;
  gpu::Status status_;
};

std::shared_ptr<GpuDevice> DeviceOf(const Napi::Value& value) { return *value.As<Handle>().Data(); }

Napi::Object RefusalObject(Napi::Env env, const gpu::Refusal& refusal) {
  auto out = Napi::Object::New(env);
  auto tried = Napi::Array::New(env);
  for (const std::string& what : refusal.tried) tried.Set(tried.Length(), what);
  out.Set("ok", false);
  out.Set("reason", refusal.reason);
  out.Set("tried", tried);
  out.Set("hint", refusal.hint);
  return out;
}

Napi::Object InfoObject(Napi::Env env, const gpu::DeviceInfo& info) {
  auto out = Napi::Object::New(env);
  out.Set("name", info.name);
  out.Set("type", info.type);
  out.Set("driver", info.driver);
  out.Set("apiVersion", info.api_version);
  out.Set("isGpu", info.is_gpu);
  out.Set("usable", info.usable);
  out.Set("int64", info.int64);
  out.Set("subgroups", info.subgroups);
  out.Set("hostImport", info.host_import);
  out.Set("importAlignmentBytes", static_cast<double>(info.import_alignment));
  out.Set("calibratedClock", info.calibrated_clock);
  out.Set("timestampBits", info.timestamp_bits);
  out.Set("maxBindingBytes", static_cast<double>(info.max_binding_bytes));
  out.Set("maxGroups", info.max_groups);
  return out;
}

gpu::DeviceOptions ReadOptions(const Napi::Object& given) {
  const auto number = [&](const char* name) { return given.Get(name).As<Napi::Number>().Uint32Value(); };
  gpu::DeviceOptions options;
  options.device = given.Get("device").As<Napi::String>().Utf8Value();
  options.memory =
      given.Get("memory").As<Napi::String>().Utf8Value() == "staged" ? gpu::Memory::kStaged : gpu::Memory::kMapped;
  options.import_arena = given.Get("importArena").As<Napi::Boolean>().Value();
  options.timeout_ms = number("timeoutMs");
  options.spin_us = number("spinUs");
  const std::string fault = given.Get("fault").As<Napi::String>().Utf8Value();
  if (fault == "lost") options.fault.kind = gpu::Fault::Kind::kLost;
  if (fault == "hang") options.fault.kind = gpu::Fault::Kind::kHang;
  options.fault.after_submits = number("faultAfterSubmits");
  options.fault.hang_ms = number("faultHangMs");
  if (auto arena = OpenedArena()) {
    options.arena = arena->data();
    options.arena_bytes = arena->size();
    options.arena_owner = arena;
  }
  return options;
}

Napi::Value List(const Napi::CallbackInfo& info) {
  struct Found {
    std::vector<gpu::DeviceInfo> devices;
    gpu::Refusal refusal;
  };
  auto found = std::make_shared<Found>();
  const auto work = [found] {
    found->devices = gpu::ListDevices(&found->refusal);
    return gpu::Status{};
  };
  return Task::Start(info.Env(), work, [found](Napi::Env env) -> Napi::Value {
    if (found->devices.empty()) return RefusalObject(env, found->refusal);
    auto out = Napi::Object::New(env);
    auto list = Napi::Array::New(env);
    for (const auto& device : found->devices) list.Set(list.Length(), InfoObject(env, device));
    out.Set("ok", true);
    out.Set("devices", list);
    return out;
  });
}

// gpuOpen(options): {ok: true, device, info, memory, importedAt} or a refusal.
Napi::Value Open(const Napi::CallbackInfo& info) {
  struct Opened {
    gpu::DeviceOptions options;
    std::unique_ptr<gpu::Device> device;
    gpu::Refusal refusal;
  };
  auto opened = std::make_shared<Opened>();
  opened->options = ReadOptions(info[0].As<Napi::Object>());
  const auto work = [opened] {
    try {
      opened->device = gpu::Device::Open(opened->options, &opened->refusal);
    } catch (const std::exception& error) {
      // A process may have as many threads as it may have; one more is not worth an end.
      opened->refusal = {std::string("the system has no room for a device: ") + error.what(), {}, "close something"};
    }
    return gpu::Status{};
  };
  return Task::Start(info.Env(), work, [opened](Napi::Env env) -> Napi::Value {
    if (!opened->device) return RefusalObject(env, opened->refusal);
    auto out = Napi::Object::New(env);
    out.Set("ok", true);
    out.Set("info", InfoObject(env, opened->device->info()));
    out.Set("memory", opened->device->memory() == gpu::Memory::kMapped ? "mapped" : "staged");
    out.Set("notImported", opened->device->not_imported());
    out.Set("importedAt", Napi::BigInt::New(env, reinterpret_cast<uint64_t>(opened->device->imported())));
    auto device = GpuDevice::Create(env, std::move(opened->device));
    if (!device) return RefusalObject(env, {"the runtime has no room for one more callback", {}, "close something"});
    const auto release = [](Napi::Env, std::shared_ptr<GpuDevice>* held) { delete held; };
    out.Set("device", Handle::New(env, new std::shared_ptr<GpuDevice>(device), release));
    return out;
  });
}

// gpuLoad(device, name, spirv): {id, bindings, localSize}.
Napi::Value Load(const Napi::CallbackInfo& info) {
  struct Loading {
    std::string name;
    std::vector<uint8_t> spirv;
    std::shared_ptr<gpu::Kernel> kernel;
  };
  const auto device = DeviceOf(info[0]);
  auto loading = std::make_shared<Loading>();
  loading->name = info[1].As<Napi::String>().Utf8Value();
  const auto spirv = info[2].As<Napi::Uint8Array>();
  loading->spirv.assign(spirv.Data(), spirv.Data() + spirv.ByteLength());
  const auto work = [device, loading] {
    return device->device().Load(loading->name, loading->spirv.data(), loading->spirv.size(), &loading->kernel);
  };
  return Task::Start(info.Env(), work, [device, loading](Napi::Env env) -> Napi::Value {
    auto out = Napi::Object::New(env);
    out.Set("bindings", loading->kernel->bindings());
    out.Set("localSize", loading->kernel->local_size());
    out.Set("id", device->AddKernel(std::move(loading->kernel)));
    return out;
  });
}

// gpuRun(device, [kernel id, invocations, bindings, bytes, access (0 read, 1 write, 2 both, 3 kept), …, next kernel id, …])
Napi::Value Run(const Napi::CallbackInfo& info) {
  return DeviceOf(info[0])->Run(info.Env(), info[1].As<Napi::Array>());
}

Napi::Value CloseKernel(const Napi::CallbackInfo& info) {
  DeviceOf(info[0])->CloseKernel(info[1].As<Napi::Number>().Uint32Value());
  return info.Env().Undefined();
}

Napi::Value Failure(const Napi::CallbackInfo& info) {
  const std::string failure = DeviceOf(info[0])->device().failure();
  if (failure.empty()) return info.Env().Null();
  return Napi::String::New(info.Env(), failure);
}

// gpuReadClocks(device): [device ns, monotonic ns, realtime ns, deviation ns, realtime deviation ns, calibrated]
Napi::Value ReadClocks(const Napi::CallbackInfo& info) {
  const auto device = DeviceOf(info[0]);
  auto readings = std::make_shared<gpu::ClockReadings>();
  const auto work = [device, readings] { return device->device().ReadClocks(readings.get()); };
  return Task::Start(info.Env(), work, [readings](Napi::Env env) -> Napi::Value {
    auto out = Napi::Array::New(env);
    out.Set(0u, readings->device_ns);
    out.Set(1u, readings->monotonic_ns);
    out.Set(2u, Napi::BigInt::New(env, readings->realtime_ns));
    out.Set(3u, readings->deviation_ns);
    out.Set(4u, readings->realtime_deviation_ns);
    out.Set(5u, readings->calibrated);
    return out;
  });
}

Napi::Value Close(const Napi::CallbackInfo& info) {
  const auto device = DeviceOf(info[0]);
  const auto work = [device] {
    device->device().Close();
    return gpu::Status{};
  };
  return Task::Start(info.Env(), work, [device](Napi::Env env) -> Napi::Value {
    device->Detach();
    return env.Undefined();
  });
}

// gpuAddressOf(bytes): where they lie, for tests that show that nothing was copied.
Napi::Value AddressOf(const Napi::CallbackInfo& info) {
  const auto bytes = info[0].As<Napi::Uint8Array>();
  return Napi::BigInt::New(info.Env(), reinterpret_cast<uint64_t>(bytes.Data()));
}

}  // namespace

void InitGpu(Napi::Env env, Napi::Object exports) {
  exports.Set("gpuList", Napi::Function::New(env, List));
  exports.Set("gpuOpen", Napi::Function::New(env, Open));
  exports.Set("gpuLoad", Napi::Function::New(env, Load));
  exports.Set("gpuRun", Napi::Function::New(env, Run));
  exports.Set("gpuCloseKernel", Napi::Function::New(env, CloseKernel));
  exports.Set("gpuFailure", Napi::Function::New(env, Failure));
  exports.Set("gpuReadClocks", Napi::Function::New(env, ReadClocks));
  exports.Set("gpuClose", Napi::Function::New(env, Close));
  exports.Set("gpuAddressOf", Napi::Function::New(env, AddressOf));
}

}  // namespace jamnet
