import { createPowerSpectra } from './fft.js';
import { createMelBands } from './mel-bands.js';

/** Lost samples: the first one and how many. */
export type Gap = readonly [start: number, length: number];

/** How far a concealed gap is from the truth; each is better when lower. */
export interface GapScore {
  /** Energy of the error over that of the reference inside the gap, dB; 0 is what silence gets. */
  readonly nmse: number;
  /** Mean absolute difference of log-mel spectra at four resolutions, over the gap ± 5 ms, dB. */
  readonly mrmel: number;
  /** Log-spectral distance over the gap ± 5 ms, dB. */
  readonly lsd: number;
  /** By how much the larger step at the two seams exceeds the largest step of the reference near there, dB; 0 when it does not. */
  readonly edge: number;
  /** The same excess as a fraction of full scale; 0 when there is none. */
  readonly seam: number;
}

export interface Metrics {
  /** Compares what was played with the reference over one gap. Both have one length. Allocates nothing but the answer. */
  score(reference: Float32Array, played: Float32Array, gap: Gap): GapScore;
}

const SAMPLE_RATE = 48_000;
const AROUND = 240; // 5 ms
/** Window and number of mel bands of each resolution. */
export const RESOLUTIONS = [
  [256, 20],
  [512, 40],
  [1024, 80],
  [2048, 128],
] as const;
const LSD_SIZE = 512;
/** What is quieter counts as equal: −100 dB of a full-scale sine, per bin. */
const FLOOR = 1e-10;
const SMALLEST_STEP = 1e-5; // −100 dBFS

export function createMetrics(floor = FLOOR): Metrics {
  const scales = RESOLUTIONS.map(([size, count]) => {
    const spectra = createPowerSpectra(size);
    return {
      size,
      spectra,
      bands: createMelBands(count, spectra.bins, SAMPLE_RATE),
      power: [new Float64Array(spectra.bins), new Float64Array(spectra.bins)],
      mel: [new Float64Array(count), new Float64Array(count)],
    };
  });
  const plain = createPowerSpectra(LSD_SIZE);
  const plainPower = [new Float64Array(plain.bins), new Float64Array(plain.bins)];

  /** Calls for each window whose middle lies in the gap ± 5 ms, a quarter of a window apart. */
  const overFrames = (size: number, [start, length]: Gap, frame: (at: number) => void): number => {
    const hop = size / 4;
    const span = length + 2 * AROUND;
    const count = Math.max(1, Math.floor(span / hop));
    const first = start - AROUND + (span - (count - 1) * hop) / 2 - size / 2;
    for (let i = 0; i < count; i++) frame(Math.round(first + i * hop));
    return count;
  };

  const mrmel = (reference: Float32Array, played: Float32Array, gap: Gap): number => {
    let total = 0;
    for (const { size, spectra, bands, power, mel } of scales) {
      let sum = 0;
      const frames = overFrames(size, gap, (at) => {
        spectra.measure(reference, played, at, power[0], power[1]);
        bands.apply(power[0], mel[0]);
        bands.apply(power[1], mel[1]);
        for (let i = 0; i < bands.count; i++) {
          sum += Math.abs(decibels(mel[0][i], floor) - decibels(mel[1][i], floor));
        }
      });
      total += sum / (frames * bands.count);
    }
    return total / scales.length;
  };

  const lsd = (reference: Float32Array, played: Float32Array, gap: Gap): number => {
    let sum = 0;
    const frames = overFrames(LSD_SIZE, gap, (at) => {
      plain.measure(reference, played, at, plainPower[0], plainPower[1]);
      let squares = 0;
      for (let k = 0; k < plain.bins; k++) {
        squares += (decibels(plainPower[0][k], floor) - decibels(plainPower[1][k], floor)) ** 2;
      }
      sum += Math.sqrt(squares / plain.bins);
    });
    return sum / frames;
  };

  return {
    score(reference, played, gap) {
      const seam = seamStep(played, gap);
      const own = Math.max(ownStep(reference, gap), SMALLEST_STEP);
      return {
        nmse: nmse(reference, played, gap),
        mrmel: mrmel(reference, played, gap),
        lsd: lsd(reference, played, gap),
        edge: Math.max(0, 20 * Math.log10(Math.max(seam, SMALLEST_STEP) / own)),
        seam: Math.max(0, seam - own),
      };
    },
  };
}

function nmse(reference: Float32Array, played: Float32Array, [start, length]: Gap): number {
  let error = 0;
  let energy = 0;
  for (let i = start; i < start + length; i++) {
    error += (played[i] - reference[i]) ** 2;
    energy += reference[i] ** 2;
  }
  return 10 * Math.log10(Math.max(error, 1e-20) / Math.max(energy, 1e-20));
}

function seamStep(played: Float32Array, [start, length]: Gap): number {
  const end = start + length;
  return Math.max(
    Math.abs(played[start] - played[start - 1]),
    end < played.length ? Math.abs(played[end] - played[end - 1]) : 0,
  );
}

function ownStep(reference: Float32Array, [start, length]: Gap): number {
  let most = 0;
  const to = Math.min(reference.length, start + length + AROUND);
  for (let i = Math.max(1, start - AROUND); i < to; i++) {
    most = Math.max(most, Math.abs(reference[i] - reference[i - 1]));
  }
  return most;
}

function decibels(power: number, floor: number): number {
  return 10 * Math.log10(power + floor);
}
