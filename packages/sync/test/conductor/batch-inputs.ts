import fc from 'fast-check';
import type { ClockLine } from '../../src/conductor/timewarp.js';
import { HOUR, runningScore } from './scores.js';

/** A score, running or at rest, with times around it and from the whole range of 64 bits. */
export const scoreAndTimes = (most: number) =>
  fc
    .tuple(runningScore(true), fc.constantFrom('playing', 'paused', 'stopped', 'recording'))
    .map(([score, run]) => ({ ...score, run: run as typeof score.run }))
    .chain((score) =>
      fc.record({
        score: fc.constant(score),
        times: fc
          .array(
            fc.oneof(
              {
                weight: 5,
                arbitrary: fc
                  .integer({ min: -HOUR, max: HOUR })
                  .map((ns) => BigInt(Math.max(0, score.anchor.atNs + ns))),
              },
              { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) },
            ),
            { minLength: 1, maxLength: most },
          )
          .map((times) => BigUint64Array.from(times)),
      }),
    );

const reading = fc.integer({ min: 2 * HOUR, max: 1e15 });

export const clockLine: fc.Arbitrary<ClockLine> = fc.record({
  atNs: reading,
  resultNs: reading,
  rate: fc.double({ min: -500e-6, max: 500e-6, noNaN: true }),
});

/** Lines of four clocks, two of them missing or not, and timestamps with clocks that there may not be. */
export const linesAndTimes = (most: number) =>
  fc.record({
    lines: fc.array(fc.option(clockLine), { minLength: 4, maxLength: 4 }),
    wild: fc.record({ atNs: reading, resultNs: reading, rate: fc.constantFrom(0.999, -0.999, 0) }),
    rows: fc.array(
      fc.tuple(
        fc.oneof(
          fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
          fc.bigInt({ min: 0n, max: 10n ** 15n }),
        ),
        fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(0xffffffff)),
      ),
      { minLength: 1, maxLength: most },
    ),
  });
