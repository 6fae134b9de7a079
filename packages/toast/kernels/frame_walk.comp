#version 450
// One datagram an invocation: walks its frames as packages/toast/src/v2/datagram.ts does, CRCs included, and says how many outcomes it
// has and which status ended it. session_filter then knows where to write. Reference: readFrames in src/batch/frame-reader.ts.
layout(local_size_x = 64) in;
// params: datagrams, bytes between the start of the binding and offset 0.
layout(std430, set = 0, binding = 0) readonly buffer Params { uint params[]; };
// The first four of the tables in src/batch/frame-crc.ts.
layout(std430, set = 0, binding = 1) readonly buffer Tables { uint tables[]; };
layout(std430, set = 0, binding = 2) readonly buffer Bytes { uint bytes[]; };
layout(std430, set = 0, binding = 3) readonly buffer Datagrams { uint datagrams[]; };
// Per datagram: outcomes, and from bit 8 the status that ended it without its sign: 1 short, 2 badLength, 3 badCrc.
layout(std430, set = 0, binding = 4) writeonly buffer Walked { uint walked[]; };
layout(push_constant) uniform Push { uint invocations; };

#include "frame_bytes.glsl"

uint crcOf(uint at, uint count) {
  uint crc = 0xffffffffu;
  uint end = at + count;
  for (; at + 4u <= end; at += 4u) {
    crc ^= wordAt(at);
    crc = tables[768u + (crc & 0xffu)] ^ tables[512u + ((crc >> 8) & 0xffu)] ^
          tables[256u + ((crc >> 16) & 0xffu)] ^ tables[crc >> 24];
  }
  for (; at < end; at++) crc = tables[(crc ^ byteAt(at)) & 0xffu] ^ (crc >> 8);
  return ~crc;
}

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= invocations || i >= params[0]) return;
  uint length = datagrams[i * 8u + 6u] & 0xffffu;
  uint at = datagrams[i * 8u + 4u] + params[1];
  uint end = at + length;
  uint outcomes = 0u;
  uint status = 0u;
  if (length > 1200u) {
    outcomes = 1u;
    status = 2u;
    at = end;
  }
  while (at < end) {
    outcomes++;
    uint left = end - at;
    if (left < 42u) {
      status = 1u;
      break;
    }
    uint whole = wordAt(at);
    if (whole < 42u || whole > left) {
      status = 2u;
      break;
    }
    if (wordAt(at + whole - 4u) != crcOf(at, whole - 4u)) {
      status = 3u;
      break;
    }
    at += whole;
  }
  walked[i] = outcomes | (status << 8);
}
