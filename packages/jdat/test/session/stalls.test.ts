import { expect, it } from 'vitest';
import { createPlayout } from '../../src/session/playout.js';

const RATE = 48_000;
const N = 64;
const PERIOD_NS = (N * 1e9) / RATE;
const EVERY = 1000;

/** Frames between the newest that has come and where a reader begins, after messages that came so many periods late. */
function behind(messages: number, latePeriods: (k: number) => number): number {
  const playout = createPlayout({
    sampleRate: RATE,
    playoutDelayNs: undefined,
    minDelayNs: 0,
    maxDelayNs: 200e6,
    inTime: 0.99,
    marginNs: 0,
    drifts: () => false,
  });
  const came = Array.from({ length: messages }, (_, k) => ({
    k,
    atNs: (k + latePeriods(k)) * PERIOD_NS + 1e9,
  })).sort((a, b) => a.atNs - b.atNs);
  for (const { k, atNs } of came) playout.arrived(k * N, N, NaN, NaN, atNs, NaN);
  const { atNs } = came.at(-1)!;
  return messages * N - playout.begin(atNs, atNs, N, messages * N);
}

it('a stall counts as a few late messages, however many it held up', () => {
  // The last forty before each thousandth come all at once: four in a hundred are late, of which one in a hundred may be.
  const stalls = behind(6 * EVERY, (k) => (k % EVERY < EVERY - 40 ? 0 : EVERY - 1 - (k % EVERY)));
  expect(stalls).toBeLessThanOrEqual(behind(6 * EVERY, () => 0) + N);
});

it('messages that are late by themselves are waited for', () => {
  expect(behind(3 * EVERY, (k) => (k % 5 === 0 ? 3.5 : 0))).toBeGreaterThan(3 * N);
});
