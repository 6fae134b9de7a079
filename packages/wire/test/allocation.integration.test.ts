import { describe, expect, it } from 'vitest';
import { createLineReader, createSystemClock, createWordTable } from '../src/index.js';

// Whether the compiler keeps numbers out of the heap depends on all that ran before: these have a process of their own.

/** Heap bytes that one call takes once it is compiled: the median of rounds, the first of which run before that. */
function bytesPerCall(calls: number, call: () => void): number {
  const rounds = Array.from({ length: 9 }, () => {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < calls; i++) call();
    return (process.memoryUsage().heapUsed - before) / calls;
  });
  return rounds.sort((a, b) => a - b)[4];
}

describe('what is called for every packet allocates nothing', () => {
  it('the clock', () => {
    const clock = createSystemClock();
    let odd = 0;
    // A number on the heap would be 12 bytes or more.
    expect(bytesPerCall(100_000, () => (odd += clock.nowNs() & 1))).toBeLessThan(4);
    expect(odd).toBeGreaterThan(0);
  });

  it('the line reader', () => {
    const keys = ['t', 'c', 'n', 'v', 'd', 'ts'] as const;
    const reader = createLineReader(keys);
    const bytes = new TextEncoder().encode(
      '{"t":"n+","c":1,"n":60,"v":0.25,"d":[1,2],"ts":123456789012}',
    );
    const table = createWordTable(['n+', 'n-']);
    const out = new Uint8Array(8);
    const read = (): void => {
      reader.read(bytes, 0, bytes.length);
      reader.word(0, table);
      reader.numberArray(keys.indexOf('d'), out, 0, 127);
    };
    // The smallest object would be 12 bytes.
    expect(bytesPerCall(30_000, read)).toBeLessThan(4);
    expect([...out.subarray(0, 2)]).toEqual([1, 2]);
  });
});
