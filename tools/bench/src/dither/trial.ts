import { loadClip } from 'recordings-jamnet/prepare-clips.js';
import { createPowerSpectra } from '../concealment/fft.js';
import { WAYS } from './ways.js';

export interface DitherTask {
  readonly clip: string;
  readonly levelsDb: readonly number[];
  readonly seconds: number;
}

/** What one way left of one clip at one level: noise, dB of full scale. */
export interface DitherScore {
  readonly level: number;
  readonly way: string;
  readonly noiseDb: number;
  /** As ears weigh it (A). */
  readonly weightedDb: number;
  /** In each of {@link BANDS}. */
  readonly bandsDb: readonly number[];
  readonly cpuSecondsPerSecond: number;
}

export const BANDS: readonly (readonly [fromHz: number, toHz: number])[] = [
  [0, 2_000],
  [2_000, 5_000],
  [5_000, 10_000],
  [10_000, 16_000],
  [16_000, 24_000],
];

const RATE = 48_000;
const FULL = 2 ** 23;
const WINDOW = 2048;
/** Until the restorer has heard enough to know the signal. */
const WARM_UP = 6_144;

export function ditherTrial({ clip, levelsDb, seconds }: DitherTask): DitherScore[] {
  const samples = loudest(loadClip(clip).samples, seconds * RATE);
  let energy = 0;
  for (const value of samples) energy += value * value;
  const rms = Math.sqrt(energy / samples.length);
  return levelsDb.flatMap((level) => {
    const gain = 10 ** (level / 20) / rms;
    const truth = Int32Array.from(samples, (value) =>
      Math.max(-FULL, Math.min(FULL - 1, Math.round(value * gain * FULL))),
    );
    return WAYS.map(({ name, run }): DitherScore => {
      const startMs = performance.now();
      const heard = run(truth);
      const tookMs = performance.now() - startMs;
      const noise = Float32Array.from(truth, (value, at) => (heard[at] - value) / FULL);
      const cpuSecondsPerSecond = (tookMs / 1_000) * (RATE / truth.length);
      return { level, way: name, cpuSecondsPerSecond, ...noiseOf(noise.subarray(WARM_UP)) };
    });
  });
}

/** A quiet introduction says nothing of a piece. */
function loudest(samples: Float32Array, length: number): Float32Array {
  const start = Math.max(0, Math.floor((samples.length - length) / 2));
  return samples.subarray(start, start + length);
}

function noiseOf(noise: Float32Array): Pick<DitherScore, 'noiseDb' | 'weightedDb' | 'bandsDb'> {
  let energy = 0;
  for (const value of noise) energy += value * value;
  const spectra = createPowerSpectra(WINDOW);
  const power = new Float64Array(spectra.bins);
  const other = new Float64Array(spectra.bins);
  const sum = new Float64Array(spectra.bins);
  for (let at = 0; at + WINDOW <= noise.length; at += WINDOW / 2) {
    spectra.measure(noise, noise, at, power, other);
    for (let bin = 0; bin < sum.length; bin += 1) sum[bin] += power[bin];
  }
  // Shares of the whole, so that windows and scales need no thought.
  const whole = sum.reduce((total, value) => total + value, 0);
  const mean = energy / noise.length;
  const hz = (bin: number) => (bin * RATE) / WINDOW;
  const share = (weight: (hz: number) => number) =>
    (mean * sum.reduce((total, value, bin) => total + value * weight(hz(bin)), 0)) / whole;
  return {
    noiseDb: decibels(mean),
    weightedDb: decibels(share(aWeight)),
    bandsDb: BANDS.map(([from, to]) => decibels(share((at) => (at >= from && at < to ? 1 : 0)))),
  };
}

/** The A curve of IEC 61672, as a factor of power. */
function aWeight(hz: number): number {
  const f = hz * hz;
  const above = 12_194 ** 2 * f * f;
  const below =
    (f + 20.6 ** 2) * Math.sqrt((f + 107.7 ** 2) * (f + 737.9 ** 2)) * (f + 12_194 ** 2);
  return (1.2589 * (above / below)) ** 2;
}

/** Of full scale as a sine has it is 3 dB more; this is that of a square of 1. */
function decibels(power: number): number {
  return 10 * Math.log10(power + 1e-20);
}
