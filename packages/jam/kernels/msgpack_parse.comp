#version 450

// Reads MessagePack maps into columns, a map an invocation: the columns of jsonl_parse (docs/columns.md). The TypeScript
// reference is src/parser/message-pack-reader.ts.
//
// A value's head says all about it, so one loop takes a value a turn; text is gone through byte by byte for its UTF-8.

layout(local_size_x = 64) in;

layout(push_constant) uniform Push { uint invocations; };

layout(std430, set = 0, binding = 0) readonly buffer Words { uint words[]; };
#include "columns.glsl"

const uint MAX_LEVELS = 32u;

// What is still to come on each level, and whether it is a map.
uint remaining[MAX_LEVELS + 1u];

uint lastWord;

// Four bytes from any offset.
uint wordAt(uint at) {
  uint index = at >> 2;
  uint shift = (at & 3u) << 3;
  return (words[min(index, lastWord)] >> shift) | ((words[min(index + 1u, lastWord)] << 1) << (31u - shift));
}

// A number of 1, 2 or 4 bytes; 0 of none.
uint bigEndian(uint at, uint size) {
  uint word = wordAt(at);
  word = ((word & 0x00ff00ffu) << 8) | ((word >> 8) & 0x00ff00ffu);
  word = (word << 16) | (word >> 16);
  return size == 0u ? 0u : word >> ((32u - 8u * size) & 31u);
}

// Those of the first `length` bytes that are among the four of a word that begins at byte `from`.
uint lowBytes(uint word, uint from, uint length) {
  uint count = min(max(length, from) - from, 4u);
  return count == 4u ? word : word & ((1u << (count << 3)) - 1u);
}

bool isUtf8(uint at, uint length) {
  uint end = at + length;
  bool good = true;
  uint pending = 0u;
  uint lowest = 0u;
  uint highest = 0u;
  bool reading = length > 0u;
  while (reading) {
    uint four = wordAt(at);
    uint x = four & 0xffu;
    // Four letters of ASCII are gone over at once, and what lies behind the end with them.
    bool plain = pending == 0u && (lowBytes(four, at, end) & 0x80808080u) == 0u;
    bool lead = pending == 0u && x >= 0x80u;
    good = good && !(lead && (x < 0xc2u || x > 0xf4u)) && !(pending > 0u && (x < lowest || x > highest));
    pending = lead ? (x < 0xe0u ? 1u : (x < 0xf0u ? 2u : 3u)) : (pending > 0u ? pending - 1u : 0u);
    lowest = lead && x == 0xe0u ? 0xa0u : (lead && x == 0xf0u ? 0x90u : 0x80u);
    highest = lead && x == 0xedu ? 0x9fu : (lead && x == 0xf4u ? 0x8fu : 0xbfu);
    at += plain ? 4u : 1u;
    reading = good && at < end;
  }
  return good && pending == 0u;
}

void main() {
  uint line = gl_GlobalInvocationID.x;
  Shape shape = readShape();
  if (line >= shape.lines) return;
  uvec2 record = records[line];
  if ((record.y & MESSAGE_PACK) == 0u) return;
  lastWord = shape.lastChunk * 4u + 3u;

  uint size = record.y & ~MESSAGE_PACK;
  uint at = record.x;
  uint stop = at + size;

  uvec4 kinds = uvec4(0u);
  uint fields = 0u;
  uint unknown = 0u;
  uint word = NO_WORD;
  // A device that ends a loop for its own reasons leaves the line, too.
  uint status = LEFT;

  uint level = 0u;
  uint maps = 0u; // a bit per level
  uint mapsHigh = 0u; // level 32
  uint key = NONE;
  bool nested = false;
  uint nestStart = 0u;
  uint nestKind = 0u;
  remaining[0] = 1u;
  bool more = size <= MOST_BYTES;
  while (more) {
    bool bad = false;
    bool emit = false;
    uint kind = 0u;
    uvec2 value = uvec2(0u);

    if (level > 0u && remaining[level] == 0u) {
      // A level is complete; one a turn.
      level--;
      if (level == 1u && nested) {
        nested = false;
        emit = true;
        kind = nestKind;
        value = uvec2(nestStart, at - nestStart);
      }
    } else if (level == 0u && remaining[0] == 0u) {
      status = at == stop ? OK : MALFORMED;
      more = false;
    } else if (at >= stop) {
      bad = true;
    } else {
      uint from = at;
      uint head = wordAt(at) & 0xffu;
      at++;
      // Bytes behind the head that hold a length or a number.
      uint extra = 0u;
      uint c = head - 0xc0u;
      bool lengths = (head >= 0xc4u && head <= 0xc6u) || (head >= 0xd9u && head <= 0xdfu);
      extra = head >= 0xc4u && head <= 0xc6u ? 1u << (head - 0xc4u) : extra;
      extra = head >= 0xd9u && head <= 0xdbu ? 1u << (head - 0xd9u) : extra;
      extra = head == 0xdcu || head == 0xdeu ? 2u : (head == 0xddu || head == 0xdfu ? 4u : extra);
      bool unsignedNumber = head >= 0xccu && head <= 0xcfu;
      bool signedNumber = head >= 0xd0u && head <= 0xd3u;
      extra = unsignedNumber ? 1u << (head - 0xccu) : (signedNumber ? 1u << (head - 0xd0u) : extra);
      extra = head == 0xcau ? 4u : (head == 0xcbu ? 8u : extra);
      bool refused = head == 0xc1u || (head >= 0xc7u && head <= 0xc9u) || (head >= 0xd4u && head <= 0xd8u);
      bad = refused || stop - at < extra;
      uint high = 0u;
      uint low = 0u;
      if (!bad) {
        high = extra == 8u ? bigEndian(at, 4u) : 0u;
        low = extra == 8u ? bigEndian(at + 4u, 4u) : bigEndian(at, extra);
        at += extra;
      }

      bool fixText = head >= 0xa0u && head < 0xc0u;
      bool text = fixText || (head >= 0xd9u && head <= 0xdbu);
      bool binary = head >= 0xc4u && head <= 0xc6u;
      bool map = (head >= 0x80u && head < 0x90u) || head >= 0xdeu && head <= 0xdfu;
      bool list = (head >= 0x90u && head < 0xa0u) || (head >= 0xdcu && head <= 0xddu);
      uint count = fixText ? head & 31u : (head < 0xa0u ? head & 15u : low);

      bad = bad || (level == 0u && !map);
      bool isMapLevel = ((level < 32u ? maps >> level : mapsHigh) & 1u) == 1u;
      bool isKey = isMapLevel && (remaining[level] & 1u) == 0u;
      remaining[level] -= 1u;
      bad = bad || (isKey && !text);

      if (!bad && (text || binary)) {
        bad = count > stop - at;
        if (!bad && text) bad = !isUtf8(at, count);
        kind = text ? STRING : BINARY;
        value = uvec2(at, count);
        bool isType = text && !isKey && level == 1u && key == shape.typeKey;
        if (!bad && text && level == 1u && (isKey || isType)) {
          uvec4 name;
          name.x = lowBytes(wordAt(at), 0u, count);
          name.y = lowBytes(wordAt(at + 4u), 4u, count);
          name.z = lowBytes(wordAt(at + 8u), 8u, count);
          name.w = lowBytes(wordAt(at + 12u), 12u, count);
          uint hit = lookUp(isKey, name, count);
          key = isKey ? hit : key;
          word = isType ? (hit == NONE ? NO_WORD : hit) : word;
        }
        at += bad ? 0u : count;
        emit = !isKey;
      } else if (!bad && (map || list)) {
        // Each value takes a byte at least, so a length that promises more is a lie.
        bad = level == MAX_LEVELS || count > stop - at || (map && 2u * count > stop - at);
        if (!bad) {
          nested = nested || level == 1u;
          nestStart = level == 1u ? from : nestStart;
          nestKind = level == 1u ? (map ? OBJECT : ARRAY) : nestKind;
          level++;
          remaining[level] = map ? 2u * count : count;
          uint bit = level < 32u ? 1u << level : 0u;
          maps = map ? maps | bit : maps & ~bit;
          mapsHigh = level == 32u ? (map ? 1u : 0u) : mapsHigh;
        }
      } else if (!bad) {
        emit = true;
        bool fixed_ = head < 0x80u || head >= 0xe0u;
        if (fixed_ || signedNumber || unsignedNumber) {
          // Brought to 64 bits with a sign.
          uint spare = signedNumber && extra < 4u ? 32u - 8u * extra : 0u;
          int narrow = int(low << spare) >> int(spare);
          bool minus = head >= 0xe0u || (signedNumber && extra < 8u && narrow < 0);
          uint valueLow = fixed_ ? (head >= 0xe0u ? head | 0xffffff00u : head) : (signedNumber && extra < 8u ? uint(narrow) : low);
          uint valueHigh = extra == 8u ? high : (minus ? 0xffffffffu : 0u);
          bool exactUp = valueHigh < 0x200000u;
          bool exactDown = valueHigh > 0xffe00000u || (valueHigh == 0xffe00000u && valueLow != 0u);
          bool exact = exactUp || (!unsignedNumber && exactDown);
          bool beyond = unsignedNumber && valueHigh >= 0x80000000u;
          kind = exact ? INTEGER : (beyond ? UNSIGNED_WIDE : WIDE);
          value = uvec2(valueLow, valueHigh);
        } else if (head == 0xcbu) {
          bad = (high & 0x7ff00000u) == 0x7ff00000u;
          kind = FLOAT64;
          value = uvec2(low, high);
        } else if (head == 0xcau) {
          uint exponent = (low >> 23) & 0xffu;
          uint fraction = low & 0x7fffffu;
          bad = exponent == 0xffu;
          // A number below the smallest normal one is normal as a double.
          uint raise = exponent == 0u && fraction != 0u ? 23u - uint(findMSB(fraction)) : 0u;
          bool zero = exponent == 0u && fraction == 0u;
          fraction = (fraction << raise) & 0x7fffffu;
          uint wider = zero ? 0u : (exponent == 0u ? 897u - raise : exponent + 896u);
          kind = FLOAT64;
          value = uvec2(fraction << 29, (low & 0x80000000u) | (wider << 20) | (fraction >> 3));
        } else {
          kind = head == 0xc0u ? NULL : (head == 0xc3u ? TRUE : FALSE);
        }
      }
    }

    bool field = emit && level == 1u && !bad;
    bool named = field && key != NONE;
    uint there = kindOf(kinds, key);
    bad = bad || (named && there != 0u);
    if (named && !bad) {
      cells[shape.firstCell + key * shape.stride + line] = value;
      kinds = withKind(kinds, key, kind);
    }
    fields += named ? 1u : 0u;
    unknown = min(unknown + (field && !named ? 1u : 0u), 255u);
    status = bad ? MALFORMED : status;
    more = more && !bad;
  }
  finishLine(shape, line, status, kinds, fields, unknown, word);
}
