// A device as one JavaScript thread holds it, and the runs it waits for.
#pragma once
#include <napi.h>

#include <map>
#include <memory>
#include <set>

#include "gpu/device.h"

namespace jamnet {

// An error that JavaScript can tell from others: `code` is one of JamError's.
Napi::Error CodedError(Napi::Env env, const gpu::Status& status);

class GpuDevice : public std::enable_shared_from_this<GpuDevice> {
 public:
  static std::shared_ptr<GpuDevice> Create(Napi::Env env, std::unique_ptr<gpu::Device> device);
  ~GpuDevice();

  gpu::Device& device() { return *device_; }
  // `flat` as gpuRun takes it; it is kept until the run is over. Gives a promise.
  Napi::Value Run(Napi::Env env, Napi::Array flat);
  // Kernels as `flat` names them. JavaScript's thread only.
  uint32_t AddKernel(std::shared_ptr<gpu::Kernel> kernel);
  void CloseKernel(uint32_t id);
  // After the device has been closed: lets go of what ties it to the thread.
  void Detach();

 private:
  struct Pending;
  struct Finished;

  explicit GpuDevice(Napi::Env env) : env_(env) {}
  bool ReadSteps(Napi::Array flat, Pending* pending, std::vector<gpu::Step>* steps, gpu::Status* status);
  void Settle(Napi::Env env, Finished* finished);
  static void OnFinished(napi_env env, napi_value, void* context, void* data);
  static void OnEnd(void* self);

  const napi_env env_;
  std::unique_ptr<gpu::Device> device_;
  napi_threadsafe_function finished_ = nullptr;
  std::set<Pending*> pending_;
  std::map<uint32_t, std::shared_ptr<gpu::Kernel>> kernels_;
  uint32_t next_kernel_ = 1;
};

}  // namespace jamnet
