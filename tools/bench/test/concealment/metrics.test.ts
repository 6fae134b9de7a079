import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createPowerSpectra } from '../../src/concealment/fft.js';
import { createMetrics, type Gap } from '../../src/concealment/metrics.js';

const LENGTH = 8_192;
const GAP: Gap = [4_000, 480];

function sine(hz: number, level = 0.5): Float32Array {
  return Float32Array.from(
    { length: LENGTH },
    (_, i) => level * Math.sin((2 * Math.PI * hz * i) / 48_000),
  );
}

function changed(samples: Float32Array, change: (sample: number) => number): Float32Array {
  return samples.map((sample, i) => (i >= GAP[0] && i < GAP[0] + GAP[1] ? change(sample) : sample));
}

describe('metrics of concealment', () => {
  const metrics = createMetrics();
  const reference = sine(440);

  it('finds nothing wrong with the truth', () => {
    const score = metrics.score(reference, reference.slice(), GAP);
    expect(score.nmse).toBeLessThan(-100);
    expect(score).toMatchObject({ edge: 0, seam: 0 });
    expect(score.mrmel).toBeCloseTo(0, 9);
    expect(score.lsd).toBeCloseTo(0, 9);
  });

  it('gives silence 0 dB, the wrong sign 6 dB and half the level -6 dB', () => {
    const nmse = (change: (sample: number) => number): number =>
      metrics.score(reference, changed(reference, change), GAP).nmse;
    expect(nmse(() => 0)).toBeCloseTo(0, 6);
    expect(nmse((sample) => -sample)).toBeCloseTo(6.0206, 3);
    expect(nmse((sample) => sample / 2)).toBeCloseTo(-6.0206, 3);
  });

  it('measures a change of level by 6 dB over everything as 6 dB of mel and spectrum', () => {
    const noise = Float32Array.from({ length: LENGTH }, noiseOf(3));
    const score = metrics.score(
      noise,
      noise.map((sample) => sample / 2),
      [4_000, 2_400],
    );
    expect(score.mrmel).toBeCloseTo(6.0206, 2);
    expect(score.lsd).toBeCloseTo(6.0206, 2);
  });

  it('hears noise in the place of noise as nearly right, and silence as wrong', () => {
    const noise = Float32Array.from({ length: LENGTH }, noiseOf(3));
    const other = noiseOf(4);
    const asNoise = metrics.score(noise, changed(noise, other), GAP);
    const asSilence = metrics.score(
      noise,
      changed(noise, () => 0),
      GAP,
    );
    expect(asNoise.nmse).toBeGreaterThan(2);
    expect(asNoise.mrmel).toBeLessThan(asSilence.mrmel / 3);
  });

  it('takes the larger of the two seam steps beyond the largest step of the signal', () => {
    const own = 2 * 0.5 * Math.sin(Math.PI * (440 / 48_000));
    const score = metrics.score(
      reference,
      changed(reference, () => 0.9),
      GAP,
    );
    const steps = [0.9 - reference[GAP[0] - 1], 0.9 - reference[GAP[0] + GAP[1]]];
    expect(score.seam).toBeCloseTo(Math.max(...steps.map(Math.abs)) - own, 4);
    expect(score.edge).toBeCloseTo(20 * Math.log10(Math.max(...steps.map(Math.abs)) / own), 2);
  });
});

describe('power spectra', () => {
  it('gives a full-scale sine in the middle of a bin the power 1, and keeps two signals apart', () => {
    const spectra = createPowerSpectra(512);
    const hz = (48_000 / 512) * 40;
    const [a, b] = [new Float64Array(257), new Float64Array(257)];
    spectra.measure(sine(hz, 1), sine(2 * hz, 0.1), 100, a, b);
    expect(a[40]).toBeCloseTo(1, 4);
    expect(b[80]).toBeCloseTo(0.01, 6);
    expect(a[80]).toBeLessThan(1e-10);
    expect(b[40]).toBeLessThan(1e-10);
  });

  it('counts what lies outside the signal as 0', () => {
    const spectra = createPowerSpectra(256);
    const [a, b] = [new Float64Array(129), new Float64Array(129)];
    spectra.measure(sine(440), sine(440), LENGTH + 1, a, b);
    expect(a.every((power) => power === 0)).toBe(true);
  });
});

function noiseOf(seed: number): () => number {
  const random = createRandom(seed);
  return () => random() - 0.5;
}
