// How the calling JavaScript thread is scheduled. Written for Linux; elsewhere nothing of it is there.
#include "binding/addon.h"

#ifdef __linux__
#include "thread/linux/scheduling.h"
#endif

namespace jamnet {

#ifdef __linux__
namespace {

// [real-time priority or 0, errno of why it is not more or 0].
Napi::Value Tell(Napi::Env env, const Scheduling& now) {
  auto pair = Napi::Array::New(env, 2);
  pair.Set(0u, Napi::Number::New(env, now.realtime ? now.priority : 0));
  pair.Set(1u, Napi::Number::New(env, now.error));
  return pair;
}

// raiseThread(priority, mostRunUs)
Napi::Value Raise(const Napi::CallbackInfo& info) {
  const int priority = info[0].As<Napi::Number>().Int32Value();
  const int64_t most_run_us = info[1].As<Napi::Number>().Int64Value();
  return Tell(info.Env(), RaiseThread(priority, most_run_us));
}

void Lower(const Napi::CallbackInfo&) { LowerThread(); }

Napi::Value Read(const Napi::CallbackInfo& info) { return Tell(info.Env(), ReadScheduling()); }

}  // namespace
#endif

void InitThread(Napi::Env env, Napi::Object exports) {
#ifdef __linux__
  exports.Set("raiseThread", Napi::Function::New(env, Raise));
  exports.Set("lowerThread", Napi::Function::New(env, Lower));
  exports.Set("threadScheduling", Napi::Function::New(env, Read));
#else
  (void)env;
  (void)exports;
#endif
}

}  // namespace jamnet
