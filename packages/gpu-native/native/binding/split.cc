#include "memory/split.h"

#include "binding/addon.h"

namespace jamnet {

namespace {

// splitAt(bytes, start, end, separator, pairs, from): SplitAt over `bytes` from `start` to before `end`, the pairs written to a
// Uint32Array from its pair number `from` on; starts are offsets in `bytes`. -1 for arguments that do not fit together.
Napi::Value SplitBytes(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto refuse = [&] { return Napi::Number::New(env, -1); };
  if (info.Length() < 6 || !info[0].IsTypedArray() || !info[4].IsTypedArray()) return refuse();
  for (const int at : {1, 2, 3, 5}) {
    if (!info[at].IsNumber()) return refuse();
  }
  if (info[0].As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) return refuse();
  if (info[4].As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array) return refuse();
  const auto bytes = info[0].As<Napi::Uint8Array>();
  auto pairs = info[4].As<Napi::Uint32Array>();
  const int64_t start = info[1].As<Napi::Number>().Int64Value();
  const int64_t end = info[2].As<Napi::Number>().Int64Value();
  const uint32_t separator = info[3].As<Napi::Number>().Uint32Value();
  const int64_t from = info[5].As<Napi::Number>().Int64Value();
  const auto size = static_cast<int64_t>(bytes.ElementLength());
  const auto room = static_cast<int64_t>(pairs.ElementLength() / 2);
  if (start < 0 || end < start || end > size || end > 0xffffffffLL || separator > 255 || from < 0 || from > room) {
    return refuse();
  }
  const size_t count = SplitAt(bytes.Data() + start, static_cast<size_t>(end - start), static_cast<uint8_t>(separator),
                               static_cast<uint32_t>(start), pairs.Data() + 2 * from, static_cast<size_t>(room - from));
  return Napi::Number::New(env, static_cast<double>(count));
}

}  // namespace

void InitSplit(Napi::Env env, Napi::Object exports) {
  exports.Set("splitAt", Napi::Function::New(env, SplitBytes, "splitAt"));
}

}  // namespace jamnet
