/** Random numbers that are the same every time: -1 to 1. */
export function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** A chord of plucked strings with a little noise: what the models are good at. */
export function chord(samples: number, sampleRate = 48_000): Float32Array {
  const random = noise(7);
  return Float32Array.from({ length: samples }, (_, n) => {
    const t = n / sampleRate;
    let sum = 0.0005 * random();
    for (const [i, f] of [220, 277.2, 329.6, 440.1].entries()) {
      for (let k = 1; k <= 4; k++) {
        sum += (0.08 / k) * Math.sin(2 * Math.PI * f * k * t + i) * Math.exp(-0.4 * k * t);
      }
    }
    return sum;
  });
}

/** A burst of noise every 0.2 s, the same every time: foreseen by its repeats alone. */
export function loop(samples: number): Float32Array {
  const random = noise(3);
  const hit = Float32Array.from({ length: 9600 }, (_, n) => 0.5 * random() * Math.exp(-n / 1500));
  return Float32Array.from({ length: samples }, (_, n) => hit[n % hit.length]!);
}

/** Error over energy of `played` in a gap, dB. */
export function errorDb(
  truth: Float32Array,
  played: Float32Array,
  start: number,
  length: number,
): number {
  let error = 0;
  let energy = 0;
  for (let n = start; n < start + length; n++) {
    error += (truth[n]! - played[n]!) ** 2;
    energy += truth[n]! ** 2;
  }
  return 10 * Math.log10((error + 1e-20) / (energy + 1e-20));
}

/** What arrives: the gaps are silent. */
export function withGaps(
  truth: Float32Array,
  gaps: readonly (readonly [number, number])[],
): Float32Array {
  const heard = truth.slice();
  for (const [start, length] of gaps) heard.fill(0, start, start + length);
  return heard;
}

/** Where two signals differ first; -1 where they do not. */
export function sameAs(one: Float32Array, two: Float32Array): number {
  if (one.length !== two.length) return Math.min(one.length, two.length);
  return one.findIndex((x, n) => !Object.is(x, two[n]) && x !== two[n]);
}
