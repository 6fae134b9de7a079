#include "binding/linux/null_audio.h"

#include "binding/linux/loop_device.h"
#include "binding/memory.h"

namespace jamnet {

namespace {

class NullAudio : public Napi::ObjectWrap<NullAudio> {
 public:
  static Napi::Function Define(Napi::Env env) {
    const auto constructor = DefineClass(env, "NullAudio", {InstanceMethod<&NullAudio::Close>("close")});
    const auto number = [&](const char* name, size_t value) {
      constructor.Set(name, Napi::Number::New(env, static_cast<double>(value)));
    };
    number("recordWords", DeviceRecords::kWords);
    number("histogramAt", DeviceRecords::kHistogram);
    number("histogramLinear", kLatenessLinear);
    return constructor;
  }

  // new NullAudio({ sampleRate, periodFrames, startNs, priority, spinUs, records, output, input, source, loop }, afterPeriod): places in the arena
  // as [offset, bytes], or undefined.
  explicit NullAudio(const Napi::CallbackInfo& info) : Napi::ObjectWrap<NullAudio>(info) {
    const Napi::Env env = info.Env();
    const auto asked = info[0].As<Napi::Object>();
    const auto arena = OpenedArena();
    if (arena == nullptr) throw Napi::Error::New(env, "the arena is not open");
    const auto number = [&](const char* name) { return asked.Get(name).As<Napi::Number>(); };
    NullDeviceOptions options;
    options.sample_rate = number("sampleRate");
    options.period_frames = number("periodFrames");
    options.start_ns = number("startNs");
    options.priority = number("priority");
    options.spin_us = number("spinUs");
    options.output = Place(*arena, asked.Get("output"), &options.output_bytes);
    options.input = Place(*arena, asked.Get("input"), &options.input_bytes);
    const std::string source = asked.Get("source").As<Napi::String>();
    options.source = source == "counter"    ? CaptureSource::kCounter
                     : source == "loop"     ? CaptureSource::kLoop
                     : source == "playback" ? CaptureSource::kPlayback
                                            : CaptureSource::kSilence;
    size_t loop_bytes = 0;
    options.loop = reinterpret_cast<const float*>(Place(*arena, asked.Get("loop"), &loop_bytes));
    const AudioRing input(options.input, options.input_bytes);
    if (input.ok()) options.loop_frames = static_cast<uint32_t>(loop_bytes / sizeof(float) / input.channels());
    size_t record_bytes = 0;
    auto* records = reinterpret_cast<uint32_t*>(Place(*arena, asked.Get("records"), &record_bytes));
    if (record_bytes < DeviceRecords::kWords * 4) throw Napi::Error::New(env, "no room for the device's records");
    const char* why = nullptr;
    device_ = LoopDevice::Create(env, arena, options, records, info[1], &why);
    if (device_ == nullptr) throw Napi::Error::New(env, why);
    // One that nobody holds but that is open goes on.
    Ref();
  }

 private:
  // A range of the arena, or null for what is none.
  static uint8_t* Place(const Arena& arena, const Napi::Value& value, size_t* bytes) {
    *bytes = 0;
    if (!value.IsArray()) return nullptr;
    const auto pair = value.As<Napi::Array>();
    const double offset = pair.Get(0u).As<Napi::Number>(), length = pair.Get(1u).As<Napi::Number>();
    const double size = static_cast<double>(arena.size());
    if (!(offset >= 0 && length >= 0 && offset + length <= size)) return nullptr;
    *bytes = static_cast<size_t>(length);
    return arena.data() + static_cast<size_t>(offset);
  }

  void Close(const Napi::CallbackInfo&) {
    if (device_ == nullptr) return;
    LoopDevice* device = device_;
    device_ = nullptr;
    device->Close();
    Unref();
  }

  LoopDevice* device_ = nullptr;
};

}  // namespace

void InitNullAudio(Napi::Env env, Napi::Object exports) { exports.Set("NullAudio", NullAudio::Define(env)); }

}  // namespace jamnet
