import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createTimestampLine } from '../../src/session/timestamp-line.js';

describe('timestamps of frames that come without', () => {
  it('are exact where the frames come in time', () => {
    const line = createTimestampLine(48_000);
    for (let i = 0; i < 1000; i++) {
      const nowNs = 1e12 + ((i + 1) * 128e9) / 48_000;
      expect(Math.abs(line.next(128, nowNs) - (1e12 + (i * 128e9) / 48_000))).toBeLessThan(2);
    }
  });

  it('are even although frames come in bursts, and follow a sound card that is 100 ppm off', () => {
    const line = createTimestampLine(48_000);
    const random = createRandom(1);
    const periodNs = (128e9 / 48_000) * 1.0001;
    let last = NaN;
    let worstStepNs = 0;
    let worstErrorNs = 0;
    for (let i = 0; i < 60 * 375; i++) {
      const startNs = 1e12 + i * periodNs;
      const given = line.next(128, startNs + periodNs + random() * 2e6);
      if (i > 30 * 375) {
        worstStepNs = Math.max(worstStepNs, Math.abs(given - last - periodNs));
        worstErrorNs = Math.max(worstErrorNs, Math.abs(given - startNs - 1e6));
      }
      last = given;
    }
    expect(worstStepNs).toBeLessThan(2000);
    expect(worstErrorNs).toBeLessThan(200e3);
  });

  it('begin anew after a pause', () => {
    const line = createTimestampLine(48_000);
    line.next(480, 1e12);
    expect(line.next(480, 1e12 + 500e6)).toBe(1e12 + 490e6);
  });
});
