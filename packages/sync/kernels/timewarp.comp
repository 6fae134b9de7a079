#version 450
// One timestamp an invocation: from the clock that its index names to another one, by that clock's line.
// Reference: warpTimes in src/conductor/timewarp-reference.ts; the table is laid out in src/conductor/timewarp-table.ts.
layout(local_size_x = 64) in;
// Timestamps in this run, clocks; then eight words a clock: reading, result at it, rate, whether it is known.
layout(std430, set = 0, binding = 0) readonly buffer Table { uint table[]; };
layout(std430, set = 0, binding = 1) readonly buffer Times { uvec2 times[]; };
layout(std430, set = 0, binding = 2) readonly buffer Clocks { uint clocks[]; };
layout(std430, set = 0, binding = 3) writeonly buffer Results { uvec2 results[]; };
layout(push_constant) uniform Push { uint invocations; };

const uint CLOCK_WORDS = 8u;

#include "wide.glsl"

uvec2 pairAt(uint at) { return uvec2(table[at], table[at + 1u]); }

uvec2 magnitude(uvec2 value) { return int(value.y) < 0 ? negate64(value) : value; }

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= invocations || i >= table[0]) return;
  uint at = (clocks[i] + 1u) * CLOCK_WORDS;
  if (clocks[i] >= table[1] || table[at + 6u] == 0u) {
    results[i] = uvec2(0u);
    return;
  }
  uvec2 since = sub64(times[i], pairAt(at));
  uvec2 rate = pairAt(at + 4u);
  uvec2 gain = share56(magnitude(since), magnitude(rate));
  if (int(since.y ^ rate.y) < 0) gain = negate64(gain);
  results[i] = add64(pairAt(at + 2u), add64(since, gain));
}
