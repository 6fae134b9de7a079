#pragma once
#include <napi.h>

namespace jamnet {

// JackAudio: see src/audio/audio-addon.ts for its shape.
void InitJackAudio(Napi::Env env, Napi::Object exports);

}  // namespace jamnet
