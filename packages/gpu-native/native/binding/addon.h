#pragma once
#include <napi.h>

namespace jamnet {

// Each is called once per JavaScript thread that loads the addon.
void InitMemory(Napi::Env env, Napi::Object exports);
void InitSplit(Napi::Env env, Napi::Object exports);
void InitClock(Napi::Env env, Napi::Object exports);
void InitThread(Napi::Env env, Napi::Object exports);
void InitNet(Napi::Env env, Napi::Object exports);
void InitAudio(Napi::Env env, Napi::Object exports);
void InitGpu(Napi::Env env, Napi::Object exports);

}  // namespace jamnet
