#pragma once
#include <napi.h>

namespace jamnet {

void InitNetEngine(Napi::Env env, Napi::Object exports);

}  // namespace jamnet
