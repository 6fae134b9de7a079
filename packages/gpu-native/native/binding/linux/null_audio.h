#pragma once
#include <napi.h>

namespace jamnet {

// NullAudio: see src/audio/audio-addon.ts for its shape.
void InitNullAudio(Napi::Env env, Napi::Object exports);

}  // namespace jamnet
