import { describe, expect, test } from 'vitest';
import { createLossProcess, createRandom, type Loss } from '@jamnet/testkit';

const MS = 1e6;

function process(loss: Loss, seed: number) {
  return createLossProcess({ loss, random: createRandom(seed), startNs: 0 });
}

const inRuns = (loss: number, meanBurstMs: number): Loss => ({
  gilbertElliott: { loss, meanBurstMs },
});

/** Share of lost and mean length of runs, sampled every `stepMs`. */
function sample(loss: Loss, seed: number, stepMs: number, samples: number) {
  const lossProcess = process(loss, seed);
  let lost = 0;
  let runs = 0;
  let formerLost = false;
  for (let i = 0; i < samples; i += 1) {
    const atNs = i * stepMs * MS;
    const isLost = lossProcess.isLost(atNs, atNs);
    if (isLost) lost += 1;
    if (isLost && !formerLost) runs += 1;
    formerLost = isLost;
  }
  return { share: lost / samples, runs, meanRunMs: (lost / runs) * stepMs };
}

describe('independent loss', () => {
  test.each([0, 0.05, 0.66, 1])('loses %d of all', (loss) => {
    const { share } = sample(loss, 11, 1, 200_000);
    // Four standard deviations of the mean of 200,000 draws at the worst are 0.0045.
    expect(Math.abs(share - loss)).toBeLessThan(0.0045);
  });

  test('comes in runs as long as chance makes them', () => {
    const { share, runs } = sample(0.3, 12, 1, 200_000);
    // A run begins where a loss follows none: 0.3 x 0.7 of all.
    expect(runs / 200_000).toBeCloseTo(0.3 * 0.7, 2);
    expect(share).toBeCloseTo(0.3, 2);
  });
});

describe('Gilbert-Elliott loss', () => {
  test.each([
    { loss: 0.05, meanBurstMs: 10 },
    { loss: 0.05, meanBurstMs: 1 },
    { loss: 0.2, meanBurstMs: 40 },
    { loss: 0.66, meanBurstMs: 5 },
  ])('loses $loss in runs of $meanBurstMs ms', ({ loss, meanBurstMs }) => {
    const stepMs = meanBurstMs / 20;
    const { share, runs, meanRunMs } = sample(inRuns(loss, meanBurstMs), 21, stepMs, 4_000_000);
    expect(runs).toBeGreaterThan(9_000);
    expect(Math.abs(share / loss - 1)).toBeLessThan(0.05);
    // Sampling in steps misses the shortest runs, which makes the mean longer by half a step.
    expect(Math.abs(meanRunMs / (meanBurstMs + stepMs / 2) - 1)).toBeLessThan(0.05);
  });

  test('lengths of runs are exponentially distributed', () => {
    const lossProcess = process(inRuns(0.05, 10), 23);
    const lengthsMs: number[] = [];
    let beganMs = -1;
    for (let ms = 0; lengthsMs.length < 4_000; ms += 0.25) {
      const isLost = lossProcess.isLost(ms * MS, ms * MS);
      if (isLost && beganMs < 0) beganMs = ms;
      if (!isLost && beganMs >= 0) {
        lengthsMs.push(ms - beganMs);
        beganMs = -1;
      }
    }
    for (const ms of [5, 10, 20, 40]) {
      const longer = lengthsMs.filter((lengthMs) => lengthMs > ms).length / lengthsMs.length;
      // Four standard deviations at the worst are 0.032.
      expect(Math.abs(longer - Math.exp(-ms / 10))).toBeLessThan(0.032);
    }
  });

  test('begins in its long-run distribution', () => {
    let lost = 0;
    for (let seed = 0; seed < 4_000; seed += 1) {
      if (process(inRuns(0.25, 1_000), seed).isLost(0, 0)) lost += 1;
    }
    expect(Math.abs(lost / 4_000 - 0.25)).toBeLessThan(0.028);
  });

  test('the answer for an instant is the same, asked early or late and in any order', () => {
    const ahead = process(inRuns(0.3, 3), 31);
    const inOrder = process(inRuns(0.3, 3), 31);
    const shuffle = createRandom(32);
    for (let nowMs = 0; nowMs < 20_000; nowMs += 50) {
      const times = Array.from({ length: 20 }, () => (nowMs + shuffle() * 50) * MS);
      const early = new Map(times.map((atNs) => [atNs, ahead.isLost(atNs, nowMs * MS)]));
      for (const atNs of times.toSorted((x, y) => x - y)) {
        expect(inOrder.isLost(atNs, atNs)).toBe(early.get(atNs));
      }
    }
  });

  test('a long silence costs neither memory nor the distribution', () => {
    const lossProcess = process(inRuns(0.05, 10), 33);
    let lost = 0;
    for (let minute = 0; minute < 4_000; minute += 1) {
      const atNs = minute * 60_000 * MS;
      if (lossProcess.isLost(atNs, atNs)) lost += 1;
    }
    expect(Math.abs(lost / 4_000 - 0.05)).toBeLessThan(0.014);
  });

  test('nothing is lost at 0, and what has no meaning is refused', () => {
    expect(sample(inRuns(0, 10), 1, 1, 1_000).share).toBe(0);
    expect(() => process(inRuns(1, 10), 1)).toThrow(/under 1/);
    expect(() => process(inRuns(0.5, 0), 1)).toThrow(/over 0 ms/);
    expect(() => process(inRuns(1.5, 10), 1)).toThrow(/gilbertElliott.loss is 1.5/);
    expect(() => process(-0.1, 1)).toThrow(/loss is -0.1/);
  });
});

/**
 * Residual loss in percent of a message sent at the times of a schedule, computed from the model: two states in
 * continuous time, all lost in the bad one. Rows are schedules, columns are loss and mean length of runs.
 */
const COLUMNS: readonly (readonly [loss: number, meanBurstMs: number])[] = [
  [0.05, 1],
  [0.05, 5],
  [0.05, 10],
  [0.05, 20],
  [0.05, 40],
  [0.2, 10],
];
const RESIDUAL_PERCENT: readonly (readonly [schedule: readonly number[], ...number[]])[] = [
  [[0], 5.0, 5.0, 5.0, 5.0, 5.0, 20.0],
  [[0, 0.05, 0.1], 4.52, 4.9, 4.95, 4.98, 4.99, 19.8],
  [[0, 0.05, 0.1, 0.15, 0.2], 4.09, 4.8, 4.9, 4.95, 4.98, 19.6],
  [[0, 1, 2, 3, 4], 0.11, 2.26, 3.36, 4.09, 4.52, 13.5],
  [[0, 5, 25], 0.014, 0.122, 0.507, 1.49, 2.7, 3.34],
  [[0, 2, 6, 14, 30], 0.0001, 0.029, 0.287, 1.15, 2.38, 1.72],
  [[0, 3, 9, 21, 45], 0.0001, 0.006, 0.083, 0.57, 1.65, 0.79],
];

describe('residual loss of a burst under Gilbert-Elliott loss', () => {
  const MESSAGES = 300_000;
  /** Far enough apart for messages to be independent. */
  const SPACING_MS = 300;

  test.each(COLUMNS.map(([loss, meanBurstMs], column) => ({ loss, meanBurstMs, column })))(
    '$loss in runs of $meanBurstMs ms',
    ({ loss, meanBurstMs, column }) => {
      const lossProcess = process(inRuns(loss, meanBurstMs), 100 + column);
      const gone = new Float64Array(RESIDUAL_PERCENT.length);
      for (let message = 0; message < MESSAGES; message += 1) {
        const nowNs = message * SPACING_MS * MS;
        RESIDUAL_PERCENT.forEach(([schedule], row) => {
          if (schedule.every((ms) => lossProcess.isLost(nowNs + ms * MS, nowNs))) gone[row] += 1;
        });
      }
      RESIDUAL_PERCENT.forEach(([schedule, ...expected], row) => {
        const share = expected[column] / 100;
        const deviation = Math.sqrt((share * (1 - share)) / MESSAGES);
        // The table gives two or three digits.
        const rounding = share * 0.02;
        const name = `copies at ${schedule.join('/')} ms`;
        expect(Math.abs(gone[row] / MESSAGES - share), name).toBeLessThan(
          4 * deviation + rounding + 1 / MESSAGES,
        );
      });
    },
  );
});
