import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { listenOnOneClock } from '../support/one-clock.js';

const MS = 1e6;
const SECOND = 48_000;

/** Up to 0.2 ms late at random. */
function clean(seed: number): () => number {
  const random = createRandom(seed);
  return () => 0.1 * MS + random() * 0.1 * MS;
}

describe('an adaptive delay on one clock', () => {
  it.each([
    [256, 64],
    [128, 64],
    [64, 480],
    [120, 128],
    [480, 32],
    [32, 1024],
  ])('is enough for chunks of %i and reads of %i, and stays', (chunkFrames, readFrames) => {
    const { concealed, moves, delayMs } = listenOnOneClock({
      seconds: 40,
      chunkFrames,
      readFrames,
      wayNs: clean(1),
    });
    expect(concealed).toBeLessThan(1000);
    expect(moves).toBeLessThanOrEqual(1);
    const both = ((chunkFrames + readFrames) * 1e3) / SECOND;
    expect(delayMs).toBeLessThan(both + Math.min(both, 3));
  });

  it('becomes the one that is asked for, another one, and the least again', () => {
    const { concealed, delaysMs } = listenOnOneClock({
      seconds: 40,
      chunkFrames: 128,
      readFrames: 128,
      wayNs: clean(5),
      keeps: { 8: 40, 16: 12, 24: null },
    });
    const before = delaysMs[7];
    expect(before).toBeLessThan(9);
    for (const second of [9, 12, 15]) expect(delaysMs[second]).toBeCloseTo(40, 0);
    for (const second of [17, 20, 23]) expect(delaysMs[second]).toBeCloseTo(12, 0);
    expect(delaysMs[39]).toBeLessThan(before + 1);
    // Going further away there is nothing yet to be heard for so long; nothing else is predicted.
    expect(concealed).toBeLessThan(0.05 * SECOND);
  });

  it('is not drawn closer by what came by a late copy', () => {
    const random = createRandom(2);
    const way = clean(3);
    let lost = 0;
    const { concealed, moves } = listenOnOneClock({
      seconds: 60,
      chunkFrames: 128,
      readFrames: 128,
      wayNs: () => {
        if (lost === 0 && random() < 0.0175) lost = 3;
        if (lost === 0) return way();
        lost--;
        return 25 * MS;
      },
    });
    expect(concealed).toBeLessThan(3000);
    expect(moves).toBeLessThanOrEqual(1);
  });

  it('learns that a stall comes back though it comes more rarely than is remembered', () => {
    const { concealed, moves } = listenOnOneClock({
      seconds: 150,
      chunkFrames: 128,
      readFrames: 128,
      // All that comes within 240 ms is 20 ms late, every twelve seconds: 2 % of all.
      wayNs: (_, recordedNs) => (recordedNs % 12e9 > 11.76e9 ? 20 * MS : 0.2 * MS),
    });
    // Each time that it has to learn it again costs a hundredth of ten seconds.
    expect(moves).toBeLessThanOrEqual(2);
    expect(concealed).toBeLessThan(0.006 * 150 * SECOND);
  });

  it('that has grown with the way does not grow again for a lost packet', () => {
    const { heldBySecond, delaysMs } = listenOnOneClock({
      seconds: 100,
      chunkFrames: 128,
      readFrames: 128,
      wayNs: (chunk, recordedNs) =>
        chunk === 80 * 375 ? NaN : (recordedNs > 20e9 ? 50 * MS : 0) + 0.2 * MS,
    });
    expect(heldBySecond[25]).toBeGreaterThan(40 * 48);
    expect(heldBySecond[99]).toBe(heldBySecond[78]);
    expect(Math.max(...delaysMs)).toBeLessThan(75);
    expect(delaysMs[99]).toBeLessThan(60);
  });
});
