import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createDelayMeter } from '../../src/peer/delay-meter.js';

const START_NS = 1e12;

/** Heartbeats ten times a second, each as late as `delayMs` says. */
function heard(seconds: number, delayMs: (second: number) => number, clocksDifferNs = 0) {
  const meter = createDelayMeter();
  const queues: number[] = [];
  for (let i = 0; i < seconds * 10; i++) {
    const sentNs = START_NS + i * 1e8;
    const arrivalNs = sentNs + delayMs(i / 10) * 1e6;
    meter.note(sentNs + clocksDifferNs, arrivalNs);
    queues.push(meter.queueUs(arrivalNs));
  }
  return { meter, queues };
}

describe('the delay meter', () => {
  it('knows the fastest way, clocks that differ included', () => {
    expect(createDelayMeter().baseNs).toBeNaN();
    expect(createDelayMeter().queueUs(START_NS)).toBe(0);
    expect(heard(5, () => 3).meter.baseNs).toBeCloseTo(3e6);
    expect(heard(5, () => 3, 5e9).meter.baseNs).toBeCloseTo(3e6 - 5e9);
  });

  it('sees a queue that stands within half a second, and sees it go', () => {
    const { queues } = heard(20, (s) => (s >= 10 && s < 15 ? 43 : 3));
    const at = (s: number): number => queues[Math.round(s * 10)]!;
    expect(at(9.9)).toBe(0);
    expect(at(10.5)).toBeGreaterThan(30_000);
    expect(at(14.9)).toBeGreaterThan(30_000);
    expect(at(15.5)).toBe(0);
  });

  it('takes jitter for jitter', () => {
    const random = createRandom(2);
    const { meter, queues } = heard(60, () => 3 + random() * 20);
    expect(meter.jitterUs).toBeGreaterThan(3000);
    expect(meter.jitterUs).toBeLessThan(12_000);
    expect(queues.filter((queue) => queue > 8000).length).toBeLessThan(5);
  });

  it('measures jitter as the mean change from one to the next', () => {
    let turn = 0;
    expect(heard(60, () => (turn++ % 2) * 4).meter.jitterUs).toBeCloseTo(4000, -1);
    expect(heard(60, () => 4).meter.jitterUs).toBeCloseTo(0);
  });

  it('follows a clock that drifts without seeing a queue', () => {
    // 50 ppm is 3 ms a minute.
    expect(Math.max(...heard(120, (s) => 1 + s * 0.05).queues)).toBeLessThan(3000);
  });
});
