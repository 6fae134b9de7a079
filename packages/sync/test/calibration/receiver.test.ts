import { decodeStandard, type SyncCalibrationBlockMessage } from '@jamnet/schemas';
import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import {
  createCalibrationReceiver,
  type CalibrationReceiverOptions,
  type Correction,
} from '@jamnet/sync';

const MS = 1e6;

const parse = (text: string): SyncCalibrationBlockMessage => {
  const bytes = Buffer.from(text);
  return decodeStandard(bytes, 0, bytes.length) as unknown as SyncCalibrationBlockMessage;
};
const example = parse(
  '{"type":"sync_calibration_block","timestamp_cpu":1701234567890,"timestamp_gpu":1701234580056,"timestamp_unit":"ns","origin":"sender"}',
);
const block = (
  cpu: number,
  gpu: number | string,
  more: Partial<SyncCalibrationBlockMessage> = {},
): SyncCalibrationBlockMessage => ({
  type: 'sync_calibration_block',
  timestamp_cpu: cpu,
  timestamp_gpu: gpu,
  timestamp_unit: 'ns',
  origin: 'sender',
  ...more,
});

function open(options: Partial<CalibrationReceiverOptions<string>> = {}) {
  const { clock, timers, run } = createVirtualTime();
  const given: [string, Correction['timestamp'] | null, number][] = [];
  const receiver = createCalibrationReceiver<string>({
    clock,
    timers,
    deliver: (message, correction) =>
      given.push([message, correction?.timestamp ?? null, clock.nowNs() / MS]),
    ...options,
  });
  return { receiver, given, clock, run };
}

describe('calibration receiver', () => {
  it('corrects the example that the format began with', () => {
    const { receiver, given } = open();
    expect(receiver.take(example)).toBe(true);
    receiver.correct(1701234600000, 'jdat');
    expect(given).toEqual([['jdat', 1701234587834, 0]]);
  });

  it('lets messages wait for the first block, in order, and hands them on corrected', () => {
    const { receiver, given, run } = open();
    receiver.correct(110, 'a');
    run(60 * MS);
    receiver.correct(120, 'b');
    run(99 * MS);
    expect(receiver.waiting).toBe(2);
    receiver.take(block(1000, 100));
    receiver.correct(130, 'c');
    expect(given).toEqual([
      ['a', 1010, 99],
      ['b', 1020, 99],
      ['c', 1030, 99],
    ]);
    expect(receiver.stats()).toMatchObject({ corrected: 3, waited: 2, late: 0 });
    run();
    expect(given).toHaveLength(3);
  });

  it('hands them on uncorrected after 100 ms, each after its own, and counts them', () => {
    const { receiver, given, run } = open();
    receiver.correct(1, 'a');
    run(30 * MS);
    receiver.correct(2, 'b');
    run(130 * MS);
    receiver.take(block(1000, 100));
    expect(given).toEqual([
      ['a', null, 100],
      ['b', null, 130],
    ]);
    expect(receiver.stats()).toMatchObject({ late: 2, waited: 0, corrected: 0 });
  });

  it('holds no more than its capacity', () => {
    const { receiver, given, run } = open();
    for (let i = 0; i < 300; i++) receiver.correct(i, String(i));
    expect(receiver.waiting).toBe(256);
    expect(given).toHaveLength(44);
    expect(receiver.stats().overflowed).toBe(44);
    receiver.close();
    expect(receiver.stats().late).toBe(256);
    run();
    expect(given).toHaveLength(300);
  });

  it('goes by the newest block and passes over older ones, whatever their unit', () => {
    const { receiver, given } = open();
    expect(receiver.take(block(5_000_000, 100))).toBe(true);
    expect(receiver.take(block(5_000_000, 200))).toBe(false);
    expect(receiver.take(block(4_999, 300, { timestamp_unit: 'us' }))).toBe(false);
    receiver.correct(101, 'a');
    expect(receiver.take(block(5_001, 300, { timestamp_unit: 'us', uncertainty: 2 }))).toBe(true);
    receiver.correct(301, 'b');
    expect(given.map(([, stamp]) => stamp)).toEqual([5_000_001, 5_002]);
    expect(receiver.stats()).toMatchObject({ blocks: 2, old: 2 });
  });

  it('is strict on the version', () => {
    const { receiver } = open();
    expect(receiver.take({ ...example, version: 'jamnet/1.1' })).toBe(false);
    expect(receiver.block).toBeNull();
    expect(receiver.take({ ...example, version: 'jamnet/1.0' })).toBe(true);
    expect(receiver.stats()).toMatchObject({ refused: 1, blocks: 1 });
  });

  it('follows a counter of 32 bits over its wraps, by the time since the block', () => {
    const { receiver, given, run } = open();
    receiver.take(block(1e12, 2 ** 32 - 1_000));
    receiver.correct(500, 'just after');
    run(20_000 * MS);
    receiver.correct((2 ** 32 - 1_000 + 20e9) % 2 ** 32, 'four wraps on');
    receiver.take(block(1e12 + 20e9, 500));
    receiver.correct(2 ** 32 - 300, 'from before the wrap');
    expect(given.map(([, stamp]) => stamp)).toEqual([1e12 + 1_500, 1e12 + 20e9, 1e12 + 20e9 - 800]);
  });

  it('follows a counter of 64 bits over its wrap, and a young one for its first seconds', () => {
    const { receiver, given, run } = open();
    receiver.take(block(1000, '18446744073709551615'));
    receiver.correct(5, 'wrapped');
    receiver.take(block(2000, 100));
    run(4_000 * MS);
    receiver.correct(4e9, 'young');
    expect(given.map(([, stamp]) => stamp)).toEqual([1006, 2000 + 4e9 - 100]);
  });

  it('hands on a stamp that is none, uncorrected', () => {
    const { receiver, given } = open();
    receiver.take(example);
    for (const bad of [-1, 1.5, NaN, '', '01', 'x', '18446744073709551616']) {
      receiver.correct(bad, 'bad');
    }
    expect(given).toHaveLength(7);
    expect(given.every(([, stamp]) => stamp === null)).toBe(true);
    expect(receiver.stats().malformed).toBe(7);
  });

  it('refuses options that make no sense', () => {
    expect(() => open({ waitMs: -1 })).toThrow(/waitMs is -1/);
    expect(() => open({ capacity: 0 })).toThrow(/capacity is 0/);
  });
});
