#include "binding/memory.h"

#include <cmath>

#include "binding/addon.h"
#include "memory/arena_share.h"

namespace jamnet {

namespace {

// What one JavaScript thread has of the arena. Cleanup hooks run last in, first out, and this room is set up first: the
// rooms that use ranges have stopped their threads when the ranges are given back.
struct Room {
  std::unique_ptr<ArenaShare> share;
  Napi::Reference<Napi::ArrayBuffer> buffer;
};

// Exact sizes and offsets only; anything else is -1.
int64_t WholeNumber(const Napi::Value& value) {
  if (!value.IsNumber()) return -1;
  const double number = value.As<Napi::Number>().DoubleValue();
  const bool whole = number >= 0 && number <= 9007199254740991.0 && std::floor(number) == number;
  return whole ? static_cast<int64_t>(number) : -1;
}

Room& RoomOf(const Napi::CallbackInfo& info) { return *static_cast<Room*>(info.Data()); }

// openArena(bytes): an ArrayBuffer over the whole arena, the same one for every call of this thread, or null where the
// system refuses the mapping or the runtime refuses foreign memory.
Napi::Value OpenArena(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Room& room = RoomOf(info);
  if (room.share != nullptr) return room.buffer.Value();
  const int64_t bytes = WholeNumber(info[0]);
  const std::shared_ptr<Arena> arena = bytes > 0 ? Arena::Get(static_cast<size_t>(bytes)) : nullptr;
  if (arena == nullptr) return env.Null();
  auto held = std::make_unique<std::shared_ptr<Arena>>(arena);
  try {
    const auto release = [](Napi::Env, void*, std::shared_ptr<Arena>* held) { delete held; };
    const auto buffer = Napi::ArrayBuffer::New(env, arena->data(), arena->size(), release, held.get());
    held.release();
    room.buffer = Napi::Persistent(buffer);
    room.share = std::make_unique<ArenaShare>(arena);
    return buffer;
  } catch (const Napi::Error&) {
    return env.Null();
  }
}

Napi::Value Allocate(const Napi::CallbackInfo& info) {
  Room& room = RoomOf(info);
  const int64_t bytes = WholeNumber(info[0]);
  const bool possible = room.share != nullptr && bytes > 0;
  const int64_t offset = possible ? room.share->Allocate(static_cast<size_t>(bytes)) : -1;
  return Napi::Number::New(info.Env(), static_cast<double>(offset));
}

Napi::Value Free(const Napi::CallbackInfo& info) {
  Room& room = RoomOf(info);
  const int64_t offset = WholeNumber(info[0]);
  const bool possible = room.share != nullptr && offset >= 0;
  return Napi::Boolean::New(info.Env(), possible && room.share->Free(static_cast<size_t>(offset)));
}

Napi::Value FreeBytes(const Napi::CallbackInfo& info) {
  Room& room = RoomOf(info);
  const size_t bytes = room.share == nullptr ? 0 : room.share->arena()->free_bytes();
  return Napi::Number::New(info.Env(), static_cast<double>(bytes));
}

}  // namespace

std::shared_ptr<Arena> OpenedArena() { return Arena::Opened(); }

void InitMemory(Napi::Env env, Napi::Object exports) {
  auto* room = new Room;
  env.AddCleanupHook([](Room* room) { delete room; }, room);
  exports.Set("openArena", Napi::Function::New(env, OpenArena, "openArena", room));
  exports.Set("arenaAllocate", Napi::Function::New(env, Allocate, "arenaAllocate", room));
  exports.Set("arenaFree", Napi::Function::New(env, Free, "arenaFree", room));
  exports.Set("arenaFreeBytes", Napi::Function::New(env, FreeBytes, "arenaFreeBytes", room));
}

}  // namespace jamnet
