#include <algorithm>

#include "binding/addon.h"
#include "clock/monotonic.h"

namespace jamnet {

namespace {

// clockNowNs(): exact up to 2^53 ns, 104 days of uptime.
Napi::Value NowNs(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(MonotonicNs()));
}

// clockReadings(tries): [monotonic, realtime, maximum deviation]. Time since 1970 does not fit a Number.
Napi::Value Readings(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const int tries = info[0].IsNumber() ? info[0].As<Napi::Number>().Int32Value() : 1;
  const ClockReadings readings = ReadClocks(std::min(tries, 1000));
  auto out = Napi::Array::New(env, 3);
  out.Set(0u, Napi::Number::New(env, static_cast<double>(readings.monotonic_ns)));
  out.Set(1u, Napi::BigInt::New(env, readings.realtime_ns));
  out.Set(2u, Napi::Number::New(env, static_cast<double>(readings.max_deviation_ns)));
  return out;
}

}  // namespace

void InitClock(Napi::Env env, Napi::Object exports) {
  exports.Set("clockNowNs", Napi::Function::New(env, NowNs));
  exports.Set("clockReadings", Napi::Function::New(env, Readings));
}

}  // namespace jamnet
