const RANGE = 2 ** 23;
const MASK = RANGE - 1;
/** Odd, so that there is a way back; its inverse. */
const FACTOR = 3635633;
const INVERSE = 733009;

/**
 * The sample with a number: an odd one of 24 bits, so that each says which it is for three minutes at 48 kHz, none is silence, and none is to be guessed from its
 * neighbours.
 */
export function markSample(position: number): number {
  return 2 * (Math.imul(position & MASK, FACTOR) & MASK) + 1 - RANGE;
}

/** The number of a sample, of those below 2^23. */
function numberOf(sample: number): number {
  return Math.imul((sample + RANGE - 1) / 2, INVERSE) & MASK;
}

/** What became of frames, chunk by chunk. */
export interface MarkTally {
  /** Whole chunks that were heard or should have been; those heard bit by bit. */
  chunks: number;
  exactChunks: number;
  /** Frames that were silent, after another one: a guess between two marks may happen to be 0. */
  silentFrames: number;
  /** Runs of chunks that were not exact, and the longest. */
  gaps: number;
  longestGap: number;
  /** Times that the listener went on from another place: where samples belong may become known only after it began. */
  moves: number;
}

/** Compares what a listener pulls with the marks that were played, from the first frame that it hears. */
export interface MarkJudge {
  readonly tally: MarkTally;
  /** Number of the frame that is to be heard next; −1 before the first. */
  readonly position: number;
  /** Takes the next frames, floats of one channel. Only chunks that begin from `countFrom` to before `countTo` count. */
  take(samples: Float32Array, frames: number): void;
}

export function createMarkJudge(
  chunkFrames: number,
  countFrom: number,
  countTo: number,
): MarkJudge {
  const tally = { chunks: 0, exactChunks: 0, silentFrames: 0, gaps: 0, longestGap: 0, moves: 0 };
  let position = -1;
  /** Of the chunk that is being heard. */
  let wrong = false;
  let gap = 0;
  let before = 0;
  let wasZero = false;
  const endChunk = (): void => {
    tally.chunks++;
    if (!wrong) {
      tally.exactChunks++;
      gap = 0;
    } else if (++gap === 1) tally.gaps++;
    tally.longestGap = Math.max(tally.longestGap, gap);
  };
  return {
    tally,
    get position() {
      return position;
    },
    take(samples, frames) {
      for (let i = 0; i < frames; i++) {
        const value = samples[i] * RANGE;
        if (position < 0 || value !== markSample(position)) {
          // Two in a row: one alone may be a guess that looks like a mark.
          const number = numberOf(before) + 1;
          const isMark = markSample(number) === value && markSample(number - 1) === before;
          if (position < 0) {
            before = value;
            if (!isMark) continue;
            position = number;
            wrong = number % chunkFrames !== 1;
          } else if (isMark && (number ^ position) & MASK) {
            // To the nearest frame with that number.
            position += ((number - position) << 9) >> 9;
            tally.moves++;
            wrong = true;
          }
        }
        before = value;
        if (position % chunkFrames === 0) wrong = false;
        if (value !== markSample(position)) wrong = true;
        const counts = position >= countFrom && position < countTo;
        if (counts && value === 0 && wasZero) tally.silentFrames++;
        wasZero = value === 0;
        position++;
        if (position % chunkFrames === 0 && counts) endChunk();
      }
    },
  };
}
