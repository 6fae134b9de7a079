import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import type { Score } from '../../src/conductor/score.js';
import { beatAt } from '../../src/conductor/beat-at.js';
import { followClock, phaseErrorNs, uniform } from './followed-clock.js';
import { scoreOf } from './score-of.js';

const MS = 1e6;
const SEEDS = Array.from({ length: 100 }, (_, seed) => seed);

function tempoOf(bpm: number): Score {
  return scoreOf({ tempos: [{ atNs: 0, bpm }] });
}

/** From one tempo to another between two times, in steps of 10 ms. */
function ramp(from: number, to: number, fromMs: number, toMs: number): Score {
  const steps = (toMs - fromMs) / 10;
  const tempos = Array.from({ length: steps }, (_, i) => ({
    atNs: (fromMs + 10 * i) * MS,
    bpm: from + ((to - from) * (i + 1)) / steps,
  }));
  return scoreOf({ tempos: [{ atNs: 0, bpm: from }, ...tempos] });
}

function quantile(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(part * values.length) - 1]!;
}

describe('MIDI Clock from generator to follower', () => {
  it.each([60, 90, 120])(
    'knows %d bpm to 0.5 within a beat and to 0.05 within four, at ±1 ms',
    (bpm) => {
      const score = tempoOf(bpm);
      for (const seed of SEEDS) {
        followClock(score, {
          delayNs: uniform(createRandom(seed), MS),
          untilNs: (60e9 / bpm) * 4.1,
          onClock(count, follower, atNs) {
            if (count === 25) expect(Math.abs(follower.bpm - bpm)).toBeLessThan(0.5);
            if (count === 97) expect(Math.abs(follower.bpm - bpm)).toBeLessThan(0.05);
            if (count === 49) expect(follower.stateAt(atNs)).toBe('locked');
          },
        });
      }
    },
  );

  it('stays within 250 µs of the beat in 99 of 100, at ±1 ms', () => {
    const errors: number[] = [];
    for (const seed of SEEDS.slice(0, 20)) {
      const score = tempoOf(120);
      const follower = followClock(score, {
        delayNs: uniform(createRandom(seed), MS),
        untilNs: 20e9,
        onClock(count, follower, atNs) {
          if (count > 96) errors.push(Math.abs(phaseErrorNs(score, follower, atNs)));
        },
      });
      expect(follower.stats()).toMatchObject({ lostClocks: 0, tempoChanges: 0 });
    }
    expect(quantile(errors, 0.99)).toBeLessThan(250_000);
  });

  it('lies half a millisecond late where USB quantises to 1 ms, and no more than 0.2 ms about that', () => {
    const score = tempoOf(121.7);
    followClock(score, {
      delayNs: (sentNs) => Math.ceil(sentNs / MS) * MS - sentNs,
      untilNs: 20e9,
      onClock(count, follower, atNs) {
        if (count < 96) return;
        const lateNs = -phaseErrorNs(score, follower, atNs);
        expect(Math.abs(lateNs - 0.5 * MS)).toBeLessThan(0.2 * MS);
      },
    });
  });

  it.each([
    [0, 0.3],
    [1, 3],
    [2, 5],
  ])('keeps with a ramp of 2 bpm a second, at ±%d ms', (jitterMs, boundMs) => {
    const score = ramp(120, 140, 4000, 14_000);
    for (const seed of SEEDS.slice(0, 10)) {
      const follower = followClock(score, {
        delayNs: uniform(createRandom(seed), jitterMs * MS),
        untilNs: 24e9,
        onClock(count, follower, atNs) {
          if (count < 96) return;
          expect(Math.abs(phaseErrorNs(score, follower, atNs))).toBeLessThan(boundMs * MS);
        },
      });
      expect(Math.abs(follower.bpm - 140)).toBeLessThan(0.1);
    }
  });

  it.each([60, 80, 100, 110, 121, 130, 150, 160, 240])(
    'counts no clock too many or too few when 120 bpm becomes %d at once, at ±1 ms',
    (bpm) => {
      const score = scoreOf({
        tempos: [
          { atNs: 0, bpm: 120 },
          { atNs: 4e9, bpm },
        ],
      });
      for (const seed of SEEDS.slice(0, 10)) {
        const follower = followClock(score, {
          delayNs: uniform(createRandom(seed), MS),
          untilNs: 10e9,
        });
        expect(Math.abs(phaseErrorNs(score, follower, 10e9))).toBeLessThan(0.5 * MS);
        expect(follower.stats().lostClocks).toBe(0);
      }
    },
  );

  it('bridges lost clocks, single ones and rows of three, at ±1 ms', () => {
    const score = tempoOf(120);
    for (const seed of SEEDS.slice(0, 10)) {
      const random = createRandom(1000 + seed);
      let lost = 0;
      let row = 0;
      const follower = followClock(score, {
        delayNs: uniform(createRandom(seed), MS),
        untilNs: 20e9,
        loses(count) {
          if (count > 24 && row === 0 && random() < 0.01) row = 1 + Math.floor(random() * 3);
          if (row === 0 || count > 940) return false;
          row--;
          lost++;
          return true;
        },
      });
      expect(follower.stats().lostClocks).toBe(lost);
      expect(lost).toBeGreaterThan(0);
      expect(Math.abs(phaseErrorNs(score, follower, 20e9))).toBeLessThan(0.5 * MS);
    }
  });

  it('is not moved by single outliers, nor by a hold-up that then comes all at once', () => {
    const score = tempoOf(120);
    for (const seed of SEEDS.slice(0, 20)) {
      const random = createRandom(seed);
      const jitter = uniform(random, MS);
      const errors: number[] = [];
      const follower = followClock(score, {
        delayNs(sentNs) {
          const heldNs = sentNs > 8e9 && sentNs < 8.3e9 ? 8.3e9 - sentNs : 0;
          const isOutlier = sentNs > 4e9 && Math.round(sentNs / (2.5e9 / 120)) % 13 === 0;
          return jitter() + (isOutlier ? 8 * MS : heldNs);
        },
        untilNs: 10e9,
        onClock: (count, follower, atNs) =>
          void (count > 96 && errors.push(Math.abs(phaseErrorNs(score, follower, atNs)))),
      });
      expect(follower.stats().outliers).toBeGreaterThan(0);
      expect(follower.stats().lostClocks).toBe(0);
      expect(quantile(errors, 0.99)).toBeLessThan(1.5 * MS);
      expect(Math.abs(phaseErrorNs(score, follower, 10e9))).toBeLessThan(MS);
    }
  });

  it('goes through loops, pauses and seeks with the sender', () => {
    const score = scoreOf({ loop: { startBeat: 4, endBeat: 8 } });
    const jitter = uniform(createRandom(2), 0.2 * MS);
    followClock(score, {
      delayNs: jitter,
      untilNs: 20e9,
      onClock(count, follower, atNs) {
        if (count < 48) return;
        // Where the loop turns, one may still be before and the other after it.
        const apart = Math.abs(follower.beatAt(atNs) - beatAt(score, atNs));
        expect(Math.min(apart, 4 - apart)).toBeLessThan(0.001);
      },
    });
  });
});
