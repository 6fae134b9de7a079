#include "binding/linux/jack_audio.h"

#include <algorithm>
#include <cerrno>

#include "audio/linux/jack_device.h"
#include "binding/linux/arena_place.h"
#include "binding/linux/loop_device.h"
#include "binding/linux/voice_calls.h"
#include "binding/memory.h"

namespace jamnet {

namespace {

class JackAudio : public Napi::ObjectWrap<JackAudio> {
 public:
  static Napi::Function Define(Napi::Env env) {
    return DefineClass(env, "JackAudio",
                       {InstanceMethod<&JackAudio::Start>("start"), InstanceMethod<&JackAudio::OwnPorts>("ownPorts"),
                        InstanceMethod<&JackAudio::Ports>("ports"), InstanceMethod<&JackAudio::Connect>("connect"),
                        InstanceMethod<&JackAudio::Disconnect>("disconnect"), InstanceMethod<&JackAudio::Latency>("latency"),
                        InstanceMethod<&JackAudio::AddVoice>("addVoice"), InstanceMethod<&JackAudio::SetGain>("setGain"),
                        InstanceMethod<&JackAudio::TakePeak>("takePeak"), InstanceMethod<&JackAudio::RemoveVoice>("removeVoice"), InstanceMethod<&JackAudio::VoiceIdle>("voiceIdle"),
                        InstanceMethod<&JackAudio::Close>("close"), InstanceAccessor<&JackAudio::SampleRate>("sampleRate"),
                        InstanceAccessor<&JackAudio::PeriodFrames>("periodFrames"), InstanceAccessor<&JackAudio::Name>("name")});
  }

  // new JackAudio({ name, server, inputChannels, outputChannels, midiInput, midiOutput }): throws why there is no client.
  explicit JackAudio(const Napi::CallbackInfo& info) : Napi::ObjectWrap<JackAudio>(info) {
    const auto asked = info[0].As<Napi::Object>();
    JackConnection::Shape shape;
    shape.name = asked.Get("name").As<Napi::String>();
    shape.server = asked.Get("server").As<Napi::String>();
    shape.input_channels = asked.Get("inputChannels").As<Napi::Number>();
    shape.output_channels = asked.Get("outputChannels").As<Napi::Number>();
    shape.midi_input = asked.Get("midiInput").As<Napi::Boolean>();
    shape.midi_output = asked.Get("midiOutput").As<Napi::Boolean>();
    auto connection = std::make_shared<JackConnection>(shape);
    if (!connection->why().empty()) throw Napi::Error::New(info.Env(), connection->why());
    connection_ = std::move(connection);
  }

 private:
  // Places in the arena as [offset, bytes], or undefined: { records, output, input, midiOutput, midiInput }, afterPeriod.
  void Start(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const auto places = info[0].As<Napi::Object>();
    const auto arena = OpenedArena();
    if (arena == nullptr || connection_ == nullptr || device_ != nullptr) throw Napi::Error::New(env, "the client cannot be started");
    const auto place = [&](const char* name) {
      RingPlace found;
      found.at = ArenaPlace(*arena, places.Get(name), &found.bytes);
      return found;
    };
    const JackDevice::Rings rings{place("output"), place("input"), place("midiOutput"), place("midiInput")};
    const RingPlace records = place("records");
    if (records.bytes < DeviceRecords::kWords * 4) throw Napi::Error::New(env, "no room for the device's records");
    const auto make = [&](std::function<void()> after_period) -> std::unique_ptr<AudioDevice> {
      return std::make_unique<JackDevice>(connection_, rings, reinterpret_cast<uint32_t*>(records.at), std::move(after_period));
    };
    const char* why = nullptr;
    device_ = LoopDevice::Create(env, arena, make, info[1], &why);
    if (device_ == nullptr) throw Napi::Error::New(env, why);
    // One that nobody holds but that is open goes on.
    Ref();
  }

  Napi::Value SampleRate(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), Jack(info).get_sample_rate(connection_->client()));
  }

  Napi::Value PeriodFrames(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), Jack(info).get_buffer_size(connection_->client()));
  }

  Napi::Value Name(const Napi::CallbackInfo& info) {
    return Napi::String::New(info.Env(), Jack(info).get_client_name(connection_->client()));
  }

  // { inputs, outputs, midiInput, midiOutput }: full names.
  Napi::Value OwnPorts(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const JackLibrary& jack = Jack(info);
    const auto names = [&](const std::vector<JackPort*>& ports) {
      auto list = Napi::Array::New(env, ports.size());
      for (uint32_t i = 0; i < ports.size(); i += 1) list.Set(i, Napi::String::New(env, jack.port_name(ports[i])));
      return list;
    };
    const auto name = [&](JackPort* port) -> Napi::Value {
      if (port == nullptr) return env.Null();
      return Napi::String::New(env, jack.port_name(port));
    };
    auto own = Napi::Object::New(env);
    own.Set("inputs", names(connection_->inputs()));
    own.Set("outputs", names(connection_->outputs()));
    own.Set("midiInput", name(connection_->midi_input()));
    own.Set("midiOutput", name(connection_->midi_output()));
    return own;
  }

  // ports(midi, give): full names of all there are, those of others and own ones; `give`: those that sound comes out of.
  Napi::Value Ports(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const JackLibrary& jack = Jack(info);
    const char* type = info[0].As<Napi::Boolean>() ? kJackMidiType : kJackAudioType;
    const unsigned long flags = info[1].As<Napi::Boolean>() ? kJackPortIsOutput : kJackPortIsInput;
    auto list = Napi::Array::New(env);
    const char** names = jack.get_ports(connection_->client(), nullptr, type, flags);
    for (uint32_t i = 0; names != nullptr && names[i] != nullptr; i += 1) list.Set(i, Napi::String::New(env, names[i]));
    if (names != nullptr) jack.free(names);
    return list;
  }

  // connect(from, to): whether they are connected now. Where an own port is already, the server is not asked: that takes milliseconds.
  Napi::Value Connect(const Napi::CallbackInfo& info) {
    const std::string from = info[0].As<Napi::String>(), to = info[1].As<Napi::String>();
    const JackPort* giving = connection_ == nullptr ? nullptr : connection_->Find(from);
    const JackPort* taking = connection_ == nullptr ? nullptr : connection_->Find(to);
    if ((giving != nullptr && Jack(info).port_connected_to(giving, to.c_str()) != 0) ||
        (taking != nullptr && Jack(info).port_connected_to(taking, from.c_str()) != 0)) {
      return Napi::Boolean::New(info.Env(), true);
    }
    const int result = Jack(info).connect(connection_->client(), from.c_str(), to.c_str());
    return Napi::Boolean::New(info.Env(), result == 0 || result == EEXIST);
  }

  Napi::Value Disconnect(const Napi::CallbackInfo& info) {
    const std::string from = info[0].As<Napi::String>(), to = info[1].As<Napi::String>();
    return Napi::Boolean::New(info.Env(), Jack(info).disconnect(connection_->client(), from.c_str(), to.c_str()) == 0);
  }

  // [input, output]: frames from the outside to this client and back, as its ports are connected now.
  Napi::Value Latency(const Napi::CallbackInfo& info) {
    const JackLibrary& jack = Jack(info);
    const auto most = [&](const std::vector<JackPort*>& ports, int mode) {
      uint32_t frames = 0;
      for (const auto port : ports) {
        JackLatencyRange range{};
        jack.port_get_latency_range(port, mode, &range);
        frames = std::max(frames, range.max);
      }
      return Napi::Number::New(info.Env(), frames);
    };
    auto pair = Napi::Array::New(info.Env(), 2);
    pair.Set(0u, most(connection_->inputs(), kJackCaptureLatency));
    pair.Set(1u, most(connection_->outputs(), kJackPlaybackLatency));
    return pair;
  }

  Napi::Value AddVoice(const Napi::CallbackInfo& info) { return VoiceCalls::Add(info, device_); }
  void SetGain(const Napi::CallbackInfo& info) { VoiceCalls::SetGain(info, device_); }
  Napi::Value TakePeak(const Napi::CallbackInfo& info) { return VoiceCalls::TakePeak(info, device_); }
  void RemoveVoice(const Napi::CallbackInfo& info) { VoiceCalls::Remove(info, device_); }
  Napi::Value VoiceIdle(const Napi::CallbackInfo& info) { return VoiceCalls::Idle(info, device_); }

  void Close(const Napi::CallbackInfo&) {
    if (device_ != nullptr) {
      LoopDevice* device = device_;
      device_ = nullptr;
      device->Close();
      Unref();
    }
    connection_ = nullptr;
  }

  const JackLibrary& Jack(const Napi::CallbackInfo& info) const {
    if (connection_ == nullptr) throw Napi::Error::New(info.Env(), "the client is closed");
    return connection_->library();
  }

  std::shared_ptr<JackConnection> connection_;
  LoopDevice* device_ = nullptr;
};

}  // namespace

void InitJackAudio(Napi::Env env, Napi::Object exports) { exports.Set("JackAudio", JackAudio::Define(env)); }

}  // namespace jamnet
