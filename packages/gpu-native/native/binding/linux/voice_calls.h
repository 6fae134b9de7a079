#pragma once
#include <napi.h>

#include "binding/linux/arena_place.h"
#include "binding/linux/loop_device.h"
#include "binding/memory.h"

namespace jamnet {

// What every device does with its voices: addVoice([offset, bytes]), setGain(index, gain), takePeak(index), removeVoice(index), voiceIdle(index).
struct VoiceCalls {
  static Napi::Value Add(const Napi::CallbackInfo& info, LoopDevice* device) {
    const auto arena = OpenedArena();
    size_t bytes = 0;
    uint8_t* at = arena == nullptr ? nullptr : ArenaPlace(*arena, info[0], &bytes);
    const int index = device == nullptr || at == nullptr ? -1 : device->device().voices().Add(at, bytes);
    return Napi::Number::New(info.Env(), index);
  }

  static void SetGain(const Napi::CallbackInfo& info, LoopDevice* device) {
    if (device == nullptr) return;
    device->device().voices().SetGain(info[0].As<Napi::Number>(), info[1].As<Napi::Number>().FloatValue());
  }

  static Napi::Value TakePeak(const Napi::CallbackInfo& info, LoopDevice* device) {
    const float peak = device == nullptr ? 0.0f : device->device().voices().TakePeak(info[0].As<Napi::Number>());
    return Napi::Number::New(info.Env(), peak);
  }

  static void Remove(const Napi::CallbackInfo& info, LoopDevice* device) {
    if (device != nullptr) device->device().voices().Remove(info[0].As<Napi::Number>());
  }

  static Napi::Value Idle(const Napi::CallbackInfo& info, LoopDevice* device) {
    const bool idle = device == nullptr || device->device().voices().Idle(info[0].As<Napi::Number>());
    return Napi::Boolean::New(info.Env(), idle);
  }
};

}  // namespace jamnet
