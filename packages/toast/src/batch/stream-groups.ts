import type { ColumnMemory } from './column-memory.js';
import type { SequenceWindows } from './sequence-windows.js';

const GROUP_WORDS = 4;

/** The frames of a batch by stream, each stream's in order of arrival: what lets streams be judged side by side. */
export interface StreamGroups {
  /** Four words a group: window row, first place in `order`, place after the last, side of the window that counts. */
  readonly words: Uint32Array;
  readonly order: Uint32Array;
  /** Groups the frames whose stream has a row; returns how many groups there are. Does not allocate. */
  group(stream: Int32Array, frames: number): number;
  /** The device has judged all groups: its side of each window counts now. */
  turn(groups: number): void;
}

export function createStreamGroups(
  memory: ColumnMemory,
  windows: SequenceWindows,
  maxFrames: number,
  maxStreams: number,
): StreamGroups {
  const words = memory.words(Math.min(maxFrames, maxStreams) * GROUP_WORDS);
  const order = memory.words(maxFrames);
  /** Per window row: its group + 1 while a batch is grouped, 0 otherwise. */
  const groupOf = new Uint32Array(maxStreams);

  return {
    words,
    order,
    group(stream, frames) {
      let groups = 0;
      for (let row = 0; row < frames; row++) {
        const window = stream[row];
        if (window < 0) continue;
        if (groupOf[window] === 0) {
          words[groups * GROUP_WORDS] = window;
          words[groups * GROUP_WORDS + 1] = 0;
          groupOf[window] = ++groups;
        }
        words[(groupOf[window] - 1) * GROUP_WORDS + 1]++;
      }
      let at = 0;
      for (let g = 0; g < groups; g++) {
        const from = g * GROUP_WORDS;
        const size = words[from + 1];
        words[from + 1] = at;
        words[from + 2] = at;
        words[from + 3] = windows.side[words[from]];
        at += size;
      }
      for (let row = 0; row < frames; row++) {
        if (stream[row] >= 0) order[words[(groupOf[stream[row]] - 1) * GROUP_WORDS + 2]++] = row;
      }
      for (let g = 0; g < groups; g++) groupOf[words[g * GROUP_WORDS]] = 0;
      return groups;
    },
    turn(groups) {
      for (let g = 0; g < groups; g++) windows.turn(words[g * GROUP_WORDS]);
    },
  };
}
