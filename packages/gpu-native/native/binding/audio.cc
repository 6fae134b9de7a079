// Which systems have audio devices: one without a sound card, and JACK's. Their files lie in folders with the system's name; addon.cc says why where
// there are none.
#include "binding/addon.h"

#ifdef __linux__
#include "audio/linux/audio_device.h"
#include "binding/linux/jack_audio.h"
#include "binding/linux/null_audio.h"
#endif

namespace jamnet {

void InitAudio(Napi::Env env, Napi::Object exports) {
#ifdef __linux__
  // Where things lie in a device's records: words, and microseconds with a word of the histogram for each.
  auto records = Napi::Object::New(env);
  const auto number = [&](const char* name, size_t value) { records.Set(name, Napi::Number::New(env, static_cast<double>(value))); };
  number("recordWords", DeviceRecords::kWords);
  number("histogramAt", DeviceRecords::kHistogram);
  number("histogramLinear", kLatenessLinear);
  exports.Set("audioRecords", records);
  InitNullAudio(env, exports);
  InitJackAudio(env, exports);
#else
  (void)env;
  (void)exports;
#endif
}

}  // namespace jamnet
