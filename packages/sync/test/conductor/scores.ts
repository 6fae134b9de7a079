import fc from 'fast-check';
import type { Score, Signature } from '../../src/conductor/score.js';

export const SECOND = 1e9;
export const HOUR = 3600 * SECOND;

const bpm = fc.double({ min: 20, max: 400, noNaN: true });

const signature = fc.record({
  numerator: fc.integer({ min: 1, max: 17 }),
  denominator: fc.constantFrom(1, 2, 4, 8, 16, 32, 3, 12),
});

/** Ascending signatures: gaps in quarter notes before each. */
export const signatures: fc.Arbitrary<Signature[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 400 }), signature), { minLength: 1, maxLength: 5 })
  .map((parts) => {
    let beat = 0;
    return parts.map(([gap, each], i) => ({ beat: i === 0 ? 0 : (beat += gap / 4), ...each }));
  });

const tempos = (anchorNs: number): fc.Arbitrary<Score['tempos']> =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 60 * SECOND }), bpm), { minLength: 1, maxLength: 6 })
    .map((parts) => {
      let atNs = anchorNs - 10 * SECOND;
      return parts.map(([gap, each]) => ({ atNs: (atNs += gap), bpm: each }));
    });

const loop = fc.option(
  fc
    .tuple(fc.integer({ min: 0, max: 64 }), fc.integer({ min: 1, max: 64 }))
    .map(([start, length]) => ({ startBeat: start / 2, endBeat: (start + length) / 2 })),
);

/** Scores that run, far from the timeline's start. */
export const runningScore = (loops: boolean): fc.Arbitrary<Score> =>
  fc.integer({ min: 0, max: 1e14 }).chain((atNs) =>
    fc.record({
      run: fc.constantFrom('playing' as const, 'recording' as const),
      anchor: fc.record({
        atNs: fc.constant(atNs),
        beat: fc.double({ min: 0, max: 500, noNaN: true }),
        songNs: fc.integer({ min: 0, max: HOUR }),
      }),
      tempos: tempos(atNs),
      signatures,
      loop: loops ? loop : fc.constant(null),
    }),
  );

export const sinceAnchorNs = fc.double({ min: 0, max: HOUR, noNaN: true });

export const playing = (parts: Partial<Score> = {}): Score => ({
  run: 'playing',
  anchor: { atNs: 1e12, beat: 0, songNs: 0 },
  tempos: [{ atNs: 0, bpm: 120 }],
  signatures: [{ beat: 0, numerator: 4, denominator: 4 }],
  loop: null,
  ...parts,
});
