#version 450

// Reads JSON lines into columns, a line an invocation. What it must give, bit for bit, is written in docs/columns.md of this
// package; the TypeScript reference is src/parser/reference.ts.
//
// Two readers in one. The quick one takes compact lines as writers write them: short keys of the table, integers of up to 16
// digits, short plain strings, no white space. What it does not take, the careful one reads from the line's start. Both give
// the same for what both take. Loads and stores apart there are no branches inside the quick reader's loop: software devices
// run every branch of a group of lines, and GPUs wait for the slowest.

layout(local_size_x = 64) in;

layout(push_constant) uniform Push { uint invocations; };

layout(std430, set = 0, binding = 0) readonly buffer Chunks { uvec4 chunks[]; };
layout(std430, set = 0, binding = 0) readonly buffer Words { uint words[]; };

#include "columns.glsl"
#include "quick_line.glsl"
#include "careful_line.glsl"

void main() {
  uint line = gl_GlobalInvocationID.x;
  Shape shape = readShape();
  if (line >= shape.lines) return;
  uvec2 record = records[line];
  if ((record.y & MESSAGE_PACK) != 0u) return;
  lastWord = shape.lastChunk * 4u + 3u;

  uint start = record.x;
  uint stop = record.x + record.y;
  bool readable = record.y <= MOST_BYTES;
  bool quick = readQuickly(shape, line, start, stop, readable && record.y > 1u);
  bool careful = readable && !quick;
  if (careful) {
    kinds = uvec4(0u);
    fields = 0u;
    typed = false;
  }
  uint status = readCarefully(shape, line, start, stop, quick ? OK : LEFT, careful);

  uint word = NO_WORD;
  if (typed && typeLength <= 16u) {
    uint hit = lookUp(false, typeName, typeLength);
    word = hit == NONE ? NO_WORD : hit;
  }
  finishLine(shape, line, status, kinds, fields, unknown, word);
}
