#include "gpu/spirv.h"

#include <cstring>
#include <vector>

#include "test/add_spirv.h"
#include "test/check.h"

using namespace jamnet::gpu;

namespace {

std::vector<uint32_t> Add() { return {std::begin(kAddSpirv), std::end(kAddSpirv)}; }

std::string Inspect(const std::vector<uint32_t>& words, ShaderInfo* info) {
  return InspectSpirv(reinterpret_cast<const uint8_t*>(words.data()), words.size() * 4, info);
}

// The word number `operand` of the first instruction `op` whose words from 1 on begin with `head`.
uint32_t* Find(std::vector<uint32_t>& words, uint32_t op, const std::vector<uint32_t>& head, size_t operand) {
  for (size_t at = 5; at < words.size(); at += words[at] >> 16) {
    if ((words[at] & 0xffff) != op || (words[at] >> 16) <= head.size()) continue;
    bool same = true;
    for (size_t i = 0; i < head.size(); i++) same = same && (head[i] == 0 || words[at + 1 + i] == head[i]);
    if (same) return &words[at + operand];
  }
  return nullptr;
}

bool Holds(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST(a_kernel_is_read) {
  ShaderInfo info;
  CHECK(Inspect(Add(), &info).empty());
  CHECK(info.entry == "main");
  CHECK_EQ(info.local_size, 64u);
  CHECK_EQ(info.bindings, 2u);
  CHECK(!info.sliced);
  CHECK_EQ(info.capabilities.size(), 1u);
}

TEST(bytes_need_no_alignment) {
  const auto words = Add();
  std::vector<uint8_t> bytes(words.size() * 4 + 1);
  std::memcpy(bytes.data() + 1, words.data(), words.size() * 4);
  ShaderInfo info;
  CHECK(InspectSpirv(bytes.data() + 1, words.size() * 4, &info).empty());
}

TEST(what_is_no_spirv_is_refused) {
  ShaderInfo info;
  CHECK(Holds(InspectSpirv(nullptr, 0, &info), "this is 0 bytes"));
  auto words = Add();
  CHECK(Holds(InspectSpirv(reinterpret_cast<const uint8_t*>(words.data()), 21, &info), "this is 21 bytes"));
  words[0] = 0x03022307;
  CHECK(Holds(Inspect(words, &info), "magic"));
  words = Add();
  words[1] = 0x00010400;
  CHECK(Holds(Inspect(words, &info), "not SPIR-V 1.0 to 1.3"));
}

TEST(an_instruction_beyond_the_end_is_refused_wherever_it_is_cut) {
  const auto words = Add();
  ShaderInfo info;
  for (size_t length = 0; length < words.size(); length++) {
    const std::vector<uint32_t> cut(words.begin(), words.begin() + static_cast<ptrdiff_t>(length));
    // A cut between two instructions of a function leaves nothing that would be looked at here.
    const std::string wrong = Inspect(cut, &info);
    size_t at = 5;
    while (at < length) at += words[at] >> 16;
    if (at != length || length < 5) CHECK(!wrong.empty());
  }
  auto zero = words;
  zero[5] &= 0xffff;
  CHECK(Holds(Inspect(zero, &info), "instruction at word 5"));
}

TEST(conventions_that_are_broken_are_named) {
  ShaderInfo info;
  auto words = Add();
  *Find(words, 16, {0, 17}, 4) = 2;  // LocalSize, y
  CHECK(Holds(Inspect(words, &info), "along x"));
  words = Add();
  *Find(words, 16, {0, 17}, 3) = 0;
  CHECK(Holds(Inspect(words, &info), "along x"));
  words = Add();
  *Find(words, 15, {5}, 1) = 4;  // a fragment shader
  CHECK(Holds(Inspect(words, &info), "not a compute shader"));
  words = Add();
  *Find(words, 71, {0, 34}, 3) = 1;  // DescriptorSet
  CHECK(Holds(Inspect(words, &info), "set 0"));
  words = Add();
  *Find(words, 71, {0, 33}, 3) = 64;  // Binding
  CHECK(Holds(Inspect(words, &info), "binding 64"));
  words = Add();
  *Find(words, 59, {0, 0, 12}, 3) = 2;  // a uniform buffer
  CHECK(Holds(Inspect(words, &info), "other than storage buffers"));
  words = Add();
  *Find(words, 59, {0, 0, 9}, 3) = 6;  // no push constants
  CHECK(Holds(Inspect(words, &info), "no push constants"));
  words = Add();
  *Find(words, 21, {0, 32, 0}, 2) = 64;  // uint of 64 bits
  CHECK(Holds(Inspect(words, &info), "uint invocations"));
}

TEST(the_name_of_the_entry_point_must_end) {
  auto words = Add();
  // "main" and its zero are two words; the name then runs into ids that are not zero in any byte.
  uint32_t* name = Find(words, 15, {5}, 3);
  const size_t count = name[-3] >> 16;
  for (size_t i = 0; i < count - 3; i++) name[i] = 0x61616161;
  ShaderInfo info;
  CHECK(Holds(Inspect(words, &info), "does not end"));
}
