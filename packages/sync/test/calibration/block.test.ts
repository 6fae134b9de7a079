import { checkMessage, fromCompactLine, toCompactLine } from '@jamnet/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationBlock, correctedStamp } from '@jamnet/sync';

const reading = { deviceNs: 12_345_678_901.25, monotonicNs: 98_765_432_100, maxDeviationNs: 40 };

describe('calibration block', () => {
  it('says a paired reading', () => {
    const block = calibrationBlock(reading, { sessionId: 'JAM-SESSION-7AB1' })!;
    expect(block).toEqual({
      type: 'sync_calibration_block',
      timestamp_cpu: 98_765_432_100,
      timestamp_gpu: 12_345_678_901,
      timestamp_unit: 'ns',
      clock_base: 'CLOCK_MONOTONIC',
      session_id: 'JAM-SESSION-7AB1',
      origin: 'sender',
      uncertainty: 41,
    });
    expect(fromCompactLine((toCompactLine(block) as string).trimEnd())).toEqual(block);
  });

  it('holds the true offset within its uncertainty in every unit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e15, noNaN: true }),
        fc.integer({ min: 0, max: 1e15 }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.constantFrom('ns' as const, 'us' as const, 'ms' as const),
        (deviceNs, monotonicNs, maxDeviationNs, unit) => {
          const block = calibrationBlock({ deviceNs, monotonicNs, maxDeviationNs }, { unit })!;
          expect(checkMessage(block)).toBe(0);
          const perUnit = { ns: 1, us: 1e3, ms: 1e6 }[unit];
          const said = Number(block.timestamp_gpu) - Number(block.timestamp_cpu);
          const apart = Math.abs(said * perUnit - (deviceNs - monotonicNs)) + maxDeviationNs;
          expect(apart).toBeLessThanOrEqual(Number(block.uncertainty) * perUnit + 0.5);
        },
      ),
    );
  });

  it('is none where a number cannot be said', () => {
    expect(calibrationBlock({ ...reading, deviceNs: -5 })).toBeNull();
    expect(calibrationBlock({ ...reading, monotonicNs: NaN })).toBeNull();
    expect(calibrationBlock({ ...reading, maxDeviationNs: Infinity })).toBeNull();
  });
});

describe('corrected stamp', () => {
  it('is raw - (gpu - cpu) where nothing wraps', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), fc.maxSafeNat(), (raw, cpu, gpu) => {
        fc.pre(raw >= 2 ** 32 || gpu >= 2 ** 32);
        const exact = BigInt(raw) - (BigInt(gpu) - BigInt(cpu));
        const stamp = correctedStamp(raw, { timestamp_cpu: cpu, timestamp_gpu: gpu });
        expect(BigInt(stamp)).toBe(exact);
      }),
    );
  });

  it.each([32, 64])('undoes the wraps of a counter of %d bits', (bits) => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.integer({ min: 0, max: 2 ** 50 }),
        fc.integer({ min: -1e6, max: 60e9 }),
        fc.integer({ min: -1e6, max: 1e6 }),
        (start, cpu, passed, delay) => {
          const gpu = BigInt.asUintN(bits, start);
          const raw = BigInt.asUintN(bits, gpu + BigInt(passed));
          const u64 = (value: bigint): number | string =>
            value < 2n ** 53n ? Number(value) : String(value);
          const stamp = correctedStamp(
            u64(raw),
            { timestamp_cpu: cpu, timestamp_gpu: u64(gpu) },
            passed + delay,
          );
          expect(stamp).toBe(cpu + passed);
        },
      ),
    );
  });
});
