import { describe, expect, it } from 'vitest';
import type { Gap } from '../../src/concealment/metrics.js';
import { baseline, baselineProgram } from '../../src/concealment/native-methods.js';

const compiled = baselineProgram() !== undefined;
const GAP: Gap = [12_000, 240];
const sines = Float32Array.from(
  { length: 16_000 },
  (_, i) => 0.4 * Math.sin(i * 0.05) + 0.2 * Math.sin(i * 0.31 + 1),
);
const heard = sines.slice().fill(9, GAP[0], GAP[0] + GAP[1]);

describe.skipIf(!compiled)('methods to compare with', () => {
  const inGap = (samples: Float32Array): Float32Array => samples.subarray(GAP[0], GAP[0] + GAP[1]);

  it('changes nothing outside the gap but for 128 samples behind it', () => {
    for (const conceal of [
      baseline('zero'),
      baseline('pattern'),
      baseline('burg', '32', '9600', '0'),
    ]) {
      const played = conceal(heard, [GAP]);
      expect(played.subarray(0, GAP[0])).toEqual(sines.subarray(0, GAP[0]));
      const behind = GAP[0] + GAP[1] + 128;
      expect(played.subarray(behind)).toEqual(sines.subarray(behind));
    }
  });

  it('plays silence, and the last 10 ms again', () => {
    expect(inGap(baseline('zero')(heard, [GAP])).every((sample) => sample === 0)).toBe(true);
    const repeated = inGap(baseline('repeat')(heard, [GAP]));
    expect(repeated).toEqual(sines.subarray(GAP[0] - 480, GAP[0] - 240));
  });

  it('finds the period of a periodic signal', () => {
    const saw = Float32Array.from({ length: 16_000 }, (_, i) => (i % 250) / 250 - 0.5);
    const played = inGap(baseline('pattern')(saw.slice().fill(9, ...ends()), [GAP]));
    for (let i = 0; i < GAP[1]; i++) expect(played[i]).toBeCloseTo(saw[GAP[0] + i], 5);
  });

  it('continues sines by Burg models, weighted or not', () => {
    for (const decay of ['0', '3600']) {
      const played = inGap(baseline('burg', '64', '9600', decay)(heard, [GAP]));
      for (let i = 0; i < GAP[1]; i++) expect(played[i]).toBeCloseTo(sines[GAP[0] + i], 2);
    }
  });
});

function ends(): [number, number] {
  return [GAP[0], GAP[0] + GAP[1]];
}
