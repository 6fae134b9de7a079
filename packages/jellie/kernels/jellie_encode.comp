#version 450
// One pair of samples of one channel an invocation: its four parts. Reference: mixPart in src/mix-part.ts.
layout(local_size_x = 64) in;
// Pairs of frames in this run, channels.
layout(std430, set = 0, binding = 0) readonly buffer Table { uint table[]; };
// Interleaved frames, two an item.
layout(std430, set = 0, binding = 1) readonly buffer Samples { int samples[]; };
layout(std430, set = 0, binding = 2) writeonly buffer Even { int even[]; };
layout(std430, set = 0, binding = 3) writeonly buffer Odd { int odd[]; };
layout(std430, set = 0, binding = 4) writeonly buffer Sum { int sum[]; };
layout(std430, set = 0, binding = 5) writeonly buffer Weighted { int weighted[]; };
layout(push_constant) uniform Push { uint invocations; };

void main() {
  uint i = gl_GlobalInvocationID.x;
  uint channels = table[1];
  if (i >= invocations || i >= table[0] * channels) return;
  uint at = i / channels * 2u * channels + i % channels;
  int e = samples[at];
  int o = samples[at + channels];
  even[i] = e;
  odd[i] = o;
  sum[i] = e + o;
  weighted[i] = e + 2 * o;
}
