// JACK's client library, opened at run time: who has no JACK needs none to run this. What is declared here is the part of its stable C
// interface that is used (jackaudio.org, API of libjack 0.118 and later); PipeWire offers the same library.
#pragma once
#include <cstddef>
#include <cstdint>

namespace jamnet {

struct JackClient;
struct JackPort;

struct JackMidiEvent {
  uint32_t time;  // frames from the start of the period
  size_t size;
  uint8_t* buffer;
};

struct JackLatencyRange {
  uint32_t min, max;
};

constexpr int kJackNoStartServer = 0x01, kJackServerName = 0x04;
constexpr int kJackServerFailed = 0x10;
constexpr unsigned long kJackPortIsInput = 1, kJackPortIsOutput = 2;
constexpr int kJackCaptureLatency = 0, kJackPlaybackLatency = 1;
constexpr const char* kJackAudioType = "32 bit float mono audio";
constexpr const char* kJackMidiType = "8 bit raw midi";

#define JAMNET_JACK_FUNCTIONS(JACK)                                                                             \
  JACK(client_open, JackClient*, (const char* name, int options, int* status, ...))                             \
  JACK(client_close, int, (JackClient*))                                                                        \
  JACK(get_client_name, char*, (JackClient*))                                                                   \
  JACK(activate, int, (JackClient*))                                                                            \
  JACK(deactivate, int, (JackClient*))                                                                          \
  JACK(get_sample_rate, uint32_t, (JackClient*))                                                                \
  JACK(get_buffer_size, uint32_t, (JackClient*))                                                                \
  JACK(is_realtime, int, (JackClient*))                                                                         \
  JACK(set_process_callback, int, (JackClient*, int (*)(uint32_t, void*), void*))                               \
  JACK(set_xrun_callback, int, (JackClient*, int (*)(void*), void*))                                            \
  JACK(on_shutdown, void, (JackClient*, void (*)(void*), void*))                                                \
  JACK(frames_since_cycle_start, uint32_t, (const JackClient*))                                                 \
  JACK(port_register, JackPort*, (JackClient*, const char*, const char*, unsigned long, unsigned long))         \
  JACK(port_get_buffer, void*, (JackPort*, uint32_t))                                                           \
  JACK(port_name, const char*, (const JackPort*))                                                               \
  JACK(port_connected_to, int, (const JackPort*, const char*))                                                  \
  JACK(port_get_latency_range, void, (JackPort*, int, JackLatencyRange*))                                       \
  JACK(get_ports, const char**, (JackClient*, const char* name, const char* type, unsigned long flags))         \
  JACK(free, void, (void*))                                                                                     \
  JACK(connect, int, (JackClient*, const char*, const char*))                                                   \
  JACK(disconnect, int, (JackClient*, const char*, const char*))                                                \
  JACK(midi_get_event_count, uint32_t, (void*))                                                                 \
  JACK(midi_event_get, int, (JackMidiEvent*, void*, uint32_t))                                                  \
  JACK(midi_clear_buffer, void, (void*))                                                                        \
  JACK(midi_event_write, int, (void*, uint32_t, const uint8_t*, size_t))                                        \
  JACK(set_error_function, void, (void (*)(const char*)))                                                       \
  JACK(set_info_function, void, (void (*)(const char*)))

struct JackLibrary {
#define JAMNET_JACK_MEMBER(name, result, arguments) result(*name) arguments = nullptr;
  JAMNET_JACK_FUNCTIONS(JAMNET_JACK_MEMBER)
#undef JAMNET_JACK_MEMBER
};

// Null where there is none. Opened once, and never closed again: it leaves threads behind.
const JackLibrary* OpenJackLibrary();

}  // namespace jamnet
