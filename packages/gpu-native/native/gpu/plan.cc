#include "gpu/plan.h"

#include <algorithm>

namespace jamnet::gpu {

namespace {

// A piece of the host's memory that has a place in the staging buffer.
struct Slot {
  uintptr_t start, end;
  size_t at;
};

std::string Where(const Step& step, size_t range) {
  return "binding " + std::to_string(range) + " of " + step.kernel->name();
}

uintptr_t Start(const Range& range) { return reinterpret_cast<uintptr_t>(range.bytes); }
uintptr_t End(const Range& range) { return Start(range) + range.length; }
bool Same(const Range& a, const Range& b) { return a.bytes == b.bytes && a.length == b.length; }

bool InArena(const Range& range, const Surroundings& around) {
  const auto arena = reinterpret_cast<uintptr_t>(around.arena);
  return arena != 0 && Start(range) >= arena && End(range) <= arena + around.arena_bytes;
}

Status CheckRange(const Step& step, size_t index, const Surroundings& around) {
  const Range& range = step.ranges[index];
  const auto refuse = [&](const std::string& what) { return Status{Code::kBadOption, Where(step, index) + what}; };
  if (range.bytes == nullptr || range.length == 0) return refuse(" is empty");
  if (range.length % 4 != 0)
    return refuse(" is " + std::to_string(range.length) + " bytes long, which is not a multiple of 4");
  if (range.length > around.max_range_bytes) {
    return refuse(" is " + std::to_string(range.length) + " bytes long, the device takes " +
                  std::to_string(around.max_range_bytes));
  }
  const size_t offset = static_cast<size_t>(range.bytes - around.arena);
  if (InArena(range, around) && offset % kRangeAlignment != 0) {
    return refuse(" starts at " + std::to_string(offset) + " of the arena, which is not a multiple of 256");
  }
  if (range.access == Access::kKept && !InArena(range, around)) return refuse(" is to be kept and not in the arena");
  return {};
}

Status CheckSteps(const std::vector<Step>& steps, const Surroundings& around) {
  for (const Step& step : steps) {
    if (step.ranges.size() != step.kernel->bindings()) {
      return {Code::kBadOption, step.kernel->name() + " has " + std::to_string(step.kernel->bindings()) +
                                    " bindings, given were " + std::to_string(step.ranges.size())};
    }
    for (size_t i = 0; i < step.ranges.size(); i++) {
      if (Status status = CheckRange(step, i, around); !status.ok()) return status;
    }
  }
  return {};
}

// Ranges that overlap share a slot.
std::vector<Slot> MakeSlots(std::vector<Slot> pieces, size_t* bytes) {
  std::sort(pieces.begin(), pieces.end(), [](const Slot& a, const Slot& b) { return a.start < b.start; });
  std::vector<Slot> slots;
  for (const Slot& piece : pieces) {
    if (!slots.empty() && piece.start < slots.back().end) {
      slots.back().end = std::max(slots.back().end, piece.end);
    } else {
      slots.push_back(piece);
    }
  }
  *bytes = 0;
  for (Slot& slot : slots) {
    slot.at = *bytes;
    *bytes += (slot.end - slot.start + kRangeAlignment - 1) / kRangeAlignment * kRangeAlignment;
  }
  return slots;
}

// A range by its place in the steps, to see what was copied or written already.
struct Seen {
  std::vector<const Range*> ranges;
  bool Add(const Range& range) {
    for (const Range* other : ranges) {
      if (Same(*other, range)) return false;
    }
    ranges.push_back(&range);
    return true;
  }
};

size_t PlaceOf(const std::vector<Slot>& slots, const Range& range) {
  const auto after = [](uintptr_t at, const Slot& slot) { return at < slot.start; };
  const Slot& slot = *std::prev(std::upper_bound(slots.begin(), slots.end(), Start(range), after));
  return slot.at + (Start(range) - slot.start);
}

void PlanCopies(const std::vector<Step>& steps, const Surroundings& around, Plan* plan) {
  Seen defined, written;
  const auto copy = [&](size_t s, size_t r, std::vector<DeviceCopy>* by_device, std::vector<HostCopy>* by_host) {
    const Range& range = steps[s].ranges[r];
    const size_t at = plan->steps[s][r].offset;
    if (around.imported && InArena(range, around)) {
      by_device->push_back({static_cast<size_t>(range.bytes - around.arena), at, range.length});
    } else {
      by_host->push_back({s, r, range.bytes, at, range.length});
    }
  };
  for (size_t s = 0; s < steps.size(); s++) {
    if (steps[s].invocations == 0) continue;
    const auto& ranges = steps[s].ranges;
    const auto staged = [&](size_t r) { return !plan->steps[s][r].in_arena && !plan->steps[s][r].kept; };
    for (size_t r = 0; r < ranges.size(); r++) {
      if (staged(r) && ranges[r].access != Access::kWrite && defined.Add(ranges[r]))
        copy(s, r, &plan->device_in, &plan->host_in);
    }
    // After all reads of the step: what it writes itself is not there yet when it reads, but need not be fetched for
    // the next.
    for (size_t r = 0; r < ranges.size(); r++) {
      if (!staged(r) || ranges[r].access == Access::kRead) continue;
      defined.Add(ranges[r]);
      if (written.Add(ranges[r])) copy(s, r, &plan->device_out, &plan->host_out);
    }
  }
}

}  // namespace

Status MakePlan(const std::vector<Step>& steps, const Surroundings& around, Plan* plan) {
  *plan = {};
  if (Status status = CheckSteps(steps, around); !status.ok()) return status;
  std::vector<Slot> pieces;
  for (const Step& step : steps) {
    for (const Range& range : step.ranges) {
      if (range.access == Access::kKept) continue;
      if (!around.direct || !InArena(range, around)) pieces.push_back({Start(range), End(range), 0});
    }
  }
  const std::vector<Slot> slots = MakeSlots(std::move(pieces), &plan->staging_bytes);

  for (size_t s = 0; s < steps.size(); s++) {
    auto& planned = plan->steps.emplace_back();
    for (size_t r = 0; r < steps[s].ranges.size(); r++) {
      const Range& range = steps[s].ranges[r];
      if (range.access == Access::kKept) {
        planned.push_back({false, true, 0, range.length});
        continue;
      }
      if (around.direct && InArena(range, around)) {
        planned.push_back({true, false, static_cast<size_t>(range.bytes - around.arena), range.length});
        continue;
      }
      const size_t at = PlaceOf(slots, range);
      if (at % kRangeAlignment != 0) {
        return {Code::kBadOption,
                Where(steps[s], r) + " overlaps another one outside the arena: give both the same bytes"};
      }
      planned.push_back({false, false, at, range.length});
    }
  }
  PlanCopies(steps, around, plan);
  return {};
}

}  // namespace jamnet::gpu
