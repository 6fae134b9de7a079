#include "binding/gpu_device.h"

#include <cstring>

namespace jamnet {

namespace {

// Places in the flat array of a run: per step the kernel, the invocations, the number of bindings; per binding bytes
// and access.
constexpr uint32_t kStepHead = 3;
constexpr uint32_t kPerBinding = 2;

const char* CodeName(gpu::Code code) {
  switch (code) {
    case gpu::Code::kTooLarge:
      return "too-large";
    case gpu::Code::kClosed:
      return "closed";
    case gpu::Code::kTimedOut:
      return "timed-out";
    case gpu::Code::kDeviceLost:
      return "device-lost";
    default:
      return "bad-option";
  }
}

// The bytes behind a view; none when their buffer has been handed to another thread meanwhile.
bool BytesOf(Napi::Env env, Napi::Value view, uint8_t** bytes, size_t* length) {
  if (!view.IsTypedArray()) return false;
  napi_typedarray_type type;
  void* data = nullptr;
  if (napi_get_typedarray_info(env, view, &type, length, &data, nullptr, nullptr) != napi_ok) return false;
  *bytes = static_cast<uint8_t*>(data);
  return type == napi_uint8_array;
}

}  // namespace

Napi::Error CodedError(Napi::Env env, const gpu::Status& status) {
  Napi::Error error = Napi::Error::New(env, status.message);
  error.Set("code", Napi::String::New(env, CodeName(status.code)));
  return error;
}

struct GpuDevice::Pending {
  std::shared_ptr<GpuDevice> device;  // lives as long as somebody waits for it
  Napi::Promise::Deferred promise;
  Napi::Reference<Napi::Array> flat;
  std::vector<std::vector<uint32_t>> places;  // of bytes in `flat`, by step and binding
};

struct GpuDevice::Finished {
  Pending* pending;
  gpu::Status status;
  std::shared_ptr<gpu::Outcome> outcome;
};

std::shared_ptr<GpuDevice> GpuDevice::Create(Napi::Env env, std::unique_ptr<gpu::Device> device) {
  std::shared_ptr<GpuDevice> self(new GpuDevice(env));
  self->device_ = std::move(device);
  const auto name = Napi::String::New(env, "jamnet gpu");
  const napi_status made = napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, nullptr, nullptr,
                                                           self.get(), OnFinished, &self->finished_);
  if (made != napi_ok) {
    self->finished_ = nullptr;
    return nullptr;
  }
  // A device alone does not keep the process alive; a pending run does.
  napi_unref_threadsafe_function(env, self->finished_);
  // Hooks run last in, first out: this one before the function's own, and before the arena takes its ranges back.
  napi_add_env_cleanup_hook(env, OnEnd, self.get());
  return self;
}

// The thread ends, or a worker is terminated: nothing of it may be called any more.
void GpuDevice::OnEnd(void* context) {
  const auto self = static_cast<GpuDevice*>(context)->shared_from_this();
  self->device_->Close();
  napi_release_threadsafe_function(self->finished_, napi_tsfn_abort);
  self->finished_ = nullptr;
  for (Pending* pending : self->pending_) delete pending;
  self->pending_.clear();
  self->kernels_.clear();
}

void GpuDevice::Detach() {
  if (finished_ == nullptr) return;
  napi_remove_env_cleanup_hook(env_, OnEnd, this);
  // What is queued is still delivered: runs that closing has ended.
  napi_release_threadsafe_function(finished_, napi_tsfn_release);
  finished_ = nullptr;
}

GpuDevice::~GpuDevice() {
  device_->Close();
  Detach();
}

uint32_t GpuDevice::AddKernel(std::shared_ptr<gpu::Kernel> kernel) {
  kernels_[next_kernel_] = std::move(kernel);
  return next_kernel_++;
}

void GpuDevice::CloseKernel(uint32_t id) {
  const auto found = kernels_.find(id);
  if (found == kernels_.end()) return;
  device_->Forget(found->second);
  kernels_.erase(found);
}

bool GpuDevice::ReadSteps(Napi::Array flat, Pending* pending, std::vector<gpu::Step>* steps, gpu::Status* status) {
  const Napi::Env env = flat.Env();
  const uint32_t length = flat.Length();
  const auto number = [&](uint32_t at) { return flat.Get(at).As<Napi::Number>().Uint32Value(); };
  for (uint32_t at = 0; at + kStepHead <= length;) {
    const auto kernel = kernels_.find(number(at));
    if (kernel == kernels_.end()) {
      *status = {gpu::Code::kClosed, "the kernel has been closed"};
      return false;
    }
    const uint32_t invocations = number(at + 1);
    const uint32_t bindings = number(at + 2);
    at += kStepHead;
    gpu::Step step{kernel->second, {}, invocations};
    auto& places = pending->places.emplace_back();
    for (uint32_t i = 0; i < bindings && at + kPerBinding <= length; i++, at += kPerBinding) {
      gpu::Range range;
      if (!BytesOf(env, flat.Get(at), &range.bytes, &range.length)) {
        *status = {gpu::Code::kBadOption,
                   "binding " + std::to_string(i) + " of " + step.kernel->name() + " is no Uint8Array"};
        return false;
      }
      range.access = static_cast<gpu::Access>(number(at + 1));
      step.ranges.push_back(range);
      places.push_back(at);
    }
    steps->push_back(std::move(step));
  }
  return true;
}

Napi::Value GpuDevice::Run(Napi::Env env, Napi::Array flat) {
  // Reading what was given may throw: then nobody waits.
  auto waiting = std::unique_ptr<Pending>(
      new Pending{shared_from_this(), Napi::Promise::Deferred::New(env), Napi::Persistent(flat), {}});
  Pending* const pending = waiting.get();
  const Napi::Value promise = pending->promise.Promise();
  std::vector<gpu::Step> steps;
  gpu::Status status = {gpu::Code::kClosed, "the device has been closed"};
  if (finished_ != nullptr && ReadSteps(flat, pending, &steps, &status)) {
    // The function outlives every run: it is let go of only after the device has been closed.
    const napi_threadsafe_function finished = finished_;
    status = device_->Submit(steps, [pending, finished](gpu::Status status, std::shared_ptr<gpu::Outcome> outcome) {
      auto* data = new Finished{pending, std::move(status), std::move(outcome)};
      if (napi_call_threadsafe_function(finished, data, napi_tsfn_nonblocking) != napi_ok) delete data;
    });
    if (status.ok()) {
      if (pending_.empty()) napi_ref_threadsafe_function(env, finished_);
      pending_.insert(waiting.release());
      return promise;
    }
  }
  pending->promise.Reject(CodedError(env, status).Value());
  return promise;
}

void GpuDevice::OnFinished(napi_env env, napi_value, void* context, void* data) {
  const std::unique_ptr<Finished> finished(static_cast<Finished*>(data));
  // Without an environment the thread is ending, and OnEnd has seen to the rest.
  if (env == nullptr) return;
  try {
    static_cast<GpuDevice*>(context)->Settle(env, finished.get());
  } catch (const Napi::Error&) {
    // The thread is being terminated and runs no more JavaScript: nobody is left to be told.
  }
}

void GpuDevice::Settle(Napi::Env env, Finished* finished) {
  const std::unique_ptr<Pending> pending(finished->pending);
  pending_.erase(pending.get());
  if (pending_.empty() && finished_ != nullptr) napi_unref_threadsafe_function(env, finished_);
  if (finished->outcome) {
    const Napi::Array flat = pending->flat.Value();
    for (const auto& copy : finished->outcome->copies()) {
      uint8_t* bytes = nullptr;
      size_t length = 0;
      const uint32_t place = pending->places[copy.step][copy.range];
      if (BytesOf(env, flat.Get(place), &bytes, &length) && length >= copy.length)
        std::memcpy(bytes, copy.from, copy.length);
    }
    finished->outcome.reset();
  }
  if (finished->status.ok()) {
    pending->promise.Resolve(env.Undefined());
  } else {
    pending->promise.Reject(CodedError(env, finished->status).Value());
  }
}

}  // namespace jamnet
