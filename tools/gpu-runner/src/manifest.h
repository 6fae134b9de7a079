#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace jamnet_runner {

/** What stands at one binding of the kernel. */
struct Binding {
  // kText: the lines. kRecords: offset and length of each line, found anew in every run. kTable: what the kernel is told about
  // keys and shape, written once. kColumns: what it writes.
  enum class Role { kText, kRecords, kTable, kColumns } role;
  size_t bytes = 0;            // of kColumns
  std::vector<uint8_t> table;  // of kTable
};

/** How the columns lie: a head of `1 + kind_words` words for each line, column by column, then `keys` columns of 64-bit cells. */
struct ColumnShape {
  uint32_t keys = 0;
  uint32_t stride = 0;
  uint32_t kind_words = 0;
  uint64_t checksum = 0;  // of what the reference made of the same lines, see `columns.h`
};

struct Batch {
  uint32_t lines = 0;
  std::vector<uint8_t> text;
  std::vector<Binding> bindings;
  ColumnShape shape;
};

/** What `export-inputs.ts` wrote. */
struct Manifest {
  std::vector<uint8_t> kernel;
  std::vector<uint8_t> empty_kernel;
  std::vector<std::string> keys;
  std::vector<Batch> batches;
};

/** Ends the program with a message where something is missing. */
Manifest ReadManifest(const std::string& folder);

}  // namespace jamnet_runner
