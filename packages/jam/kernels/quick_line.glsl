// The quick reader: sixteen bytes at a time.

#include "line_state.glsl"

// Marks bytes that are zero in their highest bit; exact up to the lowest such byte, and that is all that is asked.
uint zeroBytes(uint x) {
  return (x - 0x01010101u) & ~x & 0x80808080u;
}

// The bytes below the lowest mark; all four where there is no mark.
uint below(uint marks) {
  return ((marks & (0u - marks)) >> 7) - 1u;
}

// Sixteen bytes from any offset of the two chunks at hand.
uvec4 window(uvec4 a, uvec4 b, uint at) {
  bool two = (at & 8u) != 0u;
  uint s0 = two ? a.z : a.x;
  uint s1 = two ? a.w : a.y;
  uint s2 = two ? b.x : a.z;
  uint s3 = two ? b.y : a.w;
  uint s4 = two ? b.z : b.x;
  uint s5 = two ? b.w : b.y;
  bool one = (at & 4u) != 0u;
  uvec4 low = one ? uvec4(s1, s2, s3, s4) : uvec4(s0, s1, s2, s3);
  uvec4 high = one ? uvec4(s2, s3, s4, s5) : uvec4(s1, s2, s3, s4);
  uint shift = (at & 3u) << 3;
  return (low >> shift) | ((high << 1) << (31u - shift));
}

uint fourDigits(uint digits) {
  uint pairs = (digits * 10u + (digits >> 8)) & 0x00ff00ffu;
  return (pairs * 100u + (pairs >> 16)) & 0xffffu;
}

// Whether the line from `start` to before `stop` is one that is read here; if so, its fields are done.
bool readQuickly(Shape shape, uint line, uint start, uint stop, bool wanted) {
  uint lastChunk = shape.lastChunk;
  uint firstCell = shape.firstCell;
  uint stride = shape.stride;
  uvec4 keyFactors = table[1];
  uint keyShift = table[3].x;
  uint keyBase = table[3].y;
  bool done = false;
  uint at = start;
  uint chunk = at >> 4;
  uvec4 a = chunks[min(chunk, lastChunk)];
  uvec4 b = chunks[min(chunk + 1u, lastChunk)];
  uint before = 0x7bu; // an opening brace before the first key, a comma before the others
  bool more = wanted;
  while (more) {
    if ((at >> 4) != chunk) {
      chunk++;
      a = b;
      b = chunks[min(chunk + 1u, lastChunk)];
    }
    // `,"key":` and the byte after it
    uvec4 w = window(a, b, at);
    uint name0 = (w.x >> 16) | (w.y << 16);
    uint name1 = (w.y >> 16) | (w.z << 16);
    uint quote0 = zeroBytes(name0 ^ 0x22222222u);
    uint quote1 = zeroBytes(name1 ^ 0x22222222u);
    bool early = quote0 != 0u;
    uint length = early ? uint(findLSB(quote0)) >> 3 : 4u + (uint(findLSB(quote1 | 0x80000000u)) >> 3);
    name0 &= below(quote0);
    name1 = early ? 0u : name1 & below(quote1);
    bool ends = (w.x & 0xffu) == 0x7du && at + 1u == stop && before == 0x2cu;
    bool opens = (w.x & 0xffffu) == (0x2200u | before) && (quote0 | quote1) != 0u && at < stop;

    uint hash = slotOf(uvec4(name0, name1, 0u, 0u), length, keyFactors, keyShift);
    uvec4 slot = table[keyBase + hash * 2u];
    uint key = slot.z >> 8;
    bool known = opens && slot.x == name0 && slot.y == name1 && (slot.z & 0xffu) == length;

    // The colon behind the quote, and the byte behind it.
    uint colon = length + 3u;
    uint c0 = colon < 8u ? (colon < 4u ? w.x : w.y) : w.z;
    uint c1 = colon < 8u ? (colon < 4u ? w.y : w.z) : w.w;
    uint cs = (colon & 3u) << 3;
    uint pair = (c0 >> cs) | ((c1 << 1) << (31u - cs));
    uint first = (pair >> 8) & 0xffu;
    known = known && (pair & 0xffu) == 0x3au;
    bool text = first == 0x22u;
    bool negative = first == 0x2du;

    at += known ? colon + 1u + ((text || negative) ? 1u : 0u) : 0u;
    if ((at >> 4) != chunk) {
      chunk++;
      a = b;
      b = chunks[min(chunk + 1u, lastChunk)];
    }
    uvec4 v = window(a, b, at);
    uvec4 t = v ^ 0x30303030u;
    uvec4 nondigit = ((t + 0x76767676u) | t) & 0x80808080u;
    uvec4 q = v ^ 0x22222222u;
    uvec4 quotes = (q - 0x01010101u) & ~q & 0x80808080u;
    uvec4 marks = text ? quotes : nondigit;
    // First mark: which word, and which byte of it.
    bool m0 = marks.x != 0u;
    bool m1 = marks.y != 0u;
    bool m2 = marks.z != 0u;
    uint which = m0 ? marks.x : (m1 ? marks.y : (m2 ? marks.z : marks.w));
    uint size = (m0 ? 0u : (m1 ? 4u : (m2 ? 8u : 12u))) + (which == 0u ? 4u : uint(findLSB(which)) >> 3);
    uvec4 keep;
    keep.x = below(marks.x);
    keep.y = m0 ? 0u : below(marks.y);
    keep.z = (m0 || m1) ? 0u : below(marks.z);
    keep.w = (m0 || m1 || m2) ? 0u : below(marks.w);
    uvec4 s = v ^ 0x5c5c5c5cu;
    uvec4 odd = (v | (v - 0x20202020u) | ((s - 0x01010101u) & ~s)) & 0x80808080u & keep;
    uvec4 kept = v & keep;

    bool plain = text ? (odd.x | odd.y | odd.z | odd.w) == 0u && size < 16u
                    : size > 0u && ((v.x & 0xffu) != 0x30u || size == 1u) && !(negative && size == 1u && (v.x & 0xffu) == 0x30u);

    // The digits moved to the end of sixteen, and taken four by four.
    uint lack = 16u - min(size, 16u);
    uvec4 d = kept & 0x0f0f0f0fu;
    bool by2 = (lack & 8u) != 0u;
    d = by2 ? uvec4(0u, 0u, d.x, d.y) : d;
    bool by1 = (lack & 4u) != 0u;
    d = by1 ? uvec4(0u, d.x, d.y, d.z) : d;
    uint ds = (lack & 3u) << 3;
    uvec4 lower = uvec4(0u, d.x, d.y, d.z);
    d = (d << ds) | ((lower >> 1) >> (31u - ds));
    uint head = fourDigits(d.x) * 10000u + fourDigits(d.y);
    uint tail = fourDigits(d.z) * 10000u + fourDigits(d.w);
    uint valueHigh;
    uint valueLow;
    umulExtended(head, 100000000u, valueHigh, valueLow);
    uint carry;
    valueLow = uaddCarry(valueLow, tail, carry);
    valueHigh += carry;
    bool exact = valueHigh < 0x200000u;
    uint flip = negative ? 0xffffffffu : 0u;
    valueLow = (valueLow ^ flip) + (negative ? 1u : 0u);
    valueHigh = (valueHigh ^ flip) + (negative && valueLow == 0u ? 1u : 0u);

    bool good = known && plain && (text || exact) && kindOf(kinds, key) == 0u;
    if (good) cells[firstCell + key * stride + line] = text ? uvec2(at, size) : uvec2(valueLow, valueHigh);
    kinds = good ? withKind(kinds, key, text ? STRING : INTEGER) : kinds;
    fields += good ? 1u : 0u;
    bool isType = good && text && key == shape.typeKey;
    typeName = isType ? kept : typeName;
    typeLength = isType ? size : typeLength;
    typed = typed || isType;
    at += size + (text ? 1u : 0u);
    before = 0x2cu;
    done = done || ends;
    more = good;
  }
  return done;
}
