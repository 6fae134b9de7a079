/** Of the loop that follows the clock, a second. */
const BANDWIDTH_HZ = 0.05;
const OMEGA = 2 * Math.PI * BANDWIDTH_HZ;
/** Sound cards are that far off at most, as a share of their rate. */
const MOST_DRIFT = 5e-4;
/** A jump of that size between frames that follow one another is a pause, no jitter. */
export const JUMP_NS = 50e6;

/**
 * Says when frames were played that come without a timestamp. They come in bursts, and at the rate of a sound card of its own; a line through the times at
 * which they came, slowly bent, is even and does not run away.
 */
export interface TimestampLine {
  /** When the first of `frames` frames that come now was played, if the last of them has just been. To be called for all frames in order. */
  next(frames: number, nowNs: number): number;
}

export function createTimestampLine(sampleRate: number): TimestampLine {
  const nominalNs = 1e9 / sampleRate;
  let expectedNs = NaN;
  let drift = 0;
  return {
    next(frames, nowNs) {
      const lengthNs = frames * nominalNs;
      const seenNs = nowNs - lengthNs;
      let error = seenNs - expectedNs;
      if (!(Math.abs(error) < JUMP_NS)) {
        expectedNs = seenNs;
        error = 0;
      }
      const startNs = expectedNs;
      const seconds = lengthNs / 1e9;
      drift = Math.max(
        -MOST_DRIFT,
        Math.min(MOST_DRIFT, drift + OMEGA * OMEGA * (error / 1e9) * seconds),
      );
      expectedNs += lengthNs * (1 + drift) + Math.SQRT2 * OMEGA * seconds * error;
      return startNs;
    },
  };
}
