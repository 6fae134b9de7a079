#version 450
// One stream an invocation: judges its frames of the batch in order of arrival against its window of 4,096 sequences. Reads the side of
// the window that counts and leaves the new state on the other one. Reference: SequenceWindows in src/batch/sequence-windows.ts.
layout(local_size_x = 64) in;
// params: groups.
layout(std430, set = 0, binding = 0) readonly buffer Params { uint params[]; };
// Per group: window row, first place in `order`, place after the last, side that counts.
layout(std430, set = 0, binding = 1) readonly buffer Groups { uint groups[]; };
// Rows of frames, group after group.
layout(std430, set = 0, binding = 2) readonly buffer Order { uint order[]; };
layout(std430, set = 0, binding = 3) readonly buffer Descriptors { uint descriptors[]; };
layout(std430, set = 0, binding = 4) buffer Windows { uint words[]; };
layout(std430, set = 0, binding = 5) buffer Verdicts { uint verdict[]; };
layout(push_constant) uniform Push { uint invocations; };

const uint BITMAP_WORDS = 128u;
const uint WINDOW_WORDS = 132u;
const uint NEWEST = 128u;
const uint SEEN = 129u;
const uint NEW = 0u;
const uint DUPLICATE = 1u;
const uint LATE = 2u;

// Clears the places of the `count` sequences after the newest: they held sequences that are a window older.
void forget(uint start, uint newest, uint count) {
  if (count >= 4096u) {
    for (uint i = 0u; i < BITMAP_WORDS; i++) words[start + i] = 0u;
    return;
  }
  uint sequence = newest + 1u;
  for (uint left = count; left > 0u;) {
    uint bit = sequence & 31u;
    uint taken = min(left, 32u - bit);
    uint mask = taken == 32u ? 0xffffffffu : ((1u << taken) - 1u) << bit;
    words[start + ((sequence >> 5) & (BITMAP_WORDS - 1u))] &= ~mask;
    sequence += taken;
    left -= taken;
  }
}

void main() {
  uint group = gl_GlobalInvocationID.x;
  if (group >= invocations || group >= params[0]) return;
  uint row = groups[group * 4u];
  uint begin = groups[group * 4u + 1u];
  uint end = groups[group * 4u + 2u];
  uint side = groups[group * 4u + 3u];
  uint before = (row * 2u + side) * WINDOW_WORDS;
  uint start = (row * 2u + (side ^ 1u)) * WINDOW_WORDS;
  for (uint i = 0u; i < BITMAP_WORDS; i++) words[start + i] = words[before + i];
  uint newest = words[before + NEWEST];
  uint seen = words[before + SEEN];
  for (uint i = begin; i < end; i++) {
    uint frame = order[i];
    uint sequence = descriptors[frame * 8u + 5u];
    uint word = start + ((sequence >> 5) & (BITMAP_WORDS - 1u));
    uint bit = 1u << (sequence & 31u);
    uint judged = NEW;
    if (seen == 0u) {
      seen = 1u;
      newest = sequence;
    } else {
      int ahead = int(sequence - newest);
      if (ahead > 0) {
        forget(start, newest, uint(ahead));
        newest = sequence;
      } else if (ahead <= -4096) {
        judged = LATE;
      } else if ((words[word] & bit) != 0u) {
        judged = DUPLICATE;
      }
    }
    if (judged == NEW) words[word] |= bit;
    verdict[frame] = judged;
  }
  words[start + NEWEST] = newest;
  words[start + SEEN] = seen;
}
