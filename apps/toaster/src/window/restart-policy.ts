/** When something that ended is started again. */
export interface RestartPolicy {
  /** It ended after `livedMs`: milliseconds until it is started again, or null when it is not by itself. */
  ended(livedMs: number): number | null;
  /** Somebody wants it: it is counted from the beginning. */
  forgive(): void;
}

/** The first wait; each that follows is twice as long, up to the last. A musician in a room should hardly notice the first. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;
/** Who lived that long was well, and whatever ended it is not what ended it before. */
const WELL_AFTER_MS = 30_000;
/** With the waits in between that is half a minute. */
const MOST_IN_A_ROW = 8;

export function createRestartPolicy(): RestartPolicy {
  let inARow = 0;
  return {
    ended(livedMs) {
      if (livedMs >= WELL_AFTER_MS) inARow = 0;
      inARow += 1;
      if (inARow > MOST_IN_A_ROW) return null;
      return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (inARow - 1));
    },
    forgive() {
      inARow = 0;
    },
  };
}
