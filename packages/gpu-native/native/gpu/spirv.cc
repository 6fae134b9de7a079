#include "gpu/spirv.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>

namespace jamnet::gpu {

namespace {

constexpr uint32_t kMagic = 0x07230203;
constexpr uint32_t kNewestVersion = 0x00010300;
constexpr uint32_t kMaxBindings = 64;

enum Op : uint16_t {
  kOpEntryPoint = 15,
  kOpExecutionMode = 16,
  kOpCapability = 17,
  kOpTypeInt = 21,
  kOpTypeStruct = 30,
  kOpTypePointer = 32,
  kOpSpecConstantComposite = 51,
  kOpFunction = 54,
  kOpVariable = 59,
  kOpDecorate = 71,
  kOpMemberDecorate = 72,
  kOpExecutionModeId = 331,
};

enum Storage : uint32_t { kUniformConstant = 0, kUniform = 2, kPushConstant = 9, kStorageBuffer = 12 };
enum Decoration : uint32_t { kBuiltIn = 11, kBinding = 33, kDescriptorSet = 34, kOffset = 35 };
constexpr uint32_t kGlCompute = 5, kLocalSize = 17, kLocalSizeId = 38, kWorkgroupSize = 25;

struct Words {
  const uint8_t* bytes;
  size_t count;
  uint32_t at(size_t index) const {
    uint32_t word;
    std::memcpy(&word, bytes + index * 4, 4);
    return word;
  }
};

struct Variable {
  uint32_t id, pointer_type, storage;
};

struct Module {
  std::vector<uint32_t> entries;
  std::string entry;
  std::optional<std::vector<uint32_t>> local_size;
  std::map<uint32_t, uint32_t> binding_of, set_of, pointee_of;
  std::map<uint32_t, std::vector<uint32_t>> members_of;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> offset_of;
  std::vector<uint32_t> uints, spec_composites, workgroup_sizes;
  std::vector<Variable> variables;
  std::vector<uint32_t> capabilities;
};

bool Has(const std::vector<uint32_t>& list, uint32_t value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// One instruction of `count` words at `at`. Empty or what is wrong.
std::string Take(const Words& words, size_t at, uint16_t op, size_t count, Module* m) {
  const auto operand = [&](size_t index) { return words.at(at + index); };
  switch (op) {
    case kOpCapability:
      if (count >= 2) m->capabilities.push_back(operand(1));
      break;
    case kOpEntryPoint: {
      if (count < 4) return "an entry point without a name";
      if (operand(1) != kGlCompute) return "an entry point that is not a compute shader";
      m->entries.push_back(operand(2));
      const char* text = reinterpret_cast<const char*>(words.bytes + (at + 3) * 4);
      const size_t room = (count - 3) * 4;
      const size_t length = strnlen(text, room);
      if (length == room) return "an entry point whose name does not end";
      m->entry.assign(text, length);
      break;
    }
    case kOpExecutionMode:
      if (count >= 6 && operand(2) == kLocalSize) m->local_size = {operand(3), operand(4), operand(5)};
      if (count >= 3 && operand(2) == kLocalSizeId) return "a group size that is set when the kernel is loaded";
      break;
    case kOpExecutionModeId:
      if (count >= 3 && operand(2) == kLocalSizeId) return "a group size that is set when the kernel is loaded";
      break;
    case kOpTypeInt:
      if (count >= 4 && operand(2) == 32) m->uints.push_back(operand(1));
      break;
    case kOpTypeStruct:
      if (count >= 2) {
        auto& members = m->members_of[operand(1)];
        members.clear();
        // More than the push constants may have is not looked at; it is only counted as too many.
        for (size_t i = 2; i < std::min<size_t>(count, 6); i++) members.push_back(operand(i));
      }
      break;
    case kOpTypePointer:
      if (count >= 4) m->pointee_of[operand(1)] = operand(3);
      break;
    case kOpSpecConstantComposite:
      if (count >= 3) m->spec_composites.push_back(operand(2));
      break;
    case kOpVariable:
      if (count >= 4) m->variables.push_back({operand(2), operand(1), operand(3)});
      break;
    case kOpDecorate:
      if (count < 4) break;
      if (operand(2) == kBinding) m->binding_of[operand(1)] = operand(3);
      if (operand(2) == kDescriptorSet) m->set_of[operand(1)] = operand(3);
      if (operand(2) == kBuiltIn && operand(3) == kWorkgroupSize) m->workgroup_sizes.push_back(operand(1));
      break;
    case kOpMemberDecorate:
      if (count >= 5 && operand(3) == kOffset) m->offset_of[{operand(1), operand(2)}] = operand(4);
      break;
  }
  return "";
}

// The push constants are `uint invocations`, and `uint first` where a kernel can begin in the middle.
std::string CheckPush(const Module& m, const Variable& variable, ShaderInfo* info) {
  const std::string wrong = "push constants must be `uint invocations;` or `uint invocations; uint first;`";
  const auto pointee = m.pointee_of.find(variable.pointer_type);
  if (pointee == m.pointee_of.end()) return wrong;
  const auto members = m.members_of.find(pointee->second);
  if (members == m.members_of.end()) return wrong;
  const size_t count = members->second.size();
  if (count < 1 || count > 2) return wrong;
  for (uint32_t i = 0; i < count; i++) {
    const auto offset = m.offset_of.find({pointee->second, i});
    if (!Has(m.uints, members->second[i]) || offset == m.offset_of.end() || offset->second != i * 4) return wrong;
  }
  info->sliced = count == 2;
  return "";
}

std::string Judge(const Module& m, ShaderInfo* info) {
  if (m.entries.size() != 1) return "it must have one entry point, it has " + std::to_string(m.entries.size());
  if (!m.local_size) return "no group size: write layout(local_size_x = 64) in;";
  const auto& size = *m.local_size;
  if (size[0] == 0 || size[1] != 1 || size[2] != 1) return "its groups must lie along x alone";
  for (uint32_t id : m.workgroup_sizes) {
    if (Has(m.spec_composites, id)) return "a group size that is set when the kernel is loaded";
  }
  bool pushes = false;
  for (const Variable& variable : m.variables) {
    if (variable.storage == kUniform || variable.storage == kUniformConstant) {
      return "it binds something other than storage buffers and push constants";
    }
    if (variable.storage == kPushConstant) {
      if (pushes) return "it has two blocks of push constants";
      pushes = true;
      if (std::string wrong = CheckPush(m, variable, info); !wrong.empty()) return wrong;
    }
    if (variable.storage != kStorageBuffer) continue;
    const auto binding = m.binding_of.find(variable.id);
    const auto set = m.set_of.find(variable.id);
    if (binding == m.binding_of.end() || (set != m.set_of.end() && set->second != 0)) {
      return "its storage buffers must have a binding of set 0";
    }
    if (binding->second >= kMaxBindings) return "binding " + std::to_string(binding->second) + " is above 63";
    info->bindings = std::max(info->bindings, binding->second + 1);
  }
  if (!pushes) return "it has no push constants: write layout(push_constant) uniform Push { uint invocations; };";
  if (info->bindings == 0) return "it binds no storage buffer";
  info->entry = m.entry;
  info->local_size = size[0];
  info->capabilities = m.capabilities;
  return "";
}

}  // namespace

std::string InspectSpirv(const uint8_t* bytes, size_t length, ShaderInfo* info) {
  *info = {};
  if (length % 4 != 0 || length < 20)
    return "SPIR-V is at least 5 words of 4 bytes, this is " + std::to_string(length) + " bytes";
  const Words words{bytes, length / 4};
  if (words.at(0) != kMagic) return "it does not start with the magic number of SPIR-V";
  if (words.at(1) > kNewestVersion || (words.at(1) & 0xff0000ff) != 0) return "it is not SPIR-V 1.0 to 1.3";
  Module module;
  bool declarations = true;  // everything that is looked for stands before the first function
  for (size_t at = 5; at < words.count;) {
    const uint32_t first = words.at(at);
    const size_t count = first >> 16;
    const auto op = static_cast<uint16_t>(first & 0xffff);
    if (count == 0 || count > words.count - at) {
      return "the instruction at word " + std::to_string(at) + " goes beyond the end";
    }
    if (op == kOpFunction) declarations = false;
    if (declarations) {
      if (std::string wrong = Take(words, at, op, count, &module); !wrong.empty()) return "it has " + wrong;
    }
    at += count;
  }
  return Judge(module, info);
}

}  // namespace jamnet::gpu
