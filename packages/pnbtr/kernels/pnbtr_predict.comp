#version 450
// One stream a group: several autoregressive models carry the same past on, each by itself, and the weighted sum of what they say, on top
// of what repeats, is the result. Reference: predictStreams in src/batch/predict-reference.ts.
//
// A tile of 128 samples at a time. What the known past gives to all samples of a tile needs no order: each invocation sums it for four
// samples over a quarter of the coefficients. Then the samples follow one another, and each, once known, is given to all after it at once,
// so that no sum over invocations is needed.
layout(local_size_x = 128) in;
// Streams in this run, samples wanted (at most 512), models, order (at most 2,048).
layout(std430, set = 0, binding = 0) readonly buffer Table { uint table[]; };
layout(std430, set = 0, binding = 1) readonly buffer Weights { float weights[]; };
// Model after model, the coefficient of the oldest sample first.
layout(std430, set = 0, binding = 2) readonly buffer Coefficients { float coefficients[]; };
// As many samples before the gap as a model has coefficients, the oldest first.
layout(std430, set = 0, binding = 3) readonly buffer Past { float past[]; };
// Samples of the gap that earlier runs have predicted.
layout(std430, set = 0, binding = 4) readonly buffer Gaps { uint gaps[]; };
layout(std430, set = 0, binding = 5) readonly buffer Repeats { float repeats[]; };
layout(std430, set = 0, binding = 6) writeonly buffer Results { float results[]; };
// What each model has said since the gap began: a ring each, with room for as many samples as it has coefficients and as are wanted.
layout(std430, set = 0, binding = 7) buffer Said { float said[]; };
layout(push_constant) uniform Push { uint invocations; };

const uint TILE = 128u;
const uint MOST_SAMPLES = 512u;
const uint MOST_ORDER = 2048u;
const uint QUARTERS = 4u;
// A model that says more has run away.
const float MOST_VALUE = 64.0;

// Padded with zeroes, so that no sum has to look where it ends.
shared vec4 taps[(MOST_ORDER + TILE + 16u) / 4u];
// Newest sample first; the past begins at MOST_SAMPLES, predicted samples stand before it.
shared vec4 signal[(MOST_SAMPLES + MOST_ORDER + 16u) / 4u];
shared float partial[QUARTERS * TILE];
shared float blend[MOST_SAMPLES];

float tapAt(uint i) { return taps[i >> 2][i & 3u]; }

// Sample number i before those wanted, counted backwards.
float earlier(uint stream, uint model, uint order, uint room, uint i) {
  uint gap = gaps[stream];
  if (i >= order) return 0.0;
  if (i < gap) return said[model * room + (gap - 1u - i) % room];
  return past[(stream + 1u) * order - 1u - (i - gap)];
}

void loadPast(uint stream, uint model, uint order, uint room, uint lane) {
  for (uint i = lane; i < MOST_ORDER + 16u; i += TILE) {
    uint at = MOST_SAMPLES + i;
    signal[at >> 2][at & 3u] = earlier(stream, model, order, room, i);
  }
}

void loadTaps(uint model, uint order, uint lane) {
  for (uint i = lane; i < MOST_ORDER + TILE + 16u; i += TILE) {
    taps[i >> 2][i & 3u] = i < order ? coefficients[model * order + order - 1u - i] : 0.0;
  }
}

// What all samples before the tile give to four of its samples, over a quarter of them.
void sumPast(uint newest, uint order, uint lane) {
  uint quarter = lane / 32u;
  uint steps = (order + 3u) / 4u;
  uint each = (steps + QUARTERS - 1u) / QUARTERS;
  uint last = min(steps, (quarter + 1u) * each);
  uint tap = (lane & 31u) + quarter * each;
  vec4 sum = vec4(0.0);
  vec4 low = taps[tap];
  for (uint step = quarter * each; step < last; step++) {
    vec4 x = signal[newest / 4u + step];
    tap++;
    vec4 high = taps[tap];
    sum += x.x * low;
    sum += x.y * vec4(low.yzw, high.x);
    sum += x.z * vec4(low.zw, high.xy);
    sum += x.w * vec4(low.w, high.xyz);
    low = high;
  }
  uint at = quarter * TILE + (lane & 31u) * 4u;
  partial[at] = sum.x;
  partial[at + 1u] = sum.y;
  partial[at + 2u] = sum.z;
  partial[at + 3u] = sum.w;
}

void main() {
  uint stream = gl_WorkGroupID.x;
  uint lane = gl_LocalInvocationID.x;
  if (stream >= table[0]) return;
  uint samples = table[1];
  uint models = table[2];
  uint order = table[3];
  uint room = order + samples;
  for (uint i = lane; i < samples; i += TILE) blend[i] = repeats[stream * samples + i];
  for (uint model = stream * models; model < (stream + 1u) * models; model++) {
    float weight = weights[model];
    if (weight == 0.0) continue;
    barrier();
    loadPast(stream, model, order, room, lane);
    loadTaps(model, order, lane);
    for (uint begin = 0u; begin < samples; begin += TILE) {
      barrier();
      // The newest known sample, that before the tile.
      uint newest = MOST_SAMPLES - begin;
      sumPast(newest, order, lane);
      barrier();
      float sum = 0.0;
      for (uint quarter = 0u; quarter < QUARTERS; quarter++) sum += partial[quarter * TILE + lane];
      for (uint i = 0u; i < TILE; i++) {
        uint at = newest - 1u - i;
        if (lane == i) {
          if (!(abs(sum) <= MOST_VALUE)) sum = 0.0;
          signal[at >> 2][at & 3u] = sum;
        }
        barrier();
        if (lane > i) sum += tapAt(lane - i - 1u) * signal[at >> 2][at & 3u];
      }
      if (begin + lane < samples) {
        said[model * room + (gaps[stream] + begin + lane) % room] = sum;
        blend[begin + lane] += weight * sum;
      }
    }
  }
  for (uint i = lane; i < samples; i += TILE) results[stream * samples + i] = blend[i];
}
