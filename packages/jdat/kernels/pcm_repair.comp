#version 450
// One stream a group: from received chunks, copies among them and in any order, to the frames of one stretch of play-out, with predicted
// ones where none were received and a cross-fade back. Reference: repairStreams in src/batch/repair-reference.ts.
layout(local_size_x = 128) in;
// Streams in this run, frames, channels, chunks a stream, received frames that a stream has room for, frames of a fade, its step as a float.
layout(std430, set = 0, binding = 0) readonly buffer Table { uint table[]; };
// For each chunk where it begins in the stretch (may be negative), its first frame among those received, its frames.
layout(std430, set = 0, binding = 1) readonly buffer Chunks { int chunks[]; };
layout(std430, set = 0, binding = 2) readonly buffer Received { int received[]; };
layout(std430, set = 0, binding = 3) readonly buffer Predicted { float predicted[]; };
// Frames since the last one that was missing.
layout(std430, set = 0, binding = 4) readonly buffer Since { uint sinceBefore[]; };
layout(std430, set = 0, binding = 5) writeonly buffer SinceAfter { uint sinceAfter[]; };
layout(std430, set = 0, binding = 6) writeonly buffer Pcm { float pcm[]; };
// 1 for a frame that was received.
layout(std430, set = 0, binding = 7) writeonly buffer Mask { uint mask[]; };
layout(push_constant) uniform Push { uint invocations; };

const uint LANES = 128u;
const uint MOST_FRAMES = 512u;
const float STEP = 1.0 / 8388608.0;

// Where the frame is among those received, plus 1; 0 for one that is missing.
shared uint place[MOST_FRAMES];
// Number of the last missing frame up to this one, plus 1; 0 where there is none.
shared uint gap[MOST_FRAMES];

uint findPlace(uint stream, int frame) {
  uint count = table[3];
  uint room = table[4];
  for (uint i = 0u; i < count; i++) {
    uint at = (stream * count + i) * 3u;
    int into = frame - chunks[at];
    uint first = uint(chunks[at + 1u]);
    uint frames = uint(chunks[at + 2u]);
    // Chunks that go beyond what is there are none.
    if (into < 0 || uint(into) >= frames || frames > room || first > room - frames) continue;
    return first + uint(into) + 1u;
  }
  return 0u;
}

void main() {
  uint stream = gl_WorkGroupID.x;
  uint lane = gl_LocalInvocationID.x;
  if (stream >= table[0]) return;
  uint frames = table[1];
  uint channels = table[2];
  for (uint f = lane; f < frames; f += LANES) {
    place[f] = findPlace(stream, int(f));
    gap[f] = place[f] == 0u ? f + 1u : 0u;
  }
  barrier();
  for (uint reach = 1u; reach < frames; reach *= 2u) {
    uint found[MOST_FRAMES / LANES];
    for (uint f = lane, n = 0u; f < frames; f += LANES, n++) {
      found[n] = f >= reach ? max(gap[f], gap[f - reach]) : gap[f];
    }
    barrier();
    for (uint f = lane, n = 0u; f < frames; f += LANES, n++) gap[f] = found[n];
    barrier();
  }
  uint fade = table[5];
  float each = uintBitsToFloat(table[6]);
  for (uint f = lane; f < frames; f += LANES) {
    uint since = gap[f] > 0u ? f + 1u - gap[f] : min(sinceBefore[stream], fade) + f + 1u;
    uint at = (stream * frames + f) * channels;
    for (uint c = 0u; c < channels; c++) {
      float guess = predicted[at + c];
      float value = guess;
      if (place[f] > 0u) {
        precise float real = float(received[(stream * table[4] + place[f] - 1u) * channels + c]) * STEP;
        precise float part = (real - guess) * (float(since) * each);
        precise float mixed = guess + part;
        value = since > fade ? real : mixed;
      }
      pcm[at + c] = value;
    }
    mask[stream * frames + f] = place[f] > 0u ? 1u : 0u;
    if (f == frames - 1u) sinceAfter[stream] = min(since, fade + 1u);
  }
}
