#version 450
// Does nothing but be there: what a run costs by itself.
layout(local_size_x = 64) in;
layout(std430, set = 0, binding = 0) buffer Word { uint word[]; };
layout(push_constant) uniform Push { uint invocations; };

void main() {
  if (gl_GlobalInvocationID.x == 0 && invocations == 0xffffffffu) word[0] = 1;
}
