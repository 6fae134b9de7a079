import { concealGaps, createConcealer, createFittingPool, type Gap } from '@jamnet/pnbtr';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chord, errorDb, loop, noise, sameAs, withGaps } from './signals.js';

const sampleRate = 48_000;
const RETURN = 128;

describe('concealment', () => {
  it('carries a chord on, over gaps of any length', () => {
    const truth = chord(80_000);
    const gaps: Gap[] = [
      [40_000, 128],
      [52_345, 480],
      [70_000, 2400],
    ];
    const played = concealGaps(withGaps(truth, gaps), gaps, { sampleRate });
    expect(errorDb(truth, played, ...gaps[0]!)).toBeLessThan(-28);
    expect(errorDb(truth, played, ...gaps[1]!)).toBeLessThan(-28);
    expect(errorDb(truth, played, ...gaps[2]!)).toBeLessThan(-20);
    const repeated = concealGaps(truth, gaps, { sampleRate, method: 'repeat' });
    for (const gap of gaps) expect(errorDb(truth, repeated, ...gap)).toBeGreaterThan(-6);
  });

  it('finds what has been heard before, even where it begins in the gap', () => {
    const truth = loop(100_000);
    // The next burst begins at 96,000, in the middle of the gap.
    const gaps: Gap[] = [[95_000, 2400]];
    const played = concealGaps(withGaps(truth, gaps), gaps, { sampleRate });
    expect(errorDb(truth, played, 95_000, 2400)).toBeLessThan(-20);
  });

  it('leaves everything outside the gaps as it was, but for the return', () => {
    const truth = chord(40_000);
    const gaps: Gap[] = [
      [20_000, 128],
      [20_300, 700],
      [33_000, 1],
    ];
    const played = concealGaps(withGaps(truth, gaps), gaps, { sampleRate });
    let at = 0;
    for (const [start, length] of [...gaps, [truth.length, 0] as Gap]) {
      for (let n = at; n < start; n++) if (played[n] !== truth[n]) expect.fail(`sample ${n}`);
      at = start + length + RETURN;
    }
  });

  it('has seams below the steps of the signal itself', () => {
    const truth = chord(60_000);
    const gaps: Gap[] = [
      [30_000, 1000],
      // One that begins while the return from the last one is not over.
      [31_040, 300],
      [40_000, 20_000 - 1],
    ];
    const played = concealGaps(withGaps(truth, gaps), gaps, { sampleRate });
    let own = 0;
    for (let n = 1; n < truth.length; n++) own = Math.max(own, Math.abs(truth[n]! - truth[n - 1]!));
    for (let n = 29_990; n < 60_000; n++) {
      if (Math.abs(played[n]! - played[n - 1]!) > own + 0.01) expect.fail(`sample ${n}`);
    }
  });

  it('does not depend on what comes after', () => {
    const truth = chord(50_000);
    const random = noise(5);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 3000 })), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.integer({ min: 20_000, max: 49_000 }),
        (steps, cut) => {
          const gaps: Gap[] = [];
          let at = 12_000;
          for (const [wait, length] of steps) {
            gaps.push([at + wait, length]);
            at += wait + length;
          }
          const fitting = gaps.filter(([start, length]) => start + length <= 50_000);
          const other = truth.slice();
          for (let n = cut; n < other.length; n++) other[n] = random();
          const one = concealGaps(truth, fitting, { sampleRate });
          const two = concealGaps(other, fitting, { sampleRate });
          expect(sameAs(one.subarray(0, cut), two.subarray(0, cut))).toBe(-1);
          // Nor on what lies in the gaps.
          const silent = concealGaps(withGaps(truth, fitting), fitting, { sampleRate });
          expect(sameAs(silent, one)).toBe(-1);
        },
      ),
      { numRuns: 2 },
    );
  });

  it('does not depend on how long the loss will last, nor on the size of the blocks', () => {
    const truth = chord(40_000);
    const short = concealGaps(truth, [[30_001, 200]], { sampleRate });
    const long = concealGaps(truth, [[30_001, 3000]], { sampleRate });
    expect(sameAs(short.subarray(0, 30_201), long.subarray(0, 30_201))).toBe(-1);
    const concealer = createConcealer({ sampleRate });
    const output = new Float32Array(truth.length);
    const random = noise(11);
    for (let at = 0; at < truth.length;) {
      const lost = at >= 30_001 && at < 33_001;
      const end = at < 30_001 ? 30_001 : lost ? 33_001 : truth.length;
      const next = Math.min(end, at + 1 + Math.floor((random() + 1) * 400));
      if (lost) concealer.fill(output.subarray(at, next));
      else concealer.accept(truth.subarray(at, next), output.subarray(at, next));
      at = next;
    }
    concealer.close();
    expect(sameAs(output, long)).toBe(-1);
  });

  it('makes the same samples with a worker, however many share it', async () => {
    const signals = [chord(30_000), loop(30_000)];
    const gaps: Gap[] = [
      [9_000, 128],
      [15_000, 3000],
      [27_123, 400],
    ];
    await using pool = createFittingPool();
    const concealers = signals.map(() => createConcealer({ sampleRate, fitting: 'worker', pool }));
    expect(pool.channels).toBe(2);
    const outputs = signals.map((signal) => new Float32Array(signal.length));
    for (let at = 0; at < 30_000; at += 100) {
      const lost = gaps.some(([start, length]) => at + 100 > start && at < start + length);
      for (const [i, concealer] of concealers.entries()) {
        const output = outputs[i]!.subarray(at, at + 100);
        if (lost) concealer.fill(output);
        else concealer.accept(signals[i]!.subarray(at, at + 100), output);
      }
    }
    for (const concealer of concealers) concealer.close();
    expect(pool.channels).toBe(0);
    const rounded = gaps.map(([start, length]): Gap => {
      const first = Math.floor(start / 100) * 100;
      return [first, Math.ceil((start + length) / 100) * 100 - first];
    });
    for (const [i, signal] of signals.entries()) {
      expect(sameAs(outputs[i]!, concealGaps(signal, rounded, { sampleRate }))).toBe(-1);
    }
  });

  it.each([44_100, 96_000, 192_000])('works at %i Hz', (rate) => {
    const truth = chord(Math.round(rate * 0.6), rate);
    const gaps: Gap[] = [
      [Math.round(rate * 0.4), Math.round(rate / 200)],
      [Math.round(rate * 0.5), Math.round(rate / 400)],
    ];
    const played = concealGaps(withGaps(truth, gaps), gaps, { sampleRate: rate });
    for (const gap of gaps) expect(errorDb(truth, played, ...gap)).toBeLessThan(-20);
    for (let n = 0; n < gaps[0]![0]; n++) if (played[n] !== truth[n]) expect.fail(`sample ${n}`);
  });

  it('refuses gaps that overlap, are out of order or lie outside', () => {
    const samples = new Float32Array(1000);
    for (const gaps of [
      [
        [10, 10],
        [15, 5],
      ],
      [[990, 20]],
      [[-1, 5]],
      [[3.5, 2]],
      [[50, -1]],
    ] as Gap[][]) {
      expect(() => concealGaps(samples, gaps, { sampleRate })).toThrow(/gap \d is/);
    }
  });
});
