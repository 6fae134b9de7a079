#version 450
// One time on the timeline an invocation: the beat in 2^-32 quarter notes, the bar, the beat in it and the tick, by one score.
// Reference: conductTimes in src/conductor/conductor-reference.ts; the table is laid out in src/conductor/conductor-table.ts.
layout(local_size_x = 64) in;
// Times in this run, tempos, signatures, whether there is a loop; loop start, loop end; tempos; signatures.
layout(std430, set = 0, binding = 0) readonly buffer Table { uint table[]; };
layout(std430, set = 0, binding = 1) readonly buffer Times { uvec2 times[]; };
layout(std430, set = 0, binding = 2) writeonly buffer Beats { uvec2 beats[]; };
layout(std430, set = 0, binding = 3) writeonly buffer Bars { int bars[]; };
layout(std430, set = 0, binding = 4) writeonly buffer BeatsInBar { uint beatsInBar[]; };
layout(std430, set = 0, binding = 5) writeonly buffer Ticks { uint ticks[]; };
layout(push_constant) uniform Push { uint invocations; };

const uint HEAD_WORDS = 8u;
const uint TEMPO_WORDS = 6u;
const uint SIGNATURE_WORDS = 4u;
const uint SNAP = 64u;
const uint TICKS_PER_WHOLE = 3840u;

#include "wide.glsl"

uvec2 pairAt(uint at) { return uvec2(table[at], table[at + 1u]); }

uvec2 beatAt(uvec2 time) {
  uint at = HEAD_WORDS;
  if (less64(time, pairAt(at))) return pairAt(at + 2u);
  for (uint i = 1u; i < table[1]; i++) {
    if (less64(time, pairAt(at + TEMPO_WORDS))) break;
    at += TEMPO_WORDS;
  }
  uvec2 gone = share56(sub64(time, pairAt(at)), pairAt(at + 4u));
  uvec2 beat = add64(pairAt(at + 2u), gone);
  uvec2 start = pairAt(4u);
  uvec2 end = pairAt(6u);
  if (table[3] == 0u || lessSigned64(beat, end)) return beat;
  return add64(start, rest64(sub64(beat, start), sub64(end, start)));
}

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= invocations || i >= table[0]) return;
  uvec2 beat = beatAt(times[i]);
  beats[i] = beat;

  uvec2 reached = add64(beat, uvec2(SNAP, 0u));
  uint at = HEAD_WORDS + table[1] * TEMPO_WORDS;
  for (uint n = 1u; n < table[2]; n++) {
    if (lessSigned64(reached, pairAt(at + SIGNATURE_WORDS))) break;
    at += SIGNATURE_WORDS;
  }
  uint numerator = table[at + 3u] & 0xffffu;
  uint denominator = table[at + 3u] >> 16;
  uvec2 since = sub64(reached, pairAt(at));
  // In 2^-34 of the denominator's unit.
  uint high, low;
  umulExtended(since.x, denominator, high, low);
  high += since.y * denominator;
  int whole = int(high) >> 2;
  int full = whole >= 0
    ? int(uint(whole) / numerator)
    : -int((uint(-whole) + numerator - 1u) / numerator);
  bars[i] = int(table[at + 2u]) + full;
  beatsInBar[i] = uint(whole - full * int(numerator)) + 1u;
  uint tickHigh, tickLow;
  umulExtended(low, TICKS_PER_WHOLE, tickHigh, tickLow);
  ticks[i] = ((tickHigh + (high & 3u) * TICKS_PER_WHOLE) >> 2) / denominator;
}
