import { describe, expect, it } from 'vitest';
import { createFourier } from '../../src/neural/fourier.js';
import { BANDS, bandEnergies, BINS, FRAME, gainAt, HOP } from '../../src/neural/bands.js';
import { createFramePair } from '../../src/neural/frame-pair.js';

const wave = (length: number, turns: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(turns * i) + 0.3 * Math.cos(7 * turns * i));

describe('the Fourier transform', () => {
  it('is the sum that defines it, and comes back', () => {
    const size = 16;
    const re = Float64Array.from(wave(size, 0.9));
    const im = Float64Array.from(wave(size, 0.4));
    const [before, beforeIm] = [re.slice(), im.slice()];
    const fourier = createFourier(size);
    fourier.forward(re, im);
    for (let k = 0; k < size; k++) {
      let [sumRe, sumIm] = [0, 0];
      for (let n = 0; n < size; n++) {
        const angle = (-2 * Math.PI * k * n) / size;
        sumRe += before[n]! * Math.cos(angle) - beforeIm[n]! * Math.sin(angle);
        sumIm += before[n]! * Math.sin(angle) + beforeIm[n]! * Math.cos(angle);
      }
      expect(re[k]).toBeCloseTo(sumRe, 10);
      expect(im[k]).toBeCloseTo(sumIm, 10);
    }
    fourier.inverse(re, im);
    for (let n = 0; n < size; n++) {
      expect(re[n]).toBeCloseTo(before[n]!, 12);
      expect(im[n]).toBeCloseTo(beforeIm[n]!, 12);
    }
  });
});

describe('frames and bands', () => {
  it('tells two signals apart, and frames half a frame apart add up to the first one', () => {
    const first = wave(2_048, 0.3);
    const second = wave(2_048, 0.05);
    const pair = createFramePair();
    const alone = createFramePair();
    const sum = new Float64Array(2_048);
    for (let at = 0; at + FRAME <= 2_048; at += HOP) {
      pair.analyse(first, at, second, at);
      alone.analyse(second, at, first, at);
      for (let k = 0; k < BINS; k++) {
        expect(pair.secondRe[k]).toBeCloseTo(alone.firstRe[k]!, 8);
        expect(pair.secondPower[k]).toBeCloseTo(alone.firstPower[k]!, 6);
      }
      pair.synthesise(sum, at);
    }
    for (let i = FRAME; i < 2_048 - FRAME; i++) expect(sum[i]).toBeCloseTo(first[i]!, 6);
  });

  it('counts every bin once, and gives a bin the gain of its bands', () => {
    const energies = new Float64Array(BANDS);
    bandEnergies(new Float64Array(BINS).fill(1), energies);
    expect(energies.reduce((a, b) => a + b, 0)).toBeCloseTo(BINS, 9);
    const gains = Float64Array.from({ length: BANDS }, (_, band) => (band === 3 ? 1 : 0));
    expect(gainAt(3, gains)).toBe(1);
    expect(gainAt(4, gains)).toBe(0);
    for (let bin = 0; bin < BINS; bin++) {
      expect(gainAt(bin, new Float64Array(BANDS).fill(0.7))).toBeCloseTo(0.7, 12);
    }
  });
});
