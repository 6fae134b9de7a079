#version 450
// One coefficient an invocation: from where the host writes models to where the device keeps them. Reference: Float32Array.set.
layout(local_size_x = 128) in;
// Streams in this run, coefficients a stream.
layout(std430, set = 0, binding = 0) readonly buffer Table { uint table[]; };
layout(std430, set = 0, binding = 1) readonly buffer Streams { uint streams[]; };
layout(std430, set = 0, binding = 2) readonly buffer Written { float written[]; };
layout(std430, set = 0, binding = 3) buffer Kept { float kept[]; };
layout(push_constant) uniform Push { uint invocations; uint first; };

void main() {
  uint i = first + gl_GlobalInvocationID.x;
  uint words = table[1];
  if (i >= invocations || i >= table[0] * words) return;
  uint at = streams[i / words] * words + i % words;
  kept[at] = written[at];
}
