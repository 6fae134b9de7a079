#pragma once
#include <napi.h>

#include "memory/arena.h"

namespace jamnet {

// A range of the arena that JavaScript names as [offset, bytes], or null for what is none.
inline uint8_t* ArenaPlace(const Arena& arena, const Napi::Value& value, size_t* bytes) {
  *bytes = 0;
  if (!value.IsArray()) return nullptr;
  const auto pair = value.As<Napi::Array>();
  const double offset = pair.Get(0u).As<Napi::Number>(), length = pair.Get(1u).As<Napi::Number>();
  const double size = static_cast<double>(arena.size());
  if (!(offset >= 0 && length >= 0 && offset + length <= size)) return nullptr;
  *bytes = static_cast<size_t>(length);
  return arena.data() + static_cast<size_t>(offset);
}

}  // namespace jamnet
