import { createSystemClock } from '@jamnet/wire';
import { describe, expect, test } from 'vitest';
import { clockReadings } from '../src/index.js';
import { nativeAddon } from './need-native.js';

const { addon, reason } = nativeAddon();

describe.skipIf(reason !== undefined)('the native clock', () => {
  test('is the line of process.hrtime(), which wire reads', () => {
    const clock = createSystemClock();
    for (let round = 0; round < 100; round += 1) {
      const before = clock.nowNs();
      const between = addon!.clockNowNs();
      const after = clock.nowNs();
      expect(between).toBeGreaterThanOrEqual(before);
      expect(after).toBeGreaterThanOrEqual(between);
    }
  });

  test('is read at one moment with the time of day', () => {
    const before = process.hrtime.bigint();
    const { monotonicNs, realtimeNs, maxDeviationNs } = clockReadings();
    const after = process.hrtime.bigint();
    expect(BigInt(monotonicNs)).toBeGreaterThanOrEqual(before);
    expect(BigInt(monotonicNs)).toBeLessThanOrEqual(after);
    expect(maxDeviationNs).toBeGreaterThan(0);
    expect(maxDeviationNs).toBeLessThan(Number(after - before));
    const millisecondsApart = Math.abs(Number(realtimeNs / 1_000_000n) - Date.now());
    expect(millisecondsApart).toBeLessThan(1000);
  });

  test('takes any number of tries', () => {
    for (const tries of [0, -1, 1, 1e9, Number.NaN]) {
      expect(clockReadings(tries).maxDeviationNs).toBeGreaterThan(0);
    }
  });
});
