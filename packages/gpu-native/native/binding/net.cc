// Which systems have a network engine. Its files lie in folders with the system's name, which the build leaves out elsewhere;
// addon.cc says why where there is none.
#include "binding/addon.h"

#ifdef __linux__
#include "binding/linux/net_engine.h"
#endif

namespace jamnet {

void InitNet(Napi::Env env, Napi::Object exports) {
#ifdef __linux__
  InitNetEngine(env, exports);
#else
  (void)env;
  (void)exports;
#endif
}

}  // namespace jamnet
