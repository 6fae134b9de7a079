const ROUNDS = 4;

/**
 * What is left of samples when the sine closest to `hz` that fits them best is taken out, as a share of that sine's power: THD+N, without a window or a notch. The frequency
 * is fitted too, since a reader whose clock is off hears another pitch, not distortion.
 */
export function toneResidual(samples: Float32Array, hz: number, sampleRate: number): number {
  let w = (2 * Math.PI * hz) / sampleRate;
  const middle = samples.length / 2;
  let residual = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const sums = { cc: 0, ss: 0, cs: 0, xc: 0, xs: 0 };
    turn(samples.length, w, (i, c, s) => {
      sums.cc += c * c;
      sums.ss += s * s;
      sums.cs += c * s;
      sums.xc += samples[i] * c;
      sums.xs += samples[i] * s;
    });
    const determinant = sums.cc * sums.ss - sums.cs * sums.cs;
    const a = (sums.xc * sums.ss - sums.xs * sums.cs) / determinant;
    const b = (sums.xs * sums.cc - sums.xc * sums.cs) / determinant;
    const fit = { slope: 0, square: 0, error: 0, power: 0 };
    turn(samples.length, w, (i, c, s) => {
      const fitted = a * c + b * s;
      const byFrequency = (i - middle) * (b * c - a * s);
      const left = samples[i] - fitted;
      fit.slope += left * byFrequency;
      fit.square += byFrequency * byFrequency;
      fit.error += left * left;
      fit.power += fitted * fitted;
    });
    residual = fit.error / fit.power;
    w += fit.slope / fit.square;
  }
  return residual;
}

/** Cosine and sine of i·w, each from the one before: far faster than asking for each, and good for some thousands. */
function turn(count: number, w: number, each: (i: number, c: number, s: number) => void): void {
  const [stepC, stepS] = [Math.cos(w), Math.sin(w)];
  let [c, s] = [1, 0];
  for (let i = 0; i < count; i++) {
    each(i, c, s);
    [c, s] = [c * stepC - s * stepS, s * stepC + c * stepS];
  }
}

export const toDb = (share: number): number => 10 * Math.log10(share);
