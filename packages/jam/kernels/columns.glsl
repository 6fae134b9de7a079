// The columns of a batch and the table of names: what both kernels write and look up (docs/columns.md).

layout(std430, set = 0, binding = 1) readonly buffer Records { uvec2 records[]; };
layout(std430, set = 0, binding = 2) readonly buffer Table { uvec4 table[]; };
layout(std430, set = 0, binding = 3) writeonly buffer Columns { uint columns[]; };
layout(std430, set = 0, binding = 3) writeonly buffer Cells { uvec2 cells[]; };

// Status of a line.
const uint OK = 0u;
const uint EMPTY = 1u;
const uint MALFORMED = 2u;
const uint LEFT = 4u; // to the reference

// What a cell is.
const uint INTEGER = 1u;
const uint REAL = 2u;
const uint STRING = 3u;
const uint ARRAY = 4u;
const uint OBJECT = 5u;
const uint TRUE = 6u;
const uint FALSE = 7u;
const uint NULL = 8u;
const uint BIG = 9u;
const uint ESCAPED = 10u;
const uint LONG_REAL = 11u;
const uint WIDE = 12u;
const uint UNSIGNED_WIDE = 13u;
const uint BINARY = 14u;
const uint FLOAT64 = 15u;

const uint MESSAGE_PACK = 0x80000000u;
const uint NO_WORD = 255u;
const uint NONE = 0xffffffffu;
const uint MOST_BYTES = 2048u;

// The head of the table.
struct Shape {
  uint lines;
  uint stride;
  uint kindWords;
  uint firstCell;
  uint typeKey;
  uint lastChunk;
};

Shape readShape() {
  uvec4 counts = table[0];
  uvec4 more = table[4];
  return Shape(counts.x, counts.y, counts.z, (counts.y * (1u + counts.z)) >> 1, more.x, more.y);
}

uint slotOf(uvec4 name, uint length, uvec4 factors, uint shift) {
  uint mix = (name.x * factors.x) ^ (name.y * factors.y) ^ (name.z * factors.z) ^ (name.w * factors.w);
  mix ^= mix >> 15;
  return ((mix + length) * 0x9e3779b1u) >> shift;
}

// Index of a name of up to 16 bytes among the keys or the words, or NONE.
uint lookUp(bool amongKeys, uvec4 name, uint length) {
  uvec4 places = table[3];
  uvec4 factors = amongKeys ? table[1] : table[2];
  uint at = (amongKeys ? places.y : places.w) + 2u * slotOf(name, length, factors, amongKeys ? places.x : places.z);
  uvec4 first = table[at];
  uvec4 second = table[at + 1u];
  bool hit = first.xy == name.xy && second.xy == name.zw && (first.z & 0xffu) == length;
  return hit ? first.z >> 8 : NONE;
}

// Four bits a key. The key may be NONE, which has none.
uint kindOf(uvec4 kinds, uint key) {
  uint place = key >> 3;
  uint there = place < 2u ? (place == 0u ? kinds.x : kinds.y) : (place == 2u ? kinds.z : kinds.w);
  return (there >> ((key & 7u) << 2)) & 15u;
}

uvec4 withKind(uvec4 kinds, uint key, uint kind) {
  uint mark = kind << ((key & 7u) << 2);
  uint place = key >> 3;
  kinds.x |= place == 0u ? mark : 0u;
  kinds.y |= place == 1u ? mark : 0u;
  kinds.z |= place == 2u ? mark : 0u;
  kinds.w |= place == 3u ? mark : 0u;
  return kinds;
}

void finishLine(Shape shape, uint line, uint status, uvec4 kinds, uint fields, uint unknown, uint word) {
  bool read = status == OK;
  columns[line] = read ? (fields << 8) | (unknown << 16) | (word << 24) : status | (NO_WORD << 24);
  kinds = read ? kinds : uvec4(0u);
  columns[shape.stride + line] = kinds.x;
  if (shape.kindWords > 1u) columns[shape.stride * 2u + line] = kinds.y;
  if (shape.kindWords > 2u) columns[shape.stride * 3u + line] = kinds.z;
  if (shape.kindWords > 3u) columns[shape.stride * 4u + line] = kinds.w;
}
