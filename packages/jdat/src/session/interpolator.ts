import type { FrameStore } from './frame-store.js';

/** Frames on either side of a place between two frames that have a part in its value. */
export const REACH = 32;
const TAPS = 2 * REACH;
/** Places between two frames for which the weights are in the table; between them they are interpolated, which costs less than −110 dB. */
const PHASES = 1024;
/** Of the Kaiser window: nothing above −100 dB outside the transition, which goes from 0.45 to 0.55 of the rate. */
const BETA = 10.5;

/** Weights of the frames around a place, phase by phase: a sinc under a Kaiser window. Of a whole number all weights but one are 0. */
const table = sincTable();

function sincTable(): Float32Array {
  const weights = new Float32Array((PHASES + 1) * TAPS);
  for (let phase = 0; phase <= PHASES; phase++) {
    const row = weights.subarray(phase * TAPS, (phase + 1) * TAPS);
    let sum = 0;
    const exact = Array.from({ length: TAPS }, (_, tap) => {
      const x = tap - (REACH - 1) - phase / PHASES;
      const weight = sinc(x) * kaiser(x / REACH);
      sum += weight;
      return weight;
    });
    // A constant stays what it is between frames too.
    for (const [tap, weight] of exact.entries()) row[tap] = weight / sum;
  }
  return weights;
}

function sinc(x: number): number {
  if (x === 0) return 1;
  return Number.isInteger(x) ? 0 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
}

/** The modified Bessel function of the first kind of order 0, by its series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/**
 * Writes the frame at `place`, which may lie between two frames, to `out[offset]` on: exactly the frame itself for a whole number, else interpolated from
 * the 64 around it, THD+N below −100 dB up to 0.45 of the rate. What lies outside the store counts as it is there. Does not allocate.
 */
export function interpolateFrame(
  store: FrameStore,
  place: number,
  out: Float32Array,
  offset: number,
): void {
  const { samples, channels, capacity } = store;
  const mask = capacity - 1;
  const whole = Math.floor(place);
  const fraction = place - whole;
  let at = store.offsetOf(whole) / channels;
  if (fraction === 0) {
    for (let c = 0; c < channels; c++) out[offset + c] = samples[at * channels + c];
    return;
  }
  const scaled = fraction * PHASES;
  const phase = Math.floor(scaled);
  const between = scaled - phase;
  const row = phase * TAPS;
  at += capacity - (REACH - 1);
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let tap = 0; tap < TAPS; tap++) {
      const low = table[row + tap];
      const weight = low + between * (table[row + TAPS + tap] - low);
      sum += weight * samples[((at + tap) & mask) * channels + c];
    }
    out[offset + c] = sum;
  }
}
