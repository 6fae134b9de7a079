#version 450
// One pair of samples of one channel an invocation: exactly from two of its parts, estimated from one and those of the neighbours in its
// row. Reference: decodeRows in src/batch/decode-reference.ts; filters as src/half-rate-filters.ts lays them out.
layout(local_size_x = 64) in;
// Rows in this run, pairs a row, channels, unused; then the filters.
layout(std430, set = 0, binding = 0) readonly buffer Table { uint table[]; };
// Which parts there are, a bit for each; one a pair.
layout(std430, set = 0, binding = 1) readonly buffer Present { uint present[]; };
// For each row its four parts one after the other, each pair after pair, channels interleaved.
layout(std430, set = 0, binding = 2) readonly buffer Parts { int parts[]; };
// Interleaved frames.
layout(std430, set = 0, binding = 3) writeonly buffer Samples { int samples[]; };
// 0 nothing is known, 1 half of it, 2 all of it, 3 no pair of samples has these parts.
layout(std430, set = 0, binding = 4) writeonly buffer Known { uint known[]; };
layout(push_constant) uniform Push { uint invocations; };

const uint HEAD_WORDS = 4u;
const int REACH = 8;
const uint TAPS = 17u;
const int LEAST = -8388608;
const int MOST = 8388607;

uint row;
uint channel;

int partAt(uint part, int pair) {
  uint pairs = table[1];
  uint channels = table[2];
  return parts[((row * 4u + part) * pairs + uint(pair)) * channels + channel];
}

uint presentAt(int pair) { return present[row * table[1] + uint(pair)] & 15u; }

bool isSample(int value) { return value >= LEAST && value <= MOST; }

// Both samples from the two lowest of several parts. False where there are none that have them.
bool unmix(uint bits, int pair, out ivec2 samplePair) {
  uint low = uint(findLSB(bits));
  uint high = uint(findLSB(bits & (bits - 1u)));
  int x = partAt(low, pair);
  int y = partAt(high, pair);
  bool whole = true;
  int e, o;
  if (low == 0u) {
    e = x;
    o = high == 1u ? y : y - x;
    if (high == 3u) {
      whole = (o & 1) == 0;
      o >>= 1;
    }
  } else if (low == 1u) {
    o = x;
    e = high == 2u ? y - x : y - 2 * x;
  } else {
    o = y - x;
    e = x - o;
  }
  samplePair = ivec2(e, o);
  return whole && isSample(e) && isSample(o);
}

// The value of a part of a neighbour. False where it is not known.
bool neighbour(uint part, int pair, out int value) {
  value = 0;
  if (pair < 0 || uint(pair) >= table[1]) return false;
  uint bits = presentAt(pair);
  if (bitCount(bits) >= 2) {
    ivec2 both;
    if (!unmix(bits, pair, both)) return false;
    value = part == 0u ? both.x : part == 1u ? both.y : part == 2u ? both.x + both.y : both.x + 2 * both.y;
    return true;
  }
  value = partAt(part, pair);
  return bits == (1u << part);
}

ivec2 estimate(uint part, int pair) {
  int own = partAt(part, pair);
  float before[REACH];
  float after[REACH];
  int value;
  int left = 0;
  while (left < REACH && neighbour(part, pair - 1 - left, value)) before[left++] = float(value);
  int right = 0;
  while (right < REACH && neighbour(part, pair + 1 + right, value)) after[right++] = float(value);
  uint filterRow = (part * uint(REACH + 1) + uint(left)) * uint(REACH + 1) + uint(right);
  uint centre = HEAD_WORDS + filterRow * TAPS + uint(REACH);
  float sum = uintBitsToFloat(table[centre]) * float(own);
  for (int k = 0; k < left; k++) sum += uintBitsToFloat(table[centre - 1u - uint(k)]) * before[k];
  for (int k = 0; k < right; k++) sum += uintBitsToFloat(table[centre + 1u + uint(k)]) * after[k];
  int least = LEAST;
  int most = MOST;
  if (part == 2u) {
    least = max(least, own - MOST);
    most = min(most, own - LEAST);
  } else if (part == 3u) {
    // Halves, the first upwards and the second downwards.
    least = max(least, -((MOST - own) >> 1));
    most = min(most, (own - LEAST) >> 1);
  }
  int guess = clamp(int(floor(sum + 0.5)), least, most);
  int other = part == 2u ? own - guess : part == 3u ? own - 2 * guess : own;
  return part == 0u || part == 3u ? ivec2(other, guess) : ivec2(guess, other);
}

void main() {
  uint i = gl_GlobalInvocationID.x;
  uint pairs = table[1];
  uint channels = table[2];
  if (i >= invocations || i >= table[0] * pairs * channels) return;
  row = i / (pairs * channels);
  channel = i % channels;
  int pair = int(i / channels % pairs);
  uint bits = presentAt(pair);
  ivec2 found = ivec2(0);
  uint state = 0u;
  if (bitCount(bits) >= 2) {
    state = unmix(bits, pair, found) ? 2u : 3u;
    if (state == 3u) found = ivec2(0);
  } else if (bits != 0u) {
    found = estimate(uint(findLSB(bits)), pair);
    state = 1u;
  }
  uint at = i / channels * 2u * channels + channel;
  samples[at] = found.x;
  samples[at + channels] = found.y;
  known[i] = state;
}
