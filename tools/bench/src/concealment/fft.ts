/** The power spectra of two real signals of one length, bins 0 to N/2. */
export interface PowerSpectra {
  /** Number of bins: N/2 + 1. */
  readonly bins: number;
  /** Fills both outputs from N samples of each signal at `at`, seen through a Hann window; what lies outside a signal counts as 0. */
  measure(
    first: Float32Array,
    second: Float32Array,
    at: number,
    firstPower: Float64Array,
    secondPower: Float64Array,
  ): void;
}

/** Spectra over N samples, a power of two; a full-scale sine in the middle of a bin has the power 1. Allocates here only. */
export function createPowerSpectra(size: number): PowerSpectra {
  const half = size / 2;
  const window = Float64Array.from(
    { length: size },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / size),
  );
  const scale = (2 / window.reduce((sum, w) => sum + w, 0)) ** 2;
  const cos = Float64Array.from({ length: half }, (_, i) => Math.cos((2 * Math.PI * i) / size));
  const sin = Float64Array.from({ length: half }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
  const order = bitReversed(size);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  return {
    bins: half + 1,
    measure(first, second, at, firstPower, secondPower) {
      for (let i = 0; i < size; i++) {
        const from = at + i;
        const inside = from >= 0 && from < first.length;
        re[order[i]] = inside ? window[i] * first[from] : 0;
        im[order[i]] = inside ? window[i] * second[from] : 0;
      }
      transform(re, im, cos, sin);
      // One complex transform holds both: the first signal is its even part, the second its odd part.
      for (let k = 0; k <= half; k++) {
        const mirror = (size - k) % size;
        const evenRe = (re[k] + re[mirror]) / 2;
        const evenIm = (im[k] - im[mirror]) / 2;
        const oddRe = (im[k] + im[mirror]) / 2;
        const oddIm = (re[mirror] - re[k]) / 2;
        firstPower[k] = scale * (evenRe * evenRe + evenIm * evenIm);
        secondPower[k] = scale * (oddRe * oddRe + oddIm * oddIm);
      }
    },
  };
}

function bitReversed(size: number): Int32Array {
  const bits = Math.log2(size);
  return Int32Array.from({ length: size }, (_, i) => {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) if (i & (1 << bit)) reversed |= 1 << (bits - 1 - bit);
    return reversed;
  });
}

function transform(re: Float64Array, im: Float64Array, cos: Float64Array, sin: Float64Array): void {
  const size = re.length;
  for (let span = 1; span < size; span *= 2) {
    const stride = size / (2 * span);
    for (let start = 0; start < size; start += 2 * span) {
      for (let j = 0; j < span; j++) {
        const a = start + j;
        const b = a + span;
        const wRe = cos[j * stride];
        const wIm = sin[j * stride];
        const tRe = re[b] * wRe - im[b] * wIm;
        const tIm = re[b] * wIm + im[b] * wRe;
        re[b] = re[a] - tRe;
        im[b] = im[a] - tIm;
        re[a] += tRe;
        im[a] += tIm;
      }
    }
  }
}
