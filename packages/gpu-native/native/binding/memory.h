#pragma once
#include <napi.h>

#include <memory>

#include "memory/arena.h"

namespace jamnet {

// The process's arena for the other bindings; null before JavaScript has opened it in this process.
std::shared_ptr<Arena> OpenedArena();

}  // namespace jamnet
