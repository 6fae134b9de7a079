#include "audio/linux/jack_library.h"

#include <dlfcn.h>

namespace jamnet {

namespace {

// It prints on standard error that no server runs, which may be no error at all; what went wrong is told by what its functions return.
void Quiet(const char*) {}

const JackLibrary* Load() {
  static JackLibrary library;
  void* handle = dlopen("libjack.so.0", RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return nullptr;
  bool complete = true;
#define JAMNET_JACK_FIND(name, result, arguments)                                        \
  library.name = reinterpret_cast<result(*) arguments>(dlsym(handle, "jack_" #name));    \
  complete = complete && library.name != nullptr;
  JAMNET_JACK_FUNCTIONS(JAMNET_JACK_FIND)
#undef JAMNET_JACK_FIND
  if (!complete) return nullptr;
  library.set_error_function(Quiet);
  library.set_info_function(Quiet);
  return &library;
}

}  // namespace

const JackLibrary* OpenJackLibrary() {
  static const JackLibrary* const library = Load();
  return library;
}

}  // namespace jamnet
