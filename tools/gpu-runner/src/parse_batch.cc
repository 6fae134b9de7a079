#include "parse_batch.h"

#include <cstdlib>
#include <cstring>
#include <iostream>

#include "columns.h"
#include "split_lines.h"

namespace jamnet_runner {
namespace {

using jamnet::gpu::Access;

/** Kernels read text in steps of 16 bytes. */
size_t InChunks(size_t bytes) { return (bytes + 15) / 16 * 16; }

size_t LengthOf(const Binding& binding, const Batch& batch) {
  switch (binding.role) {
    case Binding::Role::kText:
      return InChunks(batch.text.size());
    case Binding::Role::kRecords:
      return 8 * static_cast<size_t>(batch.lines);
    case Binding::Role::kTable:
      return InChunks(binding.table.size());
    case Binding::Role::kColumns:
      return InChunks(binding.bytes);
  }
  return 0;
}

}  // namespace

ParseBatch::ParseBatch(const Batch& batch, jamnet::Arena& arena, std::shared_ptr<jamnet::gpu::Kernel> kernel)
    : batch_(batch), arena_(arena) {
  step_.kernel = std::move(kernel);
  step_.invocations = batch.lines;
  for (const Binding& binding : batch.bindings) {
    const size_t length = LengthOf(binding, batch);
    const int64_t offset = arena.Allocate(length);
    if (offset < 0) {
      std::cerr << "gpu_runner: the arena has no room for " << length << " bytes\n";
      std::exit(2);
    }
    offsets_.push_back(static_cast<size_t>(offset));
    uint8_t* bytes = arena.data() + offset;
    const bool out = binding.role == Binding::Role::kColumns;
    step_.ranges.push_back({bytes, length, out ? Access::kWrite : Access::kRead});
    if (binding.role == Binding::Role::kText) {
      text_ = bytes;
      std::memcpy(bytes, batch.text.data(), batch.text.size());
    } else if (binding.role == Binding::Role::kTable) {
      std::memcpy(bytes, binding.table.data(), binding.table.size());
    } else if (binding.role == Binding::Role::kRecords) {
      records_ = reinterpret_cast<uint32_t*>(bytes);
    } else {
      columns_ = reinterpret_cast<const uint32_t*>(bytes);
    }
  }
}

ParseBatch::~ParseBatch() {
  for (const size_t offset : offsets_) arena_.Free(offset);
}

uint32_t ParseBatch::Split() { return SplitLines(text_, batch_.text.size(), records_, batch_.lines); }

void ParseBatch::Run(jamnet::gpu::Device& device) {
  Split();
  const jamnet::gpu::Status status = device.Run({step_});
  if (!status.ok()) {
    std::cerr << "gpu_runner: " << status.message << "\n";
    std::exit(1);
  }
}

void ParseBatch::SpoilColumns() {
  for (size_t i = 0; i < batch_.bindings.size(); i++)
    if (batch_.bindings[i].role == Binding::Role::kColumns)
      std::memset(step_.ranges[i].bytes, 0xa5, step_.ranges[i].length);
}

bool ParseBatch::EqualsReference() const {
  return columns_ != nullptr && ColumnsChecksum(columns_, batch_.lines, batch_.shape) == batch_.shape.checksum;
}

}  // namespace jamnet_runner
