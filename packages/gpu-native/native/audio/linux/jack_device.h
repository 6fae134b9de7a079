// A client of a JACK server: its process callback, on the server's real-time thread, moves frames and MIDI between JACK's ports and
// rings. It neither waits, locks nor allocates.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "audio/audio_ring.h"
#include "audio/cycle_clock.h"
#include "audio/event_ring.h"
#include "audio/linux/audio_device.h"
#include "audio/linux/jack_library.h"

namespace jamnet {

// An open client that nothing runs in yet, with its ports.
class JackConnection {
 public:
  struct Shape {
    std::string name;
    std::string server;  // empty = the default one
    uint32_t input_channels = 0, output_channels = 0;
    bool midi_input = false, midi_output = false;
  };

  // `why()` is set where it could not be opened.
  explicit JackConnection(const Shape& shape);
  ~JackConnection();
  JackConnection(const JackConnection&) = delete;

  const std::string& why() const { return why_; }
  const JackLibrary& library() const { return *library_; }
  JackClient* client() const { return client_; }
  const std::vector<JackPort*>& inputs() const { return inputs_; }
  const std::vector<JackPort*>& outputs() const { return outputs_; }
  JackPort* midi_input() const { return midi_input_; }
  JackPort* midi_output() const { return midi_output_; }
  // An own port by its full name; null for others.
  const JackPort* Find(const std::string& name) const;

 private:
  JackPort* Register(const std::string& name, const char* type, unsigned long flags);

  const JackLibrary* library_ = nullptr;
  JackClient* client_ = nullptr;
  std::string why_;
  std::vector<JackPort*> inputs_, outputs_;
  JackPort* midi_input_ = nullptr;
  JackPort* midi_output_ = nullptr;
};

// Where a ring lies; null where there is none.
struct RingPlace {
  uint8_t* at = nullptr;
  size_t bytes = 0;
};

class JackDevice : public AudioDevice {
 public:
  struct Rings {
    RingPlace output, input, midi_output, midi_input;
  };

  // Frames that `output` holds are played by the connection's outputs, what its inputs hear goes into `input`, likewise MIDI: as many channels as ports.
  // `records` has DeviceRecords::kWords zeroed words.
  JackDevice(std::shared_ptr<JackConnection> connection, const Rings& rings, uint32_t* records, std::function<void()> after_period);
  ~JackDevice() override;

  bool ok() const override { return ok_; }
  Voices& voices() override { return voices_; }

 private:
  int Process(uint32_t frames);
  int64_t WokenNs() const;
  void Follow(const CycleClock::Cycle& cycle);
  void Play(uint32_t frames, int64_t due_ns);
  void Capture(uint32_t frames, int64_t due_ns);
  void PlayMidi(uint32_t frames, int64_t due_ns);
  // Whether something was played.
  bool CaptureMidi(uint32_t frames, int64_t due_ns);
  void Publish(uint32_t frames, int64_t late_ns);
  int64_t NsOf(uint64_t frames) const;

  const std::shared_ptr<JackConnection> connection_;
  const JackLibrary& jack_;
  uint32_t* const histogram_;
  const RingWords records_;
  const std::function<void()> after_period_;
  PeriodCount untold_{records_};
  AudioRing output_, input_;
  Voices voices_;
  EventRing midi_output_, midi_input_;
  uint32_t rate_ = 48000;
  bool ok_ = false;
  bool began_ = false;
  std::unique_ptr<CycleClock> clock_;
  uint64_t xruns_seen_ = 0;
  int64_t start_ns_ = 0;
  uint64_t input_position_ = 0;
  uint64_t periods_ = 0, restarts_ = 0;
  std::atomic<uint64_t> xruns_{0};
  std::vector<float> played_, recorded_;
  std::vector<MidiEvent> pieces_;
  std::vector<uint8_t> message_;
};

}  // namespace jamnet
