const ROUNDS = 5;

/**
 * What is left of samples when the sine closest to `hz` that fits them best is taken out, as a share of that sine's power: THD+N, without a window or a notch. The frequency
 * is fitted too, since a reader whose clock is off hears another pitch, not distortion. With `glides` so is how fast it changes: while a drift is being
 * learnt the pitch glides, by a few millionths a second, which is no distortion either.
 */
export function toneResidual(
  samples: Float32Array,
  hz: number,
  sampleRate: number,
  glides = false,
): number {
  const { length } = samples;
  const phase = { w: (2 * Math.PI * hz) / sampleRate, q: 0 };
  const middle = (length - 1) / 2;
  // The mean of the square of the distance from the middle: without it the two slopes would not be independent of the amplitudes.
  const square = (length * length - 1) / 12;
  let residual = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const sums = { cc: 0, ss: 0, cs: 0, xc: 0, xs: 0 };
    turn(length, phase, (i, c, s) => {
      sums.cc += c * c;
      sums.ss += s * s;
      sums.cs += c * s;
      sums.xc += samples[i] * c;
      sums.xs += samples[i] * s;
    });
    const determinant = sums.cc * sums.ss - sums.cs * sums.cs;
    const a = (sums.xc * sums.ss - sums.xs * sums.cs) / determinant;
    const b = (sums.xs * sums.cc - sums.xc * sums.cs) / determinant;
    const fit = { w: 0, ww: 0, q: 0, qq: 0, error: 0, power: 0 };
    turn(length, phase, (i, c, s) => {
      const fitted = a * c + b * s;
      const left = samples[i] - fitted;
      const at = i - middle;
      const byPhase = b * c - a * s;
      const byW = at * byPhase;
      const byQ = (at * at - square) * byPhase;
      fit.w += left * byW;
      fit.ww += byW * byW;
      fit.q += left * byQ;
      fit.qq += byQ * byQ;
      fit.error += left * left;
      fit.power += fitted * fitted;
    });
    residual = fit.error / fit.power;
    phase.w += fit.w / fit.ww;
    if (glides) phase.q += fit.q / fit.qq;
  }
  return residual;
}

/** Cosine and sine of w·t + q·t² for t from the middle, each from the one before: far faster than asking for each, and good for some thousands. */
function turn(
  count: number,
  { w, q }: { readonly w: number; readonly q: number },
  each: (i: number, c: number, s: number) => void,
): void {
  const start = -(count - 1) / 2;
  const first = w * start + q * start * start;
  // From t to t + 1 the phase grows by w + q (2 t + 1), and that by 2 q.
  const step = w + q * (2 * start + 1);
  let [c, s] = [Math.cos(first), Math.sin(first)];
  let [stepC, stepS] = [Math.cos(step), Math.sin(step)];
  const [bendC, bendS] = [Math.cos(2 * q), Math.sin(2 * q)];
  for (let i = 0; i < count; i++) {
    each(i, c, s);
    [c, s] = [c * stepC - s * stepS, s * stepC + c * stepS];
    [stepC, stepS] = [stepC * bendC - stepS * bendS, stepS * bendC + stepC * bendS];
  }
}

export const toDb = (share: number): number => 10 * Math.log10(share);
