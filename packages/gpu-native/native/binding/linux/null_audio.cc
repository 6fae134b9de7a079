#include "binding/linux/null_audio.h"

#include "audio/linux/null_device.h"
#include "binding/linux/arena_place.h"
#include "binding/linux/loop_device.h"
#include "binding/linux/voice_calls.h"
#include "binding/memory.h"

namespace jamnet {

namespace {

class NullAudio : public Napi::ObjectWrap<NullAudio> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "NullAudio", {InstanceMethod<&NullAudio::AddVoice>("addVoice"), InstanceMethod<&NullAudio::SetGain>("setGain"),
                        InstanceMethod<&NullAudio::TakePeak>("takePeak"), InstanceMethod<&NullAudio::RemoveVoice>("removeVoice"), InstanceMethod<&NullAudio::VoiceIdle>("voiceIdle"),
                        InstanceMethod<&NullAudio::Close>("close")});
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
    options.output = ArenaPlace(*arena, asked.Get("output"), &options.output_bytes);
    options.input = ArenaPlace(*arena, asked.Get("input"), &options.input_bytes);
    const std::string source = asked.Get("source").As<Napi::String>();
    options.source = source == "counter"    ? CaptureSource::kCounter
                     : source == "loop"     ? CaptureSource::kLoop
                     : source == "playback" ? CaptureSource::kPlayback
                                            : CaptureSource::kSilence;
    size_t loop_bytes = 0;
    options.loop = reinterpret_cast<const float*>(ArenaPlace(*arena, asked.Get("loop"), &loop_bytes));
    const AudioRing input(options.input, options.input_bytes);
    if (input.ok()) options.loop_frames = static_cast<uint32_t>(loop_bytes / sizeof(float) / input.channels());
    size_t record_bytes = 0;
    auto* records = reinterpret_cast<uint32_t*>(ArenaPlace(*arena, asked.Get("records"), &record_bytes));
    if (record_bytes < DeviceRecords::kWords * 4) throw Napi::Error::New(env, "no room for the device's records");
    const char* why = nullptr;
    const auto make = [&](std::function<void()> after_period) -> std::unique_ptr<AudioDevice> {
      return std::make_unique<NullDevice>(options, records, std::move(after_period));
    };
    device_ = LoopDevice::Create(env, arena, make, info[1], &why);
    if (device_ == nullptr) throw Napi::Error::New(env, why);
    // One that nobody holds but that is open goes on.
    Ref();
  }

 private:
  Napi::Value AddVoice(const Napi::CallbackInfo& info) { return VoiceCalls::Add(info, device_); }
  void SetGain(const Napi::CallbackInfo& info) { VoiceCalls::SetGain(info, device_); }
  Napi::Value TakePeak(const Napi::CallbackInfo& info) { return VoiceCalls::TakePeak(info, device_); }
  void RemoveVoice(const Napi::CallbackInfo& info) { VoiceCalls::Remove(info, device_); }
  Napi::Value VoiceIdle(const Napi::CallbackInfo& info) { return VoiceCalls::Idle(info, device_); }

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
