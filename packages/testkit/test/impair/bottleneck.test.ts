import { describe, expect, test } from 'vitest';
import { createBottleneck } from '@jamnet/testkit';

describe('createBottleneck', () => {
  // 1 Mbit/s: 8 µs a byte; 972 + 28 bytes take 8 ms.
  const link = () => createBottleneck({ bitsPerSecond: 1e6, queueBytes: 3_000 });

  test('sends one after the other, headers of 28 bytes counted', () => {
    const bottleneck = link();
    expect(bottleneck.enter(972, 0)).toBe(8e6);
    expect(bottleneck.enter(972, 0)).toBe(16e6);
    expect(bottleneck.enter(0, 1e6)).toBeCloseTo(16e6 + 28 * 8_000);
  });

  test('an idle link begins at once', () => {
    const bottleneck = link();
    bottleneck.enter(972, 0);
    expect(bottleneck.enter(972, 20e6)).toBe(28e6);
    expect(bottleneck.backlogNs(21e6)).toBe(7e6);
    expect(bottleneck.backlogNs(50e6)).toBe(0);
  });

  test('drops what does not fit behind what waits, and takes again when some has left', () => {
    const bottleneck = link();
    const results = [0, 0, 0, 0, 0].map((nowNs) => bottleneck.enter(972, nowNs));
    expect(results).toEqual([8e6, 16e6, 24e6, -1, -1]);
    expect(bottleneck.enter(972, 7.9e6)).toBe(-1);
    expect(bottleneck.enter(972, 8e6)).toBe(32e6);
    // A smaller one may still fit where a large one did not.
    expect(bottleneck.enter(972, 8e6)).toBe(-1);
    expect(bottleneck.enter(72, 9e6)).toBeCloseTo(32e6 + 100 * 8_000);
  });

  test('an idle link takes a datagram larger than its queue', () => {
    const bottleneck = createBottleneck({ bitsPerSecond: 1e6, queueBytes: 0 });
    expect(bottleneck.enter(1_200, 0)).toBeGreaterThan(0);
    expect(bottleneck.enter(10, 0)).toBe(-1);
  });

  test('carries its rate, no more and no less, whatever is offered', () => {
    const bottleneck = createBottleneck({ bitsPerSecond: 2e6, queueBytes: 20_000 });
    let carriedBits = 0;
    let longestNs = 0;
    for (let nowNs = 0; nowNs < 10e9; nowNs += 0.5e6) {
      const doneNs = bottleneck.enter(472, nowNs);
      if (doneNs < 0) continue;
      carriedBits += 500 * 8;
      longestNs = Math.max(longestNs, doneNs - nowNs);
    }
    // Offered 8 Mbit/s for 10 s; carried 2, and a queue full at the end.
    expect(carriedBits).toBeGreaterThan(20e6);
    expect(carriedBits).toBeLessThanOrEqual(20e6 + 20_000 * 8 + 4_000);
    // 20 kB at 2 Mbit/s are 80 ms.
    expect(longestNs / 1e6).toBeGreaterThan(77);
    expect(longestNs / 1e6).toBeLessThanOrEqual(80);
  });

  test('refuses what is no link', () => {
    expect(() => createBottleneck({ bitsPerSecond: 0, queueBytes: 1 })).toThrow(/bitsPerSecond/);
    expect(() => createBottleneck({ bitsPerSecond: 1, queueBytes: -1 })).toThrow(/queueBytes/);
  });
});
