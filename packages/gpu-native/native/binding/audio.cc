// Which systems have an audio device without a sound card. Its files lie in folders with the system's name; addon.cc says why where there is
// none.
#include "binding/addon.h"

#ifdef __linux__
#include "binding/linux/null_audio.h"
#endif

namespace jamnet {

void InitAudio(Napi::Env env, Napi::Object exports) {
#ifdef __linux__
  InitNullAudio(env, exports);
#else
  (void)env;
  (void)exports;
#endif
}

}  // namespace jamnet
