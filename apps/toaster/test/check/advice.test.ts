import { createLossReport, type LossReport } from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import { adviseAudio, adviseMidi, meanRunMs, worse } from '../../src/check/advice.js';

/** Of a path whose runs of loss end at random after `meanMs`. */
function reportOf(rate: number, meanMs: number): LossReport {
  const report = createLossReport();
  report.rate = rate;
  const lags = [0.1, 1, 4, 10.67, 23, 45];
  lags.forEach((lagMs, i) => {
    if (i < 2) return;
    report.conditional[i] = rate + (1 - rate) * Math.exp(-lagMs / (meanMs * (1 - rate)));
  });
  return report;
}

const way = (report: LossReport, fastestUs = 300, aboveUs = 700) => ({
  report,
  fastestUs,
  aboveUs,
});

describe('the advice of a check', () => {
  it('lets everything be played over a good path', () => {
    const good = way(createLossReport());
    expect(adviseMidi(good)).toEqual({
      playable: 'yes',
      copiesMs: [0, 0.167, 0.333],
      withinMs: 1,
      unsaved: 0,
    });
    expect(adviseAudio(good)).toEqual({
      playable: 'yes',
      copiesMs: [0],
      playoutDelayMs: 4,
      bufferFrames: 512,
      totalMs: 22.33,
      unsaved: 0,
    });
  });

  it('spreads the copies where losses come in runs, and counts the wait for them', () => {
    const runs = adviseAudio(way(reportOf(0.1, 8)));
    expect(runs.copiesMs.length).toBeGreaterThan(1);
    expect(runs.copiesMs.at(-1)).toBeGreaterThanOrEqual(15);
    expect(runs.playoutDelayMs).toBeGreaterThan(runs.copiesMs[1]);
    expect(runs.playable).toBe('limited');
    expect(adviseMidi(way(reportOf(0.1, 8))).withinMs).toBeGreaterThan(4);
  });

  it('asks for smaller buffers the longer the way is, and gives up in the end', () => {
    const buffers = [0, 10e3, 20e3, 26e3].map(
      (fastestUs) => adviseAudio(way(createLossReport(), fastestUs)).bufferFrames,
    );
    expect(buffers).toEqual([512, 256, 128, 64]);
    expect(adviseAudio(way(createLossReport(), 40e3)).playable).toBe('limited');
    expect(adviseAudio(way(createLossReport(), 80e3)).playable).toBe('no');
    expect(adviseMidi(way(createLossReport(), 40e3)).playable).toBe('limited');
    expect(adviseMidi(way(createLossReport(), 80e3)).playable).toBe('no');
  });

  it('finds nothing playable where nothing comes', () => {
    const report = createLossReport();
    report.rate = 1;
    expect([adviseMidi(way(report)).playable, adviseAudio(way(report)).playable]).toEqual([
      'no',
      'no',
    ]);
    expect(worse('limited', 'yes')).toBe('limited');
  });

  it('reckons how long runs are from what is lost after a loss', () => {
    expect(meanRunMs(reportOf(0.1, 8))).toBeCloseTo(8, 1);
    expect(meanRunMs(reportOf(0.2, 20))).toBeCloseTo(20, 1);
    const independent = createLossReport();
    independent.rate = 0.05;
    independent.conditional.fill(0.05);
    expect(meanRunMs(independent)).toBeNull();
    expect(meanRunMs(createLossReport())).toBeNull();
  });
});
