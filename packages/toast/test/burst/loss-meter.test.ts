import { createLossMeter, createLossReport, LAGS_MS, narrowPlan, widePlan } from '@jamnet/toast';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gilbertElliottConditional, measureLoss } from './loss-path.js';

const START_NS = 1e12;
const SIZE = 3;
const OFFSETS_US = narrowPlan(SIZE).offsetsUs;

/** Frames 10 ms apart; each string says which copies came: `101` lost the second. Frames follow that close the picture. */
function told(pattern: readonly string[], first = 0) {
  const meter = createLossMeter();
  const note = (index: number, copies: string): void => {
    const sentNs = START_NS + index * 10e6;
    for (let copy = 0; copy < SIZE; copy++) {
      if (copies[copy] !== '1') continue;
      meter.note((first + index) >>> 0, copy, SIZE, sentNs + OFFSETS_US[copy]! * 1000);
    }
  };
  pattern.forEach((copies, index) => note(index, copies));
  note(pattern.length, '111');
  meter.settle(START_NS + pattern.length * 10e6 + 100e6, OFFSETS_US);
  return meter;
}

const repeat = (pattern: readonly string[], times: number): string[] =>
  Array.from({ length: times }, () => pattern).flat();

describe('the loss meter, told what came', () => {
  it('counts nothing lost of what came whole', () => {
    const meter = told(repeat(['111'], 50));
    expect([meter.expected, meter.lost]).toEqual([150, 0]);
    expect([...meter.runs]).toEqual([0, 0, 0, 0, 0, 0]);
    const report = createLossReport();
    meter.report(report);
    expect(report.rate).toBe(0);
    expect([...report.conditional]).toEqual([-1, -1, -1, -1, -1, -1]);
  });

  it('counts copies of which others came', () => {
    const meter = told(repeat(['101'], 60));
    expect([meter.expected, meter.lost]).toEqual([180, 60]);
    expect([...meter.runs]).toEqual([60, 0, 0, 0, 0, 0]);
    const report = createLossReport();
    meter.report(report);
    expect(report.rate).toBeCloseTo(1 / 3, 5);
  });

  it('counts frames of which nothing came, from those around them', () => {
    const meter = told(repeat(['111', '111', '000', '111'], 20));
    expect([meter.expected, meter.lost]).toEqual([240, 60]);
    expect([...meter.runs]).toEqual([0, 0, 20, 0, 0, 0]);
  });

  it('knows the lengths of runs across frames', () => {
    const runs: [string[], number][] = [
      [['110'], 0],
      [['100'], 1],
      [['100', '011'], 2],
      [['000', '000'], 3],
      [['000', '000', '000', '000'], 4],
      [Array<string>(6).fill('000'), 5],
    ];
    for (const [lost, bin] of runs) {
      const meter = told(repeat(['111', ...lost, '111'], 5), 7);
      const expected = [0, 0, 0, 0, 0, 0];
      expected[bin] = 5;
      expect([...meter.runs]).toEqual(expected);
    }
  });

  it('does not mind the wrap of sequences', () => {
    const pattern = repeat(['111', '010', '000'], 30);
    const meter = told(pattern, 2 ** 32 - 40);
    const plain = told(pattern, 5);
    expect([meter.expected, meter.lost, [...meter.runs]]).toEqual([
      plain.expected,
      plain.lost,
      [...plain.runs],
    ]);
  });

  it('takes a long jump for a pause and not for loss', () => {
    const meter = createLossMeter();
    for (let i = 0; i < 10; i++) meter.note(i, 0, 1, START_NS + i * 1e6);
    meter.note(1_000_000, 0, 1, START_NS + 20e6);
    for (let i = 1; i < 10; i++) meter.note(1_000_000 + i, 0, 1, START_NS + 20e6 + i * 1e6);
    meter.settle(START_NS + 1e9, [0]);
    expect(meter.lost).toBe(0);
  });

  it('stays in bounds whatever sequences, copies and times come', () => {
    const arrival = fc.tuple(
      fc.oneof(fc.nat(600), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
      fc.nat(15),
      fc.integer({ min: 0, max: 100 }),
    );
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 200 }), (arrivals) => {
        const meter = createLossMeter();
        const report = createLossReport();
        let nowNs = START_NS;
        for (const [sequence, copy, afterMs] of arrivals) {
          nowNs += afterMs * 1e6;
          meter.note(sequence, copy, 16, nowNs);
          meter.settle(nowNs, [0, 1000]);
          meter.report(report);
          expect(report.rate).toBeGreaterThanOrEqual(0);
          expect(report.rate).toBeLessThanOrEqual(1);
          for (const c of report.conditional) expect(c >= -1 && c <= 1).toBe(true);
          expect(meter.lost).toBeLessThanOrEqual(meter.expected);
        }
      }),
    );
  });
});

/** Means of what is reported over some paths of two minutes. */
function means(loss: Parameters<typeof measureLoss>[0]['loss'], offsetsUs: readonly number[]) {
  const conditional = LAGS_MS.map(() => ({ sum: 0, count: 0 }));
  let rate = 0;
  let count = 0;
  for (let seed = 1; seed <= 4; seed++) {
    measureLoss({
      loss,
      seed,
      seconds: 120,
      offsetsUs,
      onReport(report) {
        rate += report.rate;
        count++;
        report.conditional.forEach((value, lag) => {
          if (value < 0) return;
          conditional[lag]!.sum += value;
          conditional[lag]!.count++;
        });
      },
    });
  }
  return { rate: rate / count, conditional: conditional.map(({ sum, count: n }) => sum / n) };
}

describe('the loss meter behind a path', () => {
  it.each([0.05, 0.3, 0.66])('finds independent loss of %d, and nothing in its pairs', (loss) => {
    const { rate, conditional } = means(loss, OFFSETS_US);
    expect(Math.abs(rate - loss)).toBeLessThan(0.02 + loss * 0.02);
    for (const c of conditional) {
      if (!Number.isNaN(c)) expect(Math.abs(c - loss)).toBeLessThan(0.05);
    }
  });

  it.each([
    { loss: 0.05, meanBurstMs: 10 },
    { loss: 0.1, meanBurstMs: 30 },
  ])('finds runs of $meanBurstMs ms at $loss: near in time loss follows loss', (path) => {
    const { rate, conditional } = means({ gilbertElliott: path }, widePlan(5).offsetsUs);
    expect(Math.abs(rate - path.loss)).toBeLessThan(0.02);
    LAGS_MS.forEach((lagMs, lag) => {
      if (Number.isNaN(conditional[lag])) return;
      const truth = gilbertElliottConditional(path.loss, path.meanBurstMs, lagMs);
      expect(Math.abs(conditional[lag]! - truth)).toBeLessThan(0.15);
    });
    expect(conditional[2]).toBeGreaterThan(conditional[5]! + 0.15);
  });

  it('counts every copy that was sent, at any loss', () => {
    for (const loss of [0, 0.05, 0.3, 0.66]) {
      const { meter, sent, lost } = measureLoss({
        loss,
        seed: 9,
        seconds: 30,
        offsetsUs: OFFSETS_US,
      });
      // The last sixtieth of a second is not judged yet.
      expect(Math.abs(meter.expected - sent)).toBeLessThan(60);
      expect(Math.abs(meter.lost - lost)).toBeLessThan(60);
    }
  });
});

describe('the loss meter of a stream with a plan of its own', () => {
  it('tells from arrivals when copies were sent, whatever heartbeats announce', () => {
    // Copies 12 ms apart through runs of 8 ms; the heartbeats speak of three close together.
    const loss = { gilbertElliott: { loss: 0.2, meanBurstMs: 8 } };
    const sums = new Float64Array(LAGS_MS.length);
    let reports = 0;
    measureLoss({
      loss,
      seed: 3,
      seconds: 60,
      offsetsUs: [0, 12_000, 24_000],
      announcedUs: OFFSETS_US,
      onReport(report) {
        reports++;
        report.conditional.forEach((value, lag) => (sums[lag]! += value));
      },
    });
    const mean = [...sums].map((sum) => sum / reports);
    // Nothing was sent that close together.
    expect(mean[LAGS_MS.indexOf(0.1)]).toBe(-1);
    const at10Ms = gilbertElliottConditional(0.2, 8, 10);
    expect(Math.abs(mean[LAGS_MS.indexOf(10)]! - at10Ms)).toBeLessThan(0.05);
  });

  it.each([600, 6000, 24_000])('waits for late copies of %i frames a second', (framesPerSecond) => {
    for (const loss of [0, 0.1]) {
      const offsetsUs = [0, 24_000, 45_000];
      const { meter, sent } = measureLoss({
        ...{ loss, seed: 5, seconds: 2, offsetsUs, framesPerSecond },
      });
      // The last of them are not judged yet.
      expect(meter.expected).toBeGreaterThan(sent * 0.9);
      expect(Math.abs(meter.lost / meter.expected - loss)).toBeLessThan(loss === 0 ? 1e-9 : 0.02);
    }
  });
});
