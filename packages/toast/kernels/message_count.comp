#version 450
// One block of 256 frames for one route an invocation: how many frames of the block the route wants. message_route then knows where to
// write. Reference: routeFrames in src/batch/route-frames.ts.
layout(local_size_x = 64) in;
// params: blocks, frames, routes.
layout(std430, set = 0, binding = 0) readonly buffer Params { uint params[]; };
layout(std430, set = 0, binding = 1) readonly buffer Routes { uint routes[]; };
layout(std430, set = 0, binding = 2) readonly buffer Descriptors { uint descriptors[]; };
layout(std430, set = 0, binding = 3) readonly buffer Outcomes { int outcome[]; };
layout(std430, set = 0, binding = 4) readonly buffer Verdicts { uint verdict[]; };
// Per route, per block.
layout(std430, set = 0, binding = 5) writeonly buffer Counts { uint counts[]; };
layout(push_constant) uniform Push { uint invocations; };

#include "route_match.glsl"

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= invocations || i >= params[0] * params[2]) return;
  uint route = i / params[0];
  uint session = routes[route * 2u];
  uint type = routes[route * 2u + 1u];
  uint begin = (i % params[0]) * BLOCK;
  uint end = min(begin + BLOCK, params[1]);
  uint count = 0u;
  for (uint frame = begin; frame < end; frame++) {
    if (wants(session, type, frame)) count++;
  }
  counts[i] = count;
}
