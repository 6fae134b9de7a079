#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace jamnet_runner {

/** What simdjson read: for each key a column with an element per line, the column of key k starting at k * lines. */
struct SimdjsonColumns {
  std::vector<uint8_t> kinds;
  std::vector<double> numbers;
  std::vector<uint32_t> starts;
  std::vector<uint32_t> ends;
};

enum SimdjsonKind : uint8_t { kAbsent, kInteger, kReal, kString, kOther };

/** Reads JSON lines with simdjson's on-demand document stream: the rival in the table, not a part of the project. */
class SimdjsonLines {
 public:
  explicit SimdjsonLines(const std::vector<std::string>& keys);
  ~SimdjsonLines();
  /** Bytes that must be readable after the text. */
  static size_t Padding();
  /** The instruction set it chose on this machine. */
  static std::string Implementation();
  /** Fills the columns; returns how many lines were read. `columns` must have room for `lines` of them. */
  size_t Read(const char* text, size_t length, size_t lines, SimdjsonColumns& columns);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace jamnet_runner
