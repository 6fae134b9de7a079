#include "audio/linux/jack_device.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>

#include "audio/linux/finished_within.h"
#include "clock/monotonic.h"

namespace jamnet {

namespace {

constexpr int64_t kNsPerS = 1000000000;
// The longest period of a server, and the longest MIDI message: more is left out.
constexpr uint32_t kMostFrames = 8192;
constexpr size_t kMostMidiBytes = 4096;
constexpr size_t kPieceBytes = sizeof(MidiEvent::data);
// It takes some milliseconds.
constexpr std::chrono::milliseconds kMostClosing{2000};

// A client is still being closed, and holds a lock without which the library opens no other.
std::atomic<bool> closing_hangs{false};

}  // namespace

JackConnection::JackConnection(const Shape& shape) : library_(OpenJackLibrary()) {
  if (library_ == nullptr) {
    why_ = "libjack.so.0 was not found; install JACK or PipeWire with its JACK library";
    return;
  }
  if (closing_hangs) {
    why_ = "the JACK library has not come back from closing a client and opens no other; restart this program";
    return;
  }
  int status = 0;
  client_ = shape.server.empty()
                ? library_->client_open(shape.name.c_str(), kJackNoStartServer, &status)
                : library_->client_open(shape.name.c_str(), kJackNoStartServer | kJackServerName, &status, shape.server.c_str());
  if (client_ == nullptr) {
    why_ = (status & kJackServerFailed) != 0
               ? "no JACK server is running" + (shape.server.empty() ? std::string() : " under the name " + shape.server) +
                     "; start one (jackd, or PipeWire with its JACK library)"
               : "the JACK server took no client (status " + std::to_string(status) + "); it may be too busy to answer: try again";
    return;
  }
  for (uint32_t i = 1; i <= shape.input_channels; i += 1) {
    inputs_.push_back(Register("in_" + std::to_string(i), kJackAudioType, kJackPortIsInput));
  }
  for (uint32_t i = 1; i <= shape.output_channels; i += 1) {
    outputs_.push_back(Register("out_" + std::to_string(i), kJackAudioType, kJackPortIsOutput));
  }
  if (shape.midi_input) midi_input_ = Register("midi_in", kJackMidiType, kJackPortIsInput);
  if (shape.midi_output) midi_output_ = Register("midi_out", kJackMidiType, kJackPortIsOutput);
}

JackPort* JackConnection::Register(const std::string& name, const char* type, unsigned long flags) {
  JackPort* port = library_->port_register(client_, name.c_str(), type, flags, 0);
  if (port == nullptr) why_ = "the JACK server has no room for the port " + name;
  return port;
}

const JackPort* JackConnection::Find(const std::string& name) const {
  const auto is = [&](const JackPort* port) { return port != nullptr && name == library_->port_name(port); };
  for (const auto* ports : {&inputs_, &outputs_}) {
    for (const JackPort* port : *ports) {
      if (is(port)) return port;
    }
  }
  if (is(midi_input_)) return midi_input_;
  return is(midi_output_) ? midi_output_ : nullptr;
}

// Where another client comes or goes at this moment JACK2's library can wait for ever: it cancels its own thread while that holds the lock that it takes next.
JackConnection::~JackConnection() {
  if (client_ == nullptr) return;
  const auto close = [library = library_, client = client_] { library->client_close(client); };
  if (!FinishedWithin(kMostClosing, close)) closing_hangs = true;
}

JackDevice::JackDevice(std::shared_ptr<JackConnection> connection, const Rings& rings, uint32_t* records,
                       std::function<void()> after_period)
    : connection_(std::move(connection)),
      jack_(connection_->library()),
      histogram_(records + DeviceRecords::kHistogram),
      records_(reinterpret_cast<uint8_t*>(records)),
      after_period_(std::move(after_period)),
      voices_(kMostFrames) {
  if (rings.output.at != nullptr) output_ = AudioRing(rings.output.at, rings.output.bytes);
  if (rings.input.at != nullptr) input_ = AudioRing(rings.input.at, rings.input.bytes);
  if (rings.midi_output.at != nullptr) midi_output_ = EventRing(rings.midi_output.at, rings.midi_output.bytes);
  if (rings.midi_input.at != nullptr) midi_input_ = EventRing(rings.midi_input.at, rings.midi_input.bytes);
  const bool fits = output_.channels() == connection_->outputs().size() && input_.channels() == connection_->inputs().size() &&
                    midi_output_.ok() == (connection_->midi_output() != nullptr) &&
                    midi_input_.ok() == (connection_->midi_input() != nullptr);
  if (!fits) return;
  JackClient* client = connection_->client();
  rate_ = jack_.get_sample_rate(client);
  clock_ = std::make_unique<CycleClock>(rate_);
  // Nothing is allocated later.
  played_.assign(size_t{kMostFrames} * std::max(output_.channels(), 1u), 0.0f);
  recorded_.assign(size_t{kMostFrames} * std::max(input_.channels(), 1u), 0.0f);
  pieces_.resize(kMostMidiBytes / kPieceBytes);
  message_.reserve(kMostMidiBytes);
  records_.Set(DeviceRecords::kRealtime, jack_.is_realtime(client) != 0 ? 1 : 4);
  records_.Set(DeviceRecords::kPeriodFrames, jack_.get_buffer_size(client));
  jack_.set_process_callback(client, [](uint32_t frames, void* self) { return static_cast<JackDevice*>(self)->Process(frames); }, this);
  jack_.set_xrun_callback(
      client,
      [](void* self) {
        auto* device = static_cast<JackDevice*>(self);
        device->records_.SetWide(DeviceRecords::kXruns, ++device->xruns_);
        return 0;
      },
      this);
  jack_.on_shutdown(
      client,
      [](void* self) {
        auto* device = static_cast<JackDevice*>(self);
        device->records_.Set(DeviceRecords::kEnded, 1);
        device->after_period_();
      },
      this);
  ok_ = jack_.activate(client) == 0;
}

JackDevice::~JackDevice() {
  if (ok_) jack_.deactivate(connection_->client());
  // The client lives on for a moment, and its server may end or be late meanwhile.
  jack_.on_shutdown(connection_->client(), nullptr, nullptr);
  jack_.set_xrun_callback(connection_->client(), nullptr, nullptr);
}

// Exact for any number of frames.
int64_t JackDevice::NsOf(uint64_t frames) const {
  return static_cast<int64_t>(frames / rate_) * kNsPerS + static_cast<int64_t>(frames % rate_ * kNsPerS / rate_);
}

int JackDevice::Process(uint32_t frames) {
  const int64_t now_ns = MonotonicNs();
  if (frames > kMostFrames) return 0;
  const uint64_t xruns = xruns_;
  const CycleClock::Cycle cycle = clock_->Next(WokenNs(), frames, xruns != xruns_seen_);
  xruns_seen_ = xruns;
  const int64_t due_ns = cycle.due_ns;
  Follow(cycle);
  Play(frames, due_ns);
  Capture(frames, due_ns);
  PlayMidi(frames, due_ns);
  const bool played = CaptureMidi(frames, due_ns);
  Publish(frames, now_ns - due_ns);
  if (untold_.Due(frames) || played) after_period_();
  return 0;
}

// When the server woke up for this period. It says so in whole frames of its own clock, which need not be CLOCK_MONOTONIC: some builds read CLOCK_MONOTONIC_RAW.
// Asked first: a pause between the two makes it seem late, which is nothing new, and not early.
int64_t JackDevice::WokenNs() const {
  const int64_t since = jack_.frames_since_cycle_start(connection_->client());
  const int64_t now_ns = MonotonicNs();
  // A period that begins a little later than now is so many frames ago that it is none.
  return since > rate_ ? now_ns : now_ns - (2 * since + 1) * kNsPerS / (2 * rate_);
}

// After an x-run the server goes on some time later: the rings' frames follow on, and their times say so. Its own count of frames is no measure: it jumps by other amounts.
void JackDevice::Follow(const CycleClock::Cycle& cycle) {
  if (!began_) start_ns_ = cycle.due_ns - NsOf(output_.ok() ? output_.read_position() : input_position_);
  else start_ns_ += cycle.jump_ns;
  if (began_ && std::abs(cycle.jump_ns) >= kNsPerS) restarts_ += 1;
  began_ = true;
}

void JackDevice::Play(uint32_t frames, int64_t due_ns) {
  if (!output_.ok()) return;
  const uint32_t channels = output_.channels();
  output_.Read(played_.data(), frames, static_cast<uint64_t>(due_ns));
  voices_.AddTo(played_.data(), channels, frames, due_ns);
  for (uint32_t c = 0; c < channels; c += 1) {
    auto* to = static_cast<float*>(jack_.port_get_buffer(connection_->outputs()[c], frames));
    for (uint32_t i = 0; i < frames; i += 1) to[i] = played_[size_t{i} * channels + c];
  }
}

void JackDevice::Capture(uint32_t frames, int64_t due_ns) {
  if (!input_.ok()) return;
  const uint32_t channels = input_.channels();
  for (uint32_t c = 0; c < channels; c += 1) {
    const auto* from = static_cast<const float*>(jack_.port_get_buffer(connection_->inputs()[c], frames));
    for (uint32_t i = 0; i < frames; i += 1) recorded_[size_t{i} * channels + c] = from[i];
  }
  AudioRecord record;
  record.cpu_ns = static_cast<uint64_t>(due_ns - NsOf(frames));
  record.sample_rate = rate_;
  record.channels = channels;
  // One who reads by the clock may be past what was left out.
  input_position_ = std::max(input_position_, input_.read_position());
  if (!input_.HasRoom(input_position_, frames)) return input_.LeaveOut(frames);
  input_.Write(input_position_, recorded_.data(), frames, FrameKind::kReal, record);
  input_position_ += frames;
}

void JackDevice::PlayMidi(uint32_t frames, int64_t due_ns) {
  if (connection_->midi_output() == nullptr) return;
  void* buffer = jack_.port_get_buffer(connection_->midi_output(), frames);
  jack_.midi_clear_buffer(buffer);
  const int64_t end_ns = due_ns + NsOf(frames);
  uint32_t last = 0;
  MidiEvent event;
  while (midi_output_.Pop(&event, static_cast<uint64_t>(end_ns - 1))) {
    if (event.form != MidiEvent::kBytes) continue;
    if (message_.size() + event.length <= kMostMidiBytes) message_.insert(message_.end(), event.data, event.data + event.length);
    if ((event.flags & MidiEvent::kMore) != 0) continue;
    const int64_t after_ns = std::max<int64_t>(0, static_cast<int64_t>(event.at_ns) - due_ns);
    const auto at = static_cast<uint32_t>(std::min<int64_t>(after_ns * rate_ / kNsPerS, frames - 1));
    // JACK takes events in order of time only.
    last = std::max(last, at);
    jack_.midi_event_write(buffer, last, message_.data(), message_.size());
    message_.clear();
  }
}

bool JackDevice::CaptureMidi(uint32_t frames, int64_t due_ns) {
  if (connection_->midi_input() == nullptr) return false;
  void* buffer = jack_.port_get_buffer(connection_->midi_input(), frames);
  const uint32_t count = jack_.midi_get_event_count(buffer);
  for (uint32_t i = 0; i < count; i += 1) {
    JackMidiEvent event{};
    if (jack_.midi_event_get(&event, buffer, i) != 0 || event.size == 0 || event.size > kMostMidiBytes) continue;
    const size_t pieces = (event.size + kPieceBytes - 1) / kPieceBytes;
    for (size_t p = 0; p < pieces; p += 1) {
      MidiEvent& piece = pieces_[p];
      piece = MidiEvent{};
      piece.at_ns = static_cast<uint64_t>(due_ns - NsOf(frames) + NsOf(event.time));
      piece.form = MidiEvent::kBytes;
      piece.length = static_cast<uint8_t>(std::min(kPieceBytes, event.size - p * kPieceBytes));
      piece.flags = p + 1 < pieces ? MidiEvent::kMore : 0;
      std::copy_n(event.buffer + p * kPieceBytes, piece.length, piece.data);
    }
    midi_input_.Push(pieces_.data(), static_cast<uint32_t>(pieces));
  }
  return count > 0;
}

void JackDevice::Publish(uint32_t frames, int64_t late_ns) {
  periods_ += 1;
  CountLateness(histogram_, late_ns);
  records_.Set(DeviceRecords::kPeriodFrames, frames);
  records_.SetWide(DeviceRecords::kStartNs, static_cast<uint64_t>(start_ns_));
  records_.SetWide(DeviceRecords::kRestarts, restarts_);
  records_.SetWide(DeviceRecords::kPeriods, periods_);
}

}  // namespace jamnet
