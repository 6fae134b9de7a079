import type { Compute } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beatAt } from '../../src/conductor/beat-at.js';
import {
  createConductorBatch,
  createConductorColumns,
} from '../../src/conductor/conductor-batch.js';
import { newScore } from '../../src/conductor/new-score.js';
import { positionAt } from '../../src/conductor/position.js';
import type { Score } from '../../src/conductor/score.js';
import { timeOfBeat } from '../../src/conductor/time-of-beat.js';
import { playing, runningScore, sinceAnchorNs } from './scores.js';

const AT = 1e12;

async function conduct(score: Score, timesNs: readonly number[]) {
  using batch = await createConductorBatch();
  batch.setScore(score);
  const columns = createConductorColumns(timesNs.length);
  await batch.run(BigUint64Array.from(timesNs, BigInt), columns);
  return columns;
}

/** A device that fails at its run number `at`; before that it leaves what a kernel would not. */
function failing(at: number): Compute {
  let runs = 0;
  return {
    name: 'failing',
    isGpu: false,
    memory: 'staged',
    submitCostUs: 0,
    failure: null,
    load: async (name) => ({
      name,
      run: async () => {
        if (++runs >= at) throw new Error('the device is lost');
      },
      close: () => undefined,
    }),
    close: async () => undefined,
  };
}

describe('the integer conductor', () => {
  it('is within 1e-6 of a beat of beatAt, in the same bar, beat and tick', async () => {
    await fc.assert(
      fc.asyncProperty(
        runningScore(true),
        fc.array(sinceAnchorNs, { minLength: 1, maxLength: 20 }),
        async (score, since) => {
          const times = since.map((ns) => Math.round(score.anchor.atNs + ns));
          const { beats, bars, beatsInBar, ticks } = await conduct(score, times);
          for (const [i, atNs] of times.entries()) {
            const beat = beatAt(score, atNs);
            const { startBeat, endBeat } = score.loop ?? { startBeat: 0, endBeat: Infinity };
            const apart = Math.abs(Number(beats[i]) / 2 ** 32 - beat);
            // About the end of a loop the one may be around and the other not yet.
            expect(Math.min(apart, Math.abs(endBeat - startBeat - apart))).toBeLessThan(1e-6);
            const here = positionAt(score, atNs);
            const [early, late] = [beat - 1e-6, beat + 1e-6].map((each) =>
              positionAt({ ...score, run: 'paused', anchor: { ...score.anchor, beat: each } }, 0),
            );
            if (apart > 1e-6 || early!.tick !== late!.tick) continue;
            expect([bars[i], beatsInBar[i], ticks[i]]).toEqual([
              here.bar,
              here.beatInBar,
              here.tick,
            ]);
          }
        },
      ),
    );
  });

  it('gives what is written by hand', async () => {
    const score = playing({
      anchor: { atNs: AT, beat: 7, songNs: 0 },
      tempos: [
        { atNs: 0, bpm: 120 },
        { atNs: AT + 1e9, bpm: 60 },
      ],
      signatures: [
        { beat: 0, numerator: 4, denominator: 4 },
        { beat: 8, numerator: 6, denominator: 8 },
      ],
      loop: { startBeat: 4, endBeat: 11 },
    });
    const { beats, bars, beatsInBar, ticks } = await conduct(score, [
      0,
      AT + 5e8,
      AT + 1.25e9,
      AT + 3e9,
    ]);
    expect([...beats]).toEqual([7n << 32n, 8n << 32n, 37n << 30n, 4n << 32n]);
    expect([...bars]).toEqual([2, 3, 3, 2]);
    expect([...beatsInBar]).toEqual([4, 1, 3, 1]);
    expect([...ticks]).toEqual([0, 0, 240, 0]);
  });

  it('is in the new bar at the rounded time of its line', async () => {
    const score = playing({ tempos: [{ atNs: 0, bpm: 171.3 }] });
    const lines = Array.from({ length: 200 }, (_, bar) => Math.floor(timeOfBeat(score, bar * 4)));
    const { bars, beatsInBar, ticks } = await conduct(score, lines);
    expect([...bars]).toEqual(lines.map((_, bar) => bar + 1));
    expect(new Set([...beatsInBar, ...ticks])).toEqual(new Set([1, 0]));
  });

  it('counts bars down before the start of the song', async () => {
    const score = playing({ anchor: { atNs: AT, beat: -5, songNs: 0 } });
    const { bars, beatsInBar } = await conduct(score, [AT, AT + 5e8, AT + 25e8]);
    expect([...bars]).toEqual([-1, 0, 1]);
    expect([...beatsInBar]).toEqual([4, 1, 1]);
  });
});

describe('createConductorBatch', () => {
  const times = BigUint64Array.from([0n, BigInt(AT + 5e8)]);

  it('keeps to the score at the call, and to the order of the calls', async () => {
    const batch = await createConductorBatch();
    const before = createConductorColumns(2);
    const after = createConductorColumns(2);
    batch.setScore(playing());
    const first = batch.run(times, before);
    batch.setScore(playing({ tempos: [{ atNs: 0, bpm: 60 }] }));
    await Promise.all([first, batch.run(times, after)]);
    expect([before.beats[1], after.beats[1]]).toEqual([1n << 32n, 1n << 31n]);
    expect(batch.stats()).toEqual({ items: 4, deviceRuns: 0, fallback: null });
  });

  it('computes without a device that fails, at loading or at any run', async () => {
    const refusing = { ...failing(1), load: () => Promise.reject(new Error('no such kernel')) };
    for (const [compute, fallback] of [
      [refusing, 'no such kernel'],
      [failing(1), 'the device is lost'],
    ] as const) {
      const batch = await createConductorBatch({ compute });
      batch.setScore(playing());
      const out = createConductorColumns(2);
      await batch.run(times, out);
      expect(out.beats[1]).toBe(1n << 32n);
      expect(batch.stats()).toEqual({ items: 2, deviceRuns: 0, fallback });
    }
    const many = new BigUint64Array(20_000).fill(BigInt(AT + 5e8));
    const batch = await createConductorBatch({ compute: failing(2) });
    batch.setScore(playing());
    const out = createConductorColumns(many.length);
    await batch.run(many, out);
    expect(out.beats[2 ** 14]).toBe(1n << 32n);
    expect(batch.stats()).toMatchObject({ deviceRuns: 1, fallback: 'the device is lost' });
  });

  it('writes nothing behind the count', async () => {
    using batch = await createConductorBatch();
    const out = createConductorColumns(2);
    out.bars.fill(-7);
    await batch.run(times, out, 1);
    expect([...out.bars]).toEqual([1, -7]);
    await batch.run(times, out, 0);
  });

  it('refuses columns that are too short, and work after its end', async () => {
    const batch = await createConductorBatch();
    await expect(batch.run(times, createConductorColumns(1))).rejects.toMatchObject({
      code: 'bad-option',
    });
    await expect(batch.run(times, createConductorColumns(2), 1.5)).rejects.toMatchObject({
      code: 'bad-option',
    });
    batch.close();
    batch.close();
    await expect(batch.run(times, createConductorColumns(2))).rejects.toMatchObject({
      code: 'closed',
    });
  });

  it.each([
    ['tempos', playing({ tempos: [] })],
    ['tempos', playing({ tempos: Array.from({ length: 65 }, (_, atNs) => ({ atNs, bpm: 60 })) })],
    ['bpm', playing({ tempos: [{ atNs: 0, bpm: 0 }] })],
    ['bpm', playing({ tempos: [{ atNs: 0, bpm: NaN }] })],
    [
      'tempo begins',
      playing({
        tempos: [
          { atNs: 0, bpm: 60 },
          { atNs: NaN, bpm: 60 },
        ],
      }),
    ],
    ['signatures', playing({ signatures: [] })],
    ['signature is', playing({ signatures: [{ beat: 0, numerator: 0, denominator: 4 }] })],
    ['signature begins', playing({ signatures: [{ beat: NaN, numerator: 4, denominator: 4 }] })],
    ['beat', playing({ anchor: { atNs: 0, beat: 2 ** 24, songNs: 0 } })],
    ['ns', playing({ anchor: { atNs: -1, beat: 0, songNs: 0 } })],
    ['loop', playing({ loop: { startBeat: 4, endBeat: 4 } })],
  ])('refuses a score that does not fit (%s) and keeps the one before', async (word, score) => {
    using batch = await createConductorBatch();
    batch.setScore(playing());
    expect(() => batch.setScore(score)).toThrow(new RegExp(`cannot be put.*${word}`));
    const out = createConductorColumns(2);
    await batch.run(times, out);
    expect(out.beats[1]).toBe(1n << 32n);
  });

  it('takes a score at rest', async () => {
    const { beats } = await conduct(newScore(), [5, 1e15]);
    expect([...beats]).toEqual([0n, 0n]);
  });
});
