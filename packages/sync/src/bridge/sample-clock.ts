import { createOffsetBounds, type Taken } from './offset-bounds.js';
import { checkRange } from './options.js';
import { createSlewedLine } from '../slewed-line.js';

export interface SampleClockOptions {
  /** What the sound card calls its rate, in samples a second. */
  readonly nominalRate: number;
  /** How far a pair's two halves may lie apart where the pair does not say: how late callbacks come. @default 2000 */
  readonly jitterUs?: number;
  /** How far the card's rate may be from its nominal one. @default 500 */
  readonly maxDriftPpm?: number;
  /** How fast that may change, in ppm a second. @default 0.01 */
  readonly wanderPpmPerS?: number;
  /** Pairs of this long give the rate. @default 60000 */
  readonly windowMs?: number;
  /** Samples that were lost or doubled by more than this are a step, once a second pair agrees. @default 5000 */
  readonly stepUs?: number;
}

/**
 * A clock that follows a sound card, from pairs of samples and nanoseconds (row S3): what a CPU as master may follow. It neither
 * jumps nor runs back, but for steps of more than `stepUs`. Feed the pairs of callbacks into it as they come.
 */
export interface SampleClock {
  /**
   * One pair: so many samples had been played (or recorded) at that time of the monotonic clock. `stale` for one that is older
   * than the one before, or holds no numbers; otherwise what became of it.
   */
  take(samples: number, ns: number, maxDeviationNs?: number): Taken;
  /** Samples a second, as estimated; the nominal rate before the second pair. */
  readonly rate: number;
  /** How much faster than its nominal rate the card runs. */
  readonly driftPpm: number;
  /** When a sample is played, nanoseconds of the monotonic clock; NaN before the first pair. Does not allocate. */
  nsAtSample(sample: number): number;
  /** The sample, with its fraction, at a time; NaN before the first pair. Does not allocate. */
  sampleAtNs(ns: number): number;
  /** How wrong `sampleAtNs` is at most at a time, in nanoseconds; Infinity before the first pair. */
  uncertaintyAtNs(ns: number): number;
  /** Samples lost or doubled so far, how often. */
  readonly steps: number;
}

const HORIZON_NS = 100e6;
const MAX_SLEW_PPM = 500;

/** Throws a JamError `bad-option`. */
export function createSampleClock(options: SampleClockOptions): SampleClock {
  const rate = checkRange('nominalRate', options.nominalRate, 1000, 10e6);
  const jitterNs = checkRange('jitterUs', options.jitterUs ?? 2000, 0, 1e6) * 1e3;
  const bounds = createOffsetBounds({
    maxDriftPpm: checkRange('maxDriftPpm', options.maxDriftPpm ?? 500, 1, 10_000),
    wanderPpmPerS: checkRange('wanderPpmPerS', options.wanderPpmPerS ?? 0.01, 0, 1000),
    windowMs: checkRange('windowMs', options.windowMs ?? 60_000, 100, 3_600_000),
    stepUs: checkRange('stepUs', options.stepUs ?? 5000, 1, 10e6),
  });
  const line = createSlewedLine(MAX_SLEW_PPM);
  const nsPerSample = 1e9 / rate;
  let steps = 0;

  return {
    take(samples, ns, maxDeviationNs = jitterNs) {
      if (!Number.isFinite(samples) || !Number.isFinite(ns) || !(maxDeviationNs >= 0)) {
        return 'stale';
      }
      const taken = bounds.take(ns, samples * nsPerSample - ns, maxDeviationNs);
      if (taken === 'stale' || taken === 'doubted') return taken;
      const offset = (bounds.lowAt(ns) + bounds.highAt(ns)) / 2;
      if (taken === 'first' || taken === 'stepped') line.restart(ns, offset, bounds.rate);
      else line.turn(ns, offset, bounds.rate, HORIZON_NS);
      if (taken === 'stepped') steps++;
      return taken;
    },
    get rate() {
      return rate * (1 + bounds.rate);
    },
    get driftPpm() {
      return bounds.rate * 1e6;
    },
    nsAtSample: (sample) => line.timeOf(sample * nsPerSample, 1),
    sampleAtNs: (ns) => (ns + line.at(ns)) / nsPerSample,
    uncertaintyAtNs(ns) {
      const offset = line.at(ns);
      if (Number.isNaN(offset)) return Infinity;
      return Math.max(bounds.highAt(ns) - offset, offset - bounds.lowAt(ns), 1);
    },
    get steps() {
      return steps;
    },
  };
}
