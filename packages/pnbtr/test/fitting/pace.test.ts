import { concealGaps, createConcealer, createFittingPool } from '@jamnet/pnbtr';
import { describe, expect, it } from 'vitest';
import { createCoreMemory, openCore } from '../../src/fitting/core.js';
import { openPool } from '../../src/fitting/fitting-pool.js';
import { createWorkerFitting } from '../../src/fitting/worker-fitting.js';
import { CONTROL } from '../../src/fitting/worker-source.js';
import { chord, errorDb, sameAs } from '../concealer/signals.js';

const sampleRate = 48_000;

describe('a pace', () => {
  it.each([512, 2_048, 8_192])(
    'of %i samples gives the same samples with a worker as without',
    async (refreshSamples) => {
      const signal = chord(60_000);
      const played = concealGaps(signal, [[40_000, 500]], { sampleRate, refreshSamples });
      expect(errorDb(signal, played, 40_000, 500)).toBeLessThan(-20);
      await using pool = createFittingPool();
      const concealer = createConcealer({ sampleRate, refreshSamples, fitting: 'worker', pool });
      const output = new Float32Array(60_000);
      for (let at = 0; at < 60_000; at += 500) {
        const block = output.subarray(at, at + 500);
        if (at === 40_000) concealer.fill(block);
        else concealer.accept(signal.subarray(at, at + 500), block);
      }
      concealer.close();
      expect(sameAs(output, played)).toBe(-1);
    },
  );

  it('is refused where it cannot be', () => {
    for (const refreshSamples of [0, 100, 768, 16_384, NaN]) {
      expect(() => createConcealer({ sampleRate, refreshSamples })).toThrow(/refreshSamples is/);
    }
    const lateFit = 'later' as 'wait';
    expect(() => createConcealer({ sampleRate, lateFit })).toThrow(/lateFit is 'later'/);
  });
});

describe('a worker that has no processor', () => {
  /** Its control words, and no worker behind them. */
  function starved() {
    const memory = createCoreMemory();
    const words = new Int32Array(memory.buffer, 0, CONTROL.count);
    words[CONTROL.every] = 1;
    const state = { ended: false, ring: () => undefined };
    const fitting = createWorkerFitting(
      words,
      openCore(memory),
      { everyHops: 0, waits: false },
      state,
      () => undefined,
    );
    return { words, fitting };
  }

  it('does not hold a live stream up', () => {
    const { words, fitting } = starved();
    const begin = performance.now();
    for (let hop = 1; hop <= 2_000; hop++) fitting.reached(hop * 256);
    expect(fitting.at(2_000 * 256)).toBe(-1);
    words[CONTROL.latest] = 11;
    for (let i = 0; i < 3; i++) expect(fitting.at(2_000 * 256)).toBe(3);
    expect(performance.now() - begin).toBeLessThan(1_000);
    expect(fitting.waits).toBe(0);
    expect(fitting.lateModels).toBe(4);
    expect(words[CONTROL.taken]).toBe(2_000);
  });

  it('is not late with what it has done', () => {
    const { words, fitting } = starved();
    words[CONTROL.done] = 9;
    words[CONTROL.latest] = 9;
    expect(fitting.at(10 * 256)).toBe(1);
    expect(fitting.lateModels).toBe(0);
    expect(fitting.waits).toBe(0);
  });
});

it('a worker that is behind makes only the models that are asked for', async () => {
  await using pool = openPool();
  const memory = createCoreMemory();
  const fitting = pool.attach(memory, openCore(memory), { everyHops: 1, waits: true });
  fitting.reached(30 * 256);
  expect(fitting.at(30 * 256)).toBe(1);
  const words = new Int32Array(memory.buffer, 0, CONTROL.count);
  expect(words[CONTROL.done]).toBe(30);
  expect(words[CONTROL.latest]).toBe(1);
});

it('a pool lets channels take turns, and slows down for many', async () => {
  await using pool = createFittingPool();
  const make = (): ReturnType<typeof createConcealer> =>
    createConcealer({ sampleRate, fitting: 'worker', lateFit: 'previous', pool });
  const concealers = Array.from({ length: 8 }, make);
  expect(pool.channels).toBe(8);
  const signal = chord(30_000);
  const block = new Float32Array(128);
  for (let at = 0; at + 128 <= 30_000; at += 128) {
    for (const concealer of concealers) concealer.accept(signal.subarray(at, at + 128), block);
  }
  for (const concealer of concealers) {
    concealer.fill(block);
    expect(block.every(Number.isFinite)).toBe(true);
    concealer.close();
  }
  expect(pool.channels).toBe(0);
});
