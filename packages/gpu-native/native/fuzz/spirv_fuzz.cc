// Words of any kind as a kernel: refused, or read without a step beyond them.
#include "gpu/spirv.h"

#include <cstdlib>
#include <cstring>

#include "fuzz/seeds.h"
#include "test/add_spirv.h"

using namespace jamnet::gpu;

extern "C" bool FuzzSeed(size_t index, std::vector<uint8_t>* out) {
  if (index > 0) return false;
  out->resize(sizeof kAddSpirv);
  std::memcpy(out->data(), kAddSpirv, sizeof kAddSpirv);
  return true;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ShaderInfo info;
  if (!InspectSpirv(data, size, &info).empty()) return 0;
  if (info.local_size == 0 || info.bindings == 0 || info.bindings > 64) std::abort();
  return 0;
}
