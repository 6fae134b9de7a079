#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "gpu/device.h"
#include "manifest.h"
#include "memory/arena.h"

namespace jamnet_runner {

/** A batch of lines laid out in the arena as the kernel wants it: the text where the network would have put it. */
class ParseBatch {
 public:
  ParseBatch(const Batch& batch, jamnet::Arena& arena, std::shared_ptr<jamnet::gpu::Kernel> kernel);
  ~ParseBatch();
  ParseBatch(const ParseBatch&) = delete;
  ParseBatch& operator=(const ParseBatch&) = delete;

  /** Finds where the lines start. Returns how many there are. */
  uint32_t Split();
  /** Splits, runs the kernel, and waits until the columns can be read. Ends the program when the device fails. */
  void Run(jamnet::gpu::Device& device);
  /** Fills the columns with rubbish, so that what stands in them afterwards has been written by the run. */
  void SpoilColumns();
  /** Whether the columns equal the reference's. */
  bool EqualsReference() const;

 private:
  const Batch& batch_;
  jamnet::Arena& arena_;
  jamnet::gpu::Step step_;
  std::vector<size_t> offsets_;
  uint8_t* text_ = nullptr;
  uint32_t* records_ = nullptr;
  const uint32_t* columns_ = nullptr;
};

}  // namespace jamnet_runner
