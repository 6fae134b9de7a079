// The careful reader: strict JSON byte by byte, a token a turn. Where the code has conditions in place of branches it is for
// devices that run all branches of a group of lines.

#include "line_state.glsl"
#include "byte_at.glsl"

const uint MAX_DEPTH = 32u;

// What the careful reader expects next. The first four take a string, the first two a value.
const uint VALUE = 0u;
const uint VALUE_OR_END = 1u;
const uint KEY = 2u;
const uint KEY_OR_END = 3u;
const uint COLON = 4u;
const uint COMMA_OR_END = 5u;
const uint OPEN = 6u;
const uint CLOSED = 7u;

// Status of the line from `start` to before `stop`; `status` where it is not wanted, and where the line is left: for an escape in
// a name, or by a device that ends a loop for its own reasons.
uint readCarefully(Shape shape, uint line, uint start, uint stop, uint status, bool wanted) {
  uint firstCell = shape.firstCell;
  uint stride = shape.stride;
  uint at = start;
  uint expected = OPEN;
  uint depth = 0u;
  uint levels = 0u;
  uint key = NONE;
  uint nestStart = 0u;
  uint nestKind = 0u;
  bool more = wanted;
  while (more) {
    uint c = 0u;
    bool space = true;
    while (space) {
      c = at < stop ? byteAt(at) : 0x100u;
      space = c == 0x20u || c == 0x09u || c == 0x0du;
      at += space ? 1u : 0u;
    }
    bool bad = false;
    bool emit = false;
    uint kind = 0u;
    uvec2 value = uvec2(0u);
    uint from = at;

    bool isString = c == 0x22u && expected <= KEY_OR_END;
    bool takesValue = expected <= VALUE_OR_END;
    bool structural = c == 0x7bu || c == 0x5bu || c == 0x7du || c == 0x5du || c == 0x2cu || c == 0x3au;

    // A string: its characters one by one, an escape or a UTF-8 sequence as a small machine of its own.
    uvec4 name = uvec4(0u);
    bool escaped = false;
    {
      uint pending = 0u; // bytes of the sequence still to come; 8 and more: hexadecimal digits; 16: the letter of an escape
      uint lowest = 0u;
      uint highest = 0u;
      bool reading = isString;
      at += isString ? 1u : 0u;
      while (reading) {
        uint x = at < stop ? byteAt(at) : 0u;
        uint n = at - from - 1u;
        uint shifted = x << ((n & 3u) << 3);
        name.x |= n < 4u ? shifted : 0u;
        name.y |= (n >> 2) == 1u ? shifted : 0u;
        name.z |= (n >> 2) == 2u ? shifted : 0u;
        name.w |= (n >> 2) == 3u ? shifted : 0u;
        bool plain = pending == 0u;
        bool letter = pending == 16u;
        bool hex = pending >= 8u && pending < 16u;
        bool rest = pending > 0u && pending < 8u;
        bool closes = plain && x == 0x22u;
        bool escape = plain && x == 0x5cu;
        bool lead = plain && x >= 0x80u;
        bool isHex = (x >= 0x30u && x <= 0x39u) || ((x | 0x20u) >= 0x61u && (x | 0x20u) <= 0x66u);
        bool isShort = x == 0x22u || x == 0x5cu || x == 0x2fu || x == 0x62u || x == 0x66u || x == 0x6eu || x == 0x72u || x == 0x74u;
        bool wrong = at >= stop || (plain && x < 0x20u) || (letter && !isShort && x != 0x75u) || (hex && !isHex) ||
                     (rest && (x < lowest || x > highest)) || (lead && (x < 0xc2u || x > 0xf4u));
        escaped = escaped || escape;
        uint next = 0u;
        next = escape ? 16u : next;
        next = letter && x == 0x75u ? 11u : next;
        next = hex ? (pending == 8u ? 0u : pending - 1u) : next;
        next = rest ? pending - 1u : next;
        next = lead ? (x < 0xe0u ? 1u : (x < 0xf0u ? 2u : 3u)) : next;
        lowest = x == 0xe0u && lead ? 0xa0u : (x == 0xf0u && lead ? 0x90u : 0x80u);
        highest = x == 0xedu && lead ? 0x9fu : (x == 0xf4u && lead ? 0x8fu : 0xbfu);
        pending = next;
        bad = bad || wrong;
        reading = !(closes || wrong);
        at += reading ? 1u : 0u;
      }
    }
    uint length = isString ? at - from - 1u : 0u;
    at += isString ? 1u : 0u;
    {
      // The bytes that were gathered include the closing quote where it fell among the first sixteen.
      name.x &= length >= 4u ? 0xffffffffu : (1u << (length << 3)) - 1u;
      name.y &= length >= 8u ? 0xffffffffu : (length <= 4u ? 0u : (1u << ((length - 4u) << 3)) - 1u);
      name.z &= length >= 12u ? 0xffffffffu : (length <= 8u ? 0u : (1u << ((length - 8u) << 3)) - 1u);
      name.w &= length >= 16u ? 0xffffffffu : (length <= 12u ? 0u : (1u << ((length - 12u) << 3)) - 1u);
    }
    bool isKey = isString && !takesValue;
    bool topKey = isKey && depth == 1u;
    bool isText = isString && takesValue;
    bool typeText = isText && depth == 1u && key == shape.typeKey;
    // Names with escapes are the reference's to read.
    bool leave = !bad && escaped && (topKey || typeText);
    if (topKey && !bad) key = lookUp(true, name, length);
    typeName = typeText ? name : typeName;
    typeLength = typeText ? length : typeLength;
    typed = typed || typeText;
    emit = isText;
    kind = isText ? (escaped ? ESCAPED : STRING) : kind;
    value = isText ? uvec2(from + 1u, length) : value;
    expected = isKey ? COLON : (isText ? COMMA_OR_END : expected);

    // A number.
    bool isNumber = takesValue && (c == 0x2du || (c >= 0x30u && c <= 0x39u)) && !isString;
    {
      uint state = 0u; // 0 start, 1 after the sign, 2 a zero, 3 digits, 4 after the point, 5 fraction, 6 after e, 7 after its sign, 8 exponent
      uint low = 0u;
      uint high = 0u;
      bool over = false;
      uint points = 0u;
      uint written = 0u;
      bool down = false;
      bool reading = isNumber;
      while (reading) {
        uint x = at < stop ? byteAt(at) : 0u;
        bool digit = x >= 0x30u && x <= 0x39u;
        uint d = x - 0x30u;
        bool point = x == 0x2eu && (state == 2u || state == 3u);
        bool power = (x | 0x20u) == 0x65u && (state == 2u || state == 3u || state == 5u);
        bool sign = x == 0x2du && state == 0u;
        bool powerSign = (x == 0x2bu || x == 0x2du) && state == 6u;
        bool counts = digit && state != 2u;
        bool taken = counts || point || power || sign || powerSign;
        bool mantissa = counts && state <= 5u;
        uint high10;
        uint low10;
        umulExtended(low, 10u, high10, low10);
        uint highHigh;
        uint highLow;
        umulExtended(high, 10u, highHigh, highLow);
        uint carry1;
        uint nextLow = uaddCarry(low10, d, carry1);
        uint carry2;
        uint nextHigh = uaddCarry(highLow, high10 + carry1, carry2);
        over = over || (mantissa && (highHigh != 0u || carry2 != 0u));
        low = mantissa ? nextLow : low;
        high = mantissa ? nextHigh : high;
        points += mantissa && state >= 4u ? 1u : 0u;
        written = counts && state >= 6u ? min(written * 10u + d, 100000u) : written;
        down = down || (powerSign && x == 0x2du);
        uint next = state;
        next = digit && state <= 1u ? (d == 0u ? 2u : 3u) : next;
        next = digit && state == 4u ? 5u : next;
        next = digit && state >= 6u ? 8u : next;
        next = sign ? 1u : next;
        next = point ? 4u : next;
        next = power ? 6u : next;
        next = powerSign ? 7u : next;
        state = taken ? next : state;
        at += taken ? 1u : 0u;
        reading = taken;
      }
      bool whole = state == 2u || state == 3u;
      bool negative = c == 0x2du;
      bool exact = !over && high < 0x200000u;
      int exponent = (down ? -int(written) : int(written)) - int(points);
      bool short_ = exact && exponent >= -22 && exponent <= 22;
      bool minusZero = whole && negative && (low | high) == 0u && !over;
      bool fitsSigned = !over && (high < 0x80000000u || (negative && high == 0x80000000u && low == 0u));
      bool asInteger = whole && !minusZero && (exact || fitsSigned);
      bool asReal = (!whole && short_) || minusZero;
      uint flip = negative ? 0xffffffffu : 0u;
      uint signedLow = (low ^ flip) + (negative ? 1u : 0u);
      uint signedHigh = (high ^ flip) + (negative && signedLow == 0u ? 1u : 0u);
      uint numberKind = whole ? (minusZero ? REAL : (exact ? INTEGER : (fitsSigned ? WIDE : (!over && !negative ? UNSIGNED_WIDE : BIG))))
                              : (short_ ? REAL : LONG_REAL);
      uvec2 span = uvec2(from, at - from);
      uvec2 real = uvec2(low, high | (uint(exponent + 22) << 24) | (negative ? 0x80000000u : 0u));
      uvec2 number = asInteger ? uvec2(signedLow, signedHigh) : (asReal ? real : (numberKind == UNSIGNED_WIDE ? uvec2(low, high) : span));
      bad = bad || (isNumber && !(whole || state == 5u || state == 8u));
      emit = emit || isNumber;
      kind = isNumber ? numberKind : kind;
      value = isNumber ? number : value;
      expected = isNumber ? COMMA_OR_END : expected;
    }

    // true, false, null
    bool isWord = takesValue && (c == 0x74u || c == 0x66u || c == 0x6eu);
    {
      uint letters = c == 0x74u ? 0x65757274u : (c == 0x66u ? 0x736c6166u : 0x6c6c756eu);
      uint count = c == 0x66u ? 5u : 4u;
      uint i = 0u;
      bool reading = isWord;
      while (reading) {
        uint x = at + i < stop ? byteAt(at + i) : 0u;
        uint want = i == 4u ? 0x65u : (letters >> (i << 3)) & 0xffu;
        bool same = x == want;
        bad = bad || !same;
        i++;
        reading = same && i < count;
      }
      at += isWord ? count : 0u;
      emit = emit || isWord;
      kind = isWord ? (c == 0x74u ? TRUE : (c == 0x66u ? FALSE : NULL)) : kind;
      expected = isWord ? COMMA_OR_END : expected;
    }

    // Brackets, commas and colons.
    bool opens = c == 0x7bu || c == 0x5bu;
    bool shuts = c == 0x7du || c == 0x5du;
    bool curly = c == 0x7bu || c == 0x7du;
    bool mayOpen = expected == OPEN ? c == 0x7bu : (takesValue && depth < MAX_DEPTH);
    bool inObject = (levels & 1u) == 1u;
    bool mayShut = depth > 0u && curly == inObject && (expected == COMMA_OR_END || expected == (curly ? KEY_OR_END : VALUE_OR_END));
    bool isComma = c == 0x2cu;
    bool isColon = c == 0x3au;
    bool ended = c == 0x100u;
    bool wrong = (opens && !mayOpen) || (shuts && !mayShut) || (isComma && expected != COMMA_OR_END) || (isColon && expected != COLON) ||
                 !(isString || isNumber || isWord || structural || ended);
    bad = bad || wrong;
    if (opens) {
      nestStart = depth == 1u ? at : nestStart;
      nestKind = depth == 1u ? (curly ? OBJECT : ARRAY) : nestKind;
      levels = (levels << 1) | (curly ? 1u : 0u);
      depth++;
      expected = curly ? KEY_OR_END : VALUE_OR_END;
    }
    if (shuts) {
      levels >>= 1;
      depth--;
      expected = depth == 0u ? CLOSED : COMMA_OR_END;
      bool back = depth == 1u;
      emit = emit || back;
      kind = back ? nestKind : kind;
      value = back ? uvec2(nestStart, at + 1u - nestStart) : value;
    }
    expected = isComma ? (inObject ? KEY : VALUE) : (isColon ? VALUE : expected);
    at += structural ? 1u : 0u;

    // A field of the line's own object is complete.
    bool field = emit && depth == 1u && !bad;
    bool named = field && key != NONE;
    bad = bad || (named && kindOf(kinds, key) != 0u);
    if (named) cells[firstCell + key * stride + line] = value;
    kinds = named ? withKind(kinds, key, kind) : kinds;
    fields += named ? 1u : 0u;
    unknown = min(unknown + (field && !named ? 1u : 0u), 255u);

    status = ended ? (expected == CLOSED ? OK : (expected == OPEN ? EMPTY : MALFORMED)) : status;
    status = bad ? MALFORMED : status;
    more = !(bad || ended || leave);
  }
  return status;
}
