/**
 * What is left of a signal when the sine closest to `hz` that fits it best is taken out, dB below that sine: THD+N without a window. The frequency is fitted too: a reader
 * whose clock is off hears another pitch, not distortion.
 */
export function toneResidualDb(samples: ArrayLike<number>, hz: number, sampleRate: number): number {
  let w = (2 * Math.PI * hz) / sampleRate;
  const middle = samples.length / 2;
  let residual = 0;
  for (let round = 0; round < 6; round++) {
    let [cc, ss, cs, xc, xs] = [0, 0, 0, 0, 0];
    for (let i = 0; i < samples.length; i++) {
      const [c, s] = [Math.cos(w * i), Math.sin(w * i)];
      cc += c * c;
      ss += s * s;
      cs += c * s;
      xc += samples[i] * c;
      xs += samples[i] * s;
    }
    const determinant = cc * ss - cs * cs;
    const a = (xc * ss - xs * cs) / determinant;
    const b = (xs * cc - xc * cs) / determinant;
    let [slope, square, error, power] = [0, 0, 0, 0];
    for (let i = 0; i < samples.length; i++) {
      const [c, s] = [Math.cos(w * i), Math.sin(w * i)];
      const fitted = a * c + b * s;
      const byFrequency = (i - middle) * (b * c - a * s);
      const left = samples[i] - fitted;
      slope += left * byFrequency;
      square += byFrequency * byFrequency;
      error += left * left;
      power += fitted * fitted;
    }
    residual = 10 * Math.log10(error / power);
    w += slope / square;
  }
  return residual;
}
