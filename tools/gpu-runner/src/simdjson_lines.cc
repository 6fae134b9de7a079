#include "simdjson_lines.h"

#include <array>
#include <cstring>

#include <simdjson.h>

#define JAMNET_TEXT_(name) #name
#define JAMNET_TEXT(name) JAMNET_TEXT_(name)

namespace jamnet_runner {
namespace {

/** Finds a key's number from its first eight bytes, in a table that is filled half at most. */
class KeyTable {
 public:
  explicit KeyTable(const std::vector<std::string>& keys) {
    size_t size = 16;
    while (size < keys.size() * 2) size *= 2;
    slots_.assign(size, {0, -1});
    mask_ = size - 1;
    for (size_t i = 0; i < keys.size(); i++) {
      uint64_t word = 0;
      std::memcpy(&word, keys[i].data(), std::min<size_t>(8, keys[i].size()));
      size_t at = Hash(word);
      while (slots_[at].index >= 0) at = (at + 1) & mask_;
      slots_[at] = {word, static_cast<int>(i)};
    }
  }

  /** `key` points after the opening quote. */
  int Find(const char* key) const {
    uint64_t word;
    std::memcpy(&word, key, 8);
    // Everything from the closing quote on is cut off.
    const uint64_t quotes = word ^ 0x2222222222222222u;
    const uint64_t zero = (quotes - 0x0101010101010101u) & ~quotes & 0x8080808080808080u;
    if (zero != 0) {
      const int bits = __builtin_ctzll(zero) & ~7;
      word &= bits == 0 ? 0 : ~uint64_t{0} >> (64 - bits);
    }
    for (size_t at = Hash(word);; at = (at + 1) & mask_) {
      if (slots_[at].index < 0) return -1;
      if (slots_[at].word == word) return slots_[at].index;
    }
  }

 private:
  struct Slot {
    uint64_t word;
    int index;
  };
  size_t Hash(uint64_t word) const { return (word * 0x9e3779b97f4a7c15u >> 32) & mask_; }
  std::vector<Slot> slots_;
  size_t mask_;
};

}  // namespace

struct SimdjsonLines::Parts {
  explicit Parts(const std::vector<std::string>& keys) : table(keys), count(keys.size()) {}
  KeyTable table;
  size_t count;
  simdjson::ondemand::parser parser;
};

SimdjsonLines::SimdjsonLines(const std::vector<std::string>& keys)
    : parts_(std::make_unique<Parts>(keys)) {}
SimdjsonLines::~SimdjsonLines() = default;

size_t SimdjsonLines::Padding() { return simdjson::SIMDJSON_PADDING; }

std::string SimdjsonLines::Implementation() {
  // The first reads the structure of the text, chosen at run time; the second the values, chosen by the compiler.
  return simdjson::get_active_implementation()->name() + " and " JAMNET_TEXT(SIMDJSON_BUILTIN_IMPLEMENTATION);
}

size_t SimdjsonLines::Read(const char* text, size_t length, size_t lines, SimdjsonColumns& columns) {
  namespace od = simdjson::ondemand;
  std::memset(columns.kinds.data(), kAbsent, parts_->count * lines);
  od::document_stream stream;
  const size_t batch = std::max<size_t>(od::DEFAULT_BATCH_SIZE, 2);
  if (parts_->parser.iterate_many(text, length, batch).get(stream)) return 0;
  size_t line = 0;
  for (auto document : stream) {
    od::object object;
    if (document.get_object().get(object) || line >= lines) break;
    for (auto field : object) {
      od::raw_json_string key;
      if (field.key().get(key)) return line;
      const int index = parts_->table.Find(key.raw());
      if (index < 0) continue;
      const size_t at = static_cast<size_t>(index) * lines + line;
      od::value value;
      od::json_type type;
      if (field.value().get(value) || value.type().get(type)) return line;
      if (type == od::json_type::number) {
        od::number number;
        if (value.get_number().get(number)) return line;
        columns.kinds[at] = number.is_double() ? kReal : kInteger;
        columns.numbers[at] = number.as_double();
      } else {
        const std::string_view token = value.raw_json_token();
        columns.kinds[at] = type == od::json_type::string ? kString : kOther;
        columns.starts[at] = static_cast<uint32_t>(token.data() - text);
        columns.ends[at] = static_cast<uint32_t>(token.data() + token.size() - text);
      }
    }
    line++;
  }
  return line;
}

}  // namespace jamnet_runner
