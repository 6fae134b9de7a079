import { BANDS, BINS, bandEnergies, FRAME, HOP, WINDOW } from './bands.js';
import { createFourier } from './fourier.js';

/** Frames that are remembered: 85 ms at 48 kHz. */
const FRAMES = 32;
const RECENT = 2;
const MIDDLE = 8;
const SMALLEST = 1e-9;

/** What the network is told of a band's past, in bels: the level over 8, 24 and 88 ms, and how much it fluctuated. */
export interface BandPast {
  readonly recent: Float64Array;
  readonly middle: Float64Array;
  readonly long: Float64Array;
  readonly fluctuation: Float64Array;
}

/** Follows the energies of the bands while the signal is there. Allocates when it is made only. */
export interface EnvelopeHistory {
  /** Takes `count` samples in, however many; costs a transform of 256 for every 128. */
  hear(samples: Float32Array, from: number, count: number): void;
  summarise(): BandPast;
}

export function createEnvelopeHistory(): EnvelopeHistory {
  return new BandHistory();
}

const fourier = createFourier(FRAME);
const bands = (): Float64Array => new Float64Array(BANDS);

class BandHistory implements EnvelopeHistory {
  readonly #re = new Float64Array(FRAME);
  readonly #im = new Float64Array(FRAME);
  readonly #frame = new Float32Array(FRAME);
  readonly #power = new Float64Array(BINS);
  readonly #energies = new Float64Array(BANDS);
  /** Frame by frame. */
  readonly #levels = new Float64Array(FRAMES * BANDS).fill(bels(0));
  #next = 0;
  #filled = FRAME - HOP;
  readonly #past = { recent: bands(), middle: bands(), long: bands(), fluctuation: bands() };

  hear(samples: Float32Array, from: number, count: number): void {
    const frame = this.#frame;
    for (let i = from; i < from + count; i++) {
      frame[this.#filled++] = samples[i];
      if (this.#filled < FRAME) continue;
      this.#measure();
      frame.copyWithin(0, HOP);
      this.#filled = FRAME - HOP;
    }
  }

  summarise(): BandPast {
    const past = this.#past;
    const levels = this.#levels;
    this.#average(RECENT, past.recent);
    this.#average(MIDDLE, past.middle);
    this.#average(FRAMES, past.long);
    past.fluctuation.fill(0);
    for (let at = 0; at < levels.length; at += BANDS) {
      for (let band = 0; band < BANDS; band++) {
        past.fluctuation[band] += Math.abs(levels[at + band] - past.long[band]) / FRAMES;
      }
    }
    return past;
  }

  #measure(): void {
    const re = this.#re;
    const im = this.#im;
    const power = this.#power;
    for (let i = 0; i < FRAME; i++) {
      re[i] = WINDOW[i] * this.#frame[i];
      im[i] = 0;
    }
    fourier.forward(re, im);
    for (let k = 0; k < BINS; k++) power[k] = re[k] ** 2 + im[k] ** 2;
    bandEnergies(power, this.#energies);
    const at = this.#next * BANDS;
    for (let band = 0; band < BANDS; band++) this.#levels[at + band] = bels(this.#energies[band]);
    this.#next = (this.#next + 1) % FRAMES;
  }

  #average(frames: number, out: Float64Array): void {
    out.fill(0);
    for (let i = 1; i <= frames; i++) {
      const at = ((this.#next - i + FRAMES) % FRAMES) * BANDS;
      for (let band = 0; band < BANDS; band++) out[band] += this.#levels[at + band] / frames;
    }
  }
}

/** A level in tens of dB; silence is a number, too. */
export function bels(energy: number): number {
  return Math.log10(energy + SMALLEST);
}
