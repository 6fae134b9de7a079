import { createDuplicateFilter, DUPLICATE_WINDOW, Verdict } from '@jamnet/toast';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const TWO_32 = 2n ** 32n;

/** The definition in words: the newest sequence and the 4,095 before it are remembered, whatever that costs. */
class NaiveFilter {
  /** Sequences as if they never wrapped. */
  readonly #taken = new Set<bigint>();
  #newest: bigint | undefined;

  accept(sequence: number): Verdict {
    const at = this.#unwrap(sequence);
    if (this.#newest !== undefined && at <= this.#newest - BigInt(DUPLICATE_WINDOW)) {
      return Verdict.LATE;
    }
    if (this.#taken.has(at)) return Verdict.DUPLICATE;
    this.#taken.add(at);
    if (this.#newest === undefined || at > this.#newest) this.#newest = at;
    return Verdict.NEW;
  }

  #unwrap(sequence: number): bigint {
    if (this.#newest === undefined) return BigInt(sequence) + TWO_32;
    const ahead = (BigInt(sequence) - this.#newest) % TWO_32;
    const forward = ahead < 0n ? ahead + TWO_32 : ahead;
    return this.#newest + (forward < TWO_32 / 2n ? forward : forward - TWO_32);
  }
}

/** Steps as networks make them: the next one, a copy, a gap, an old one, a jump. */
const step = fc.oneof(
  { weight: 8, arbitrary: fc.constant(1) },
  { weight: 4, arbitrary: fc.integer({ min: -5, max: 5 }) },
  { weight: 2, arbitrary: fc.integer({ min: -200, max: 200 }) },
  { weight: 2, arbitrary: fc.constantFrom(-4097, -4096, -4095, 4095, 4096, 4097, 31, 32, 33, 64) },
  { weight: 1, arbitrary: fc.integer({ min: -10_000, max: 10_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) },
);
const start = fc.oneof(
  fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32 - 40),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);

describe('the duplicate filter', () => {
  it('says what a set of everything would say, across the wrap', () => {
    const verdicts = [0, 0, 0];
    const differences: string[] = [];
    fc.assert(
      fc.property(start, fc.array(step, { maxLength: 400, size: 'max' }), (first, steps) => {
        const filter = createDuplicateFilter();
        const naive = new NaiveFilter();
        let sequence = first;
        for (const each of [0, ...steps]) {
          sequence = (sequence + each) >>> 0;
          const expected = naive.accept(sequence);
          const got = [filter.peek(sequence), filter.accept(sequence)];
          if (got[0] !== expected || got[1] !== expected) {
            differences.push(`${sequence}: ${got.join()}, not ${expected}`);
          }
          verdicts[expected]!++;
        }
        return differences.length === 0;
      }),
      { numRuns: 400 },
    );
    expect(Math.min(...verdicts)).toBeGreaterThan(1000);
  });

  it('forgets exactly what leaves the window, however far it moves', () => {
    const wrong: string[] = [];
    for (let step = 1; step <= 200; step++) {
      const filter = createDuplicateFilter();
      const first = (2 ** 32 - 2000 + step * 6) >>> 0;
      for (let i = 0; i < DUPLICATE_WINDOW; i++) filter.accept((first + i) >>> 0);
      filter.accept((first + DUPLICATE_WINDOW - 1 + step) >>> 0);
      for (let i = 0; i < DUPLICATE_WINDOW + step; i++) {
        const isNewest = i === DUPLICATE_WINDOW - 1 + step;
        const left = i < step;
        const taken = isNewest || (i < DUPLICATE_WINDOW && !left);
        const expected = left ? Verdict.LATE : taken ? Verdict.DUPLICATE : Verdict.NEW;
        if (filter.peek((first + i) >>> 0) !== expected) wrong.push(`step ${step}: ${i}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('passes a stream once over the wrap, three copies of each', () => {
    const filter = createDuplicateFilter();
    let fresh = 0;
    for (let i = 0; i < 3 * 10_000; i++) {
      const sequence = (2 ** 32 - 5000 + Math.floor(i / 3)) >>> 0;
      if (filter.accept(sequence) === Verdict.NEW) fresh++;
    }
    expect(fresh).toBe(10_000);
    expect(filter.newest).toBe(4999);
  });

  it('has no newest before the first', () => {
    const filter = createDuplicateFilter();
    expect(filter.newest).toBe(-1);
    expect(filter.peek(7)).toBe(Verdict.NEW);
    expect(filter.newest).toBe(-1);
  });
});
