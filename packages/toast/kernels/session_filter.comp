#version 450
// One datagram an invocation: the outcomes that frame_walk counted, each with its descriptor, its session or its status, and its
// sender. Lengths and CRCs have been checked by then. Reference: readFrames in src/batch/frame-reader.ts.
layout(local_size_x = 64) in;
// params: datagrams, bytes between the start of the binding and offset 0, slots of the session table less one.
layout(std430, set = 0, binding = 0) readonly buffer Params { uint params[]; };
// Slots of four words: the name, then index + 1, 0 for an empty slot.
layout(std430, set = 0, binding = 1) readonly buffer Sessions { uint sessions[]; };
layout(std430, set = 0, binding = 2) readonly buffer Bytes { uint bytes[]; };
layout(std430, set = 0, binding = 3) readonly buffer Datagrams { uint datagrams[]; };
layout(std430, set = 0, binding = 4) readonly buffer Walked { uint walked[]; };
// Per datagram: the row of its first outcome.
layout(std430, set = 0, binding = 5) readonly buffer First { uint first[]; };
layout(std430, set = 0, binding = 6) writeonly buffer Descriptors { uint descriptors[]; };
layout(std430, set = 0, binding = 7) writeonly buffer Outcomes { int outcome[]; };
layout(std430, set = 0, binding = 8) writeonly buffer Senders { uint sender[]; };
layout(push_constant) uniform Push { uint invocations; };

const int OTHER_SESSION = -32;

#include "frame_bytes.glsl"

int sessionOf(uint at) {
  uint a = wordAt(at);
  uint b = wordAt(at + 4u);
  uint c = wordAt(at + 8u);
  // At most half of the slots are taken, so an empty one comes.
  for (uint slot = a & params[2];; slot = (slot + 1u) & params[2]) {
    uint held = sessions[slot * 4u + 3u];
    if (held == 0u) return OTHER_SESSION;
    if (sessions[slot * 4u] == a && sessions[slot * 4u + 1u] == b && sessions[slot * 4u + 2u] == c)
      return int(held) - 1;
  }
}

// The checks after the CRC, in the order of spec/toast/v2, section 3.
int statusOf(uint word, uint streamType) {
  if ((word & 0x0fu) != 2u) return -4;
  if ((word & 0xc0u) != 0u) return -5;
  if (((word >> 8) & 0x0fu) > ((word >> 12) & 0x0fu)) return -12;
  return streamType < 1u || streamType > 7u ? -6 : 0;
}

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= invocations || i >= params[0]) return;
  uint from = i * 8u;
  uint arrivalLow = datagrams[from];
  uint arrivalHigh = datagrams[from + 1u];
  uint peer = datagrams[from + 7u] & 0xffffu;
  uint left = datagrams[from + 6u] & 0xffffu;
  uint offset = datagrams[from + 4u];
  uint outcomes = walked[i] & 0xffu;
  int ended = -int(walked[i] >> 8);
  uint row = first[i];
  for (uint n = 0u; n < outcomes; n++, row++) {
    uint to = row * 8u;
    uint at = offset + params[1];
    int status = 0;
    uint whole = left;
    uint word = 0u;
    uint kind = 0u;
    if (n + 1u == outcomes && ended != 0) {
      status = ended;
    } else {
      whole = wordAt(at);
      kind = wordAt(at + 4u);
      word = wordAt(at + 6u);
      status = statusOf(word, kind & 0xffu);
    }
    descriptors[to] = arrivalLow;
    descriptors[to + 1u] = arrivalHigh;
    descriptors[to + 4u] = offset;
    if (status < 0) {
      descriptors[to + 2u] = 0u;
      descriptors[to + 3u] = 0u;
      descriptors[to + 5u] = 0u;
      descriptors[to + 6u] = whole;
      descriptors[to + 7u] = peer;
      outcome[row] = status;
      sender[row] = 0u;
    } else {
      uint typeAndFormat = (kind & 0xffu) | (min((kind >> 8) & 0xffu, 15u) << 4);
      descriptors[to + 2u] = wordAt(at + 10u);
      descriptors[to + 3u] = wordAt(at + 14u);
      descriptors[to + 5u] = wordAt(at + 18u);
      descriptors[to + 6u] = whole | ((word >> 24) << 16) | (((word >> 16) & 0xffu) << 24);
      descriptors[to + 7u] = peer | (typeAndFormat << 16) | (((word >> 8) & 0xffu) << 24);
      outcome[row] = sessionOf(at + 22u);
      sender[row] = wordAt(at + 34u);
    }
    offset += whole;
    left -= whole;
  }
}
