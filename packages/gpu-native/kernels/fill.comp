#version 450
// data[i] = value + i. The smallest kernel that still reads and writes: what a run of it costs, any run costs.
layout(local_size_x = 64) in;
layout(std430, set = 0, binding = 0) writeonly buffer Data { uint data[]; };
layout(std430, set = 0, binding = 1) readonly buffer Value { uint value[]; };
layout(push_constant) uniform Push { uint invocations; };

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= invocations) return;
  data[i] = value[0] + i;
}
