// What a fuzz target defines: the function that libFuzzer knows too, and, for our own driver, inputs to begin with.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

// Seed number `index` into `out`; false where there are no more. May be left out.
extern "C" bool FuzzSeed(size_t index, std::vector<uint8_t>* out);
