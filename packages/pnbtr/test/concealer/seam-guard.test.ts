import { createConcealer } from '@jamnet/pnbtr';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_EXCESS, MOST_GROWTH } from '../../src/concealer/seam-guard.js';
import { noise } from './signals.js';

const sampleRate = 48_000;
/** Samples whose steps count as the signal's own. */
const RECENT = 240;
/** −40 dBFS. */
const BAR = 0.01;

type Signal = (n: number, random: () => number, change: number) => number;

/** What makes models that were fitted before it foresee anything; `change` is the sample at which it happens. */
const signals: Record<string, Signal> = {
  'a burst after silence': (n, random, change) => (n < change ? 0 : 0.5 * random()),
  'a burst in a low tone': (n, random, change) =>
    0.1 * Math.sin(n / 200) + (n < change ? 0 : 0.8 * random() * Math.exp((change - n) / 400)),
  'a click in a chord': (n, _, change) =>
    0.2 * Math.sin(n / 9) + 0.1 * Math.sin(n / 13.7) + (n === change ? 0.7 : 0),
  'a fade-in': (n, _, change) =>
    Math.min(1, Math.max(0, (n - change + 400) / 400)) * Math.sin(n / 5),
  'a full-scale square': (n) => (Math.floor(n / 120) % 2 ? 1 : -1),
  'a constant that jumps': (n, _, change) => (n < change ? 0.3 : -0.9),
  'a decaying strike': (n, random, change) =>
    n < change ? 1e-5 * random() : Math.sin(n / 3) * Math.exp((change - n) / 300),
  'noise that stops': (n, random, change) => (n < change ? 0.9 * random() : 0),
};

describe('whatever was heard', () => {
  it('a gap begins and goes on in steps of the signal, and no louder', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(signals)),
        fc.integer({ min: 1, max: 600 }), // samples from the change to the gap
        fc.integer({ min: 0, max: 300 }), // after a whole block of 128
        fc.integer({ min: 1, max: 1_500 }),
        fc.constantFrom(0, 40, 300), // real samples before a second gap
        fc.integer({ min: 1, max: 1e6 }),
        (name, since, offset, length, between, seed) => {
          const start = 12_800 + offset;
          const random = noise(seed);
          const signal = Float32Array.from({ length: start + length + between + length }, (_, n) =>
            signals[name]!(n, random, start - since),
          );
          const concealer = createConcealer({ sampleRate });
          const played = signal.slice();
          const second = start + length + between;
          concealer.accept(signal.subarray(0, start), played.subarray(0, start));
          concealer.fill(played.subarray(start, start + length));
          if (between > 0) {
            concealer.accept(
              signal.subarray(start + length, second),
              played.subarray(start + length, second),
            );
            concealer.fill(played.subarray(second));
          }
          concealer.close();
          let peak = 0;
          for (let n = 0; n < start; n++) peak = Math.max(peak, Math.abs(signal[n]!));
          let own = 0;
          for (let n = start - RECENT; n < start; n++)
            own = Math.max(own, Math.abs(signal[n]! - signal[n - 1]!));
          for (let n = start; n < start + length; n++) {
            const step = Math.abs(played[n]! - played[n - 1]!);
            if (!(step <= own + MOST_EXCESS + 1e-6)) expect.fail(`step ${step} at ${n - start}`);
            if (!(Math.abs(played[n]!) <= MOST_GROWTH * peak + 1e-6))
              expect.fail(`level ${played[n]} at ${n - start}, past ${peak}`);
          }
          // The way back, beside the true steps around the gap.
          const end = start + length;
          if (between === 0) return;
          for (let n = start; n < Math.min(signal.length, end + RECENT); n++)
            own = Math.max(own, Math.abs(signal[n]! - signal[n - 1]!));
          expect(Math.abs(played[end]! - played[end - 1]!) - own).toBeLessThan(BAR);
          expect(Math.abs(played[second]! - played[second - 1]!) - own).toBeLessThan(BAR);
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  }, 60_000);
});
