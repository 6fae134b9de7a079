#ifdef JAMNET_VULKAN
#include <cstring>

#include "gpu/device_clock.h"
#include "gpu/waiter.h"

namespace jamnet::gpu {

namespace {

class VulkanDevice : public Device {
 public:
  VulkanDevice(std::shared_ptr<Core> core, std::shared_ptr<Buffer> arena, std::string not_imported,
               const DeviceOptions& options)
      : core_(core),
        arena_(arena),
        not_imported_(std::move(not_imported)),
        recordings_(std::make_shared<Recordings>(
            core, arena, options.own_memory || core->found.type == VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU)),
        clock_(std::make_unique<DeviceClock>(core)),
        waiter_(core, recordings_, options) {
    around_.arena = options.arena;
    around_.arena_bytes = options.arena_bytes;
    around_.imported = arena != nullptr;
    around_.direct = arena != nullptr && options.memory == Memory::kMapped;
    around_.max_range_bytes = core->found.info.max_binding_bytes;
  }
  ~VulkanDevice() override { Close(); }

  const DeviceInfo& info() const override { return core_->found.info; }
  Memory memory() const override { return around_.direct ? Memory::kMapped : Memory::kStaged; }
  const uint8_t* imported() const override { return arena_ ? arena_->mapped : nullptr; }
  const std::string& not_imported() const override { return not_imported_; }
  std::string failure() const override { return waiter_.failure(); }

  Status Load(const std::string& name, const uint8_t* spirv, size_t bytes, std::shared_ptr<Kernel>* out) override {
    if (std::string why = failure(); !why.empty()) {
      return {why == "closed" ? Code::kClosed : Code::kDeviceLost, why};
    }
    std::shared_ptr<VulkanKernel> kernel;
    Status status = VulkanKernel::Load(core_, name, spirv, bytes, &kernel);
    *out = std::move(kernel);
    return status;
  }

  void Forget(const std::shared_ptr<Kernel>& kernel) override { recordings_->Forget(static_cast<VulkanKernel*>(kernel.get())); }

  Status Submit(const std::vector<Step>& steps, Done done) override {
    bool something = false;
    for (const Step& step : steps) {
      const auto* kernel = static_cast<const VulkanKernel*>(step.kernel.get());
      if (kernel->core() != core_.get()) return {Code::kBadOption, kernel->name() + " was loaded for another device"};
      if (std::string wrong = kernel->CheckInvocations(step.invocations); !wrong.empty())
        return {Code::kBadOption, wrong};
      something = something || step.invocations > 0;
    }
    Plan plan;
    if (Status status = MakePlan(steps, around_, &plan); !status.ok()) return status;
    std::unique_ptr<Recording> recording;
    // Of a device that has failed nothing is asked; the waiter says why.
    if (something && failure().empty()) {
      if (Status status = recordings_->Take(steps, plan, &recording); !status.ok()) return status;
      for (const HostCopy& copy : plan.host_in) {
        std::memcpy(recording->host->mapped + copy.staging_offset, copy.bytes, copy.length);
      }
    }
    return waiter_.Submit(std::move(recording), std::move(plan.host_out), std::move(done));
  }

  Status ReadClocks(ClockReadings* readings) override {
    if (std::string why = failure(); !why.empty()) {
      return {why == "closed" ? Code::kClosed : Code::kDeviceLost, why};
    }
    return clock_->Read(readings);
  }

  void Close() override {
    waiter_.Stop();
    recordings_->Clear();
  }

 private:
  const std::shared_ptr<Core> core_;
  const std::shared_ptr<Buffer> arena_;
  const std::string not_imported_;
  const std::shared_ptr<Recordings> recordings_;
  const std::unique_ptr<DeviceClock> clock_;
  Surroundings around_;
  mutable Waiter waiter_;
};

}  // namespace

std::unique_ptr<Device> Device::Open(const DeviceOptions& options, Refusal* refusal) {
  auto instance = OpenInstance(refusal);
  if (!instance) return nullptr;
  const auto devices = FindDevices(*instance, refusal);
  const FoundDevice* found = ChooseDevice(devices, options.device, refusal);
  if (found == nullptr) return nullptr;
  auto core = OpenCore(instance, *found, refusal);
  if (!core) return nullptr;
  std::shared_ptr<Buffer> arena;
  std::string why = options.arena == nullptr ? "there is no arena" : "it was not asked for";
  if (options.arena != nullptr && options.import_arena) {
    arena = ImportBuffer(core, options.arena, options.arena_bytes, options.arena_owner, &why);
  }
  if (arena) why.clear();
  return std::make_unique<VulkanDevice>(core, arena, why, options);
}

std::vector<DeviceInfo> ListDevices(Refusal* refusal) {
  std::vector<DeviceInfo> list;
  const auto instance = OpenInstance(refusal);
  if (!instance) return list;
  for (const FoundDevice& found : FindDevices(*instance, refusal)) list.push_back(found.info);
  return list;
}

}  // namespace jamnet::gpu
#endif
