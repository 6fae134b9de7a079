// Runs a fuzz target where there is no libFuzzer: seeds, mutated by a generator whose seed is given, so that a failure can
// be had again. It knows nothing of coverage; the sanitizers say what is wrong. With clang the targets are linked with
// -fsanitize=fuzzer instead of this file.
//
//   <target> [seconds [seed]]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <vector>

#include "fuzz/seeds.h"

using Bytes = std::vector<uint8_t>;

namespace {

std::mt19937_64 generator;
Bytes current;

size_t Below(size_t bound) { return bound == 0 ? 0 : static_cast<size_t>(generator() % bound); }

// Values at which parsers go wrong.
constexpr uint32_t kEdges[] = {0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff};

void Mutate(Bytes* bytes, const std::vector<Bytes>& seeds) {
  const size_t at = Below(bytes->size() + 1);
  switch (Below(8)) {
    case 0:
      if (at < bytes->size()) (*bytes)[at] ^= static_cast<uint8_t>(1u << Below(8));
      break;
    case 1:
      if (at < bytes->size()) (*bytes)[at] = static_cast<uint8_t>(generator());
      break;
    case 2:
      bytes->resize(at);
      break;
    case 3:
      bytes->insert(bytes->begin() + static_cast<ptrdiff_t>(at), 1 + Below(16), static_cast<uint8_t>(generator()));
      break;
    case 4: {
      const size_t end = at + Below(bytes->size() - at + 1);
      bytes->erase(bytes->begin() + static_cast<ptrdiff_t>(at), bytes->begin() + static_cast<ptrdiff_t>(end));
      break;
    }
    case 5: {
      const uint32_t edge = kEdges[Below(std::size(kEdges))];
      const size_t width = size_t{1} << Below(3);
      if (at + width <= bytes->size()) std::memcpy(bytes->data() + at, &edge, width);
      break;
    }
    case 6: {
      const Bytes& other = seeds[Below(seeds.size())];
      const size_t from = Below(other.size() + 1);
      const Bytes piece(other.begin() + static_cast<ptrdiff_t>(from), other.end());
      bytes->resize(at);
      bytes->insert(bytes->end(), piece.begin(), piece.end());
      break;
    }
    default:
      if (bytes->size() < 65536) bytes->insert(bytes->end(), bytes->begin(), bytes->begin() + static_cast<ptrdiff_t>(at));
  }
}

// The sanitizers call this when they are about to end the process.
void ShowInput() {
  std::fprintf(stderr, "the input, %zu bytes:", current.size());
  for (const uint8_t byte : current) std::fprintf(stderr, " %02x", byte);
  std::fprintf(stderr, "\n");
}

}  // namespace

extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));
extern "C" bool FuzzSeed(size_t, Bytes*) __attribute__((weak));

int main(int argc, char** argv) {
  using Clock = std::chrono::steady_clock;
  const double seconds = argc > 1 ? std::atof(argv[1]) : 1;
  const unsigned long seed = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1;
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(ShowInput);
  generator.seed(seed);
  std::vector<Bytes> seeds;
  for (Bytes bytes; FuzzSeed != nullptr && FuzzSeed(seeds.size(), &bytes); bytes.clear()) seeds.push_back(bytes);
  seeds.push_back({});
  for (const Bytes& bytes : seeds) {
    current = bytes;
    LLVMFuzzerTestOneInput(current.data(), current.size());
  }
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  unsigned long runs = seeds.size();
  for (; Clock::now() < end; runs += 1) {
    current = seeds[Below(seeds.size())];
    for (size_t i = 1 + Below(8); i > 0; i -= 1) Mutate(&current, seeds);
    current.shrink_to_fit();  // so that a read past the end is one past the allocation
    LLVMFuzzerTestOneInput(current.data(), current.size());
  }
  std::printf("ok %lu inputs from seed %lu\n", runs, seed);
  return 0;
}
