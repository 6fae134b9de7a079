import { EVEN_WEIGHT, ODD_WEIGHT, PARTS } from './parts.js';

/**
 * Pairs on either side of a pair that its estimate looks at. More gain less than 0.1 dB on music: measured, see docs/results/jellie.md.
 */
export const REACH = 8;
/** Coefficients of one filter: those of the pairs before, the pair itself, those after. */
export const TAPS = 2 * REACH + 1;

/**
 * The spectrum that music is taken to have: flat up to a corner (cycles a sample), then falling, over a floor that keeps the filters tame.
 * Chosen on recordings; a filter for a spectrum that is flat up to a quarter of the sample rate loses 7 dB on them.
 */
const CORNER = 0.05;
const SLOPE = 8;
const FLOOR = 1e-9;
const BINS = 2048;

/** Where the filter of a part begins that sees `before` and `after` neighbouring pairs, 0 to {@link REACH} each. */
export function filterAt(part: number, before: number, after: number): number {
  return ((part * (REACH + 1) + before) * (REACH + 1) + after) * TAPS;
}

let made: Float32Array | undefined;

/**
 * Filters that estimate one sample of a pair from one part of the pair and of its neighbours, with the least mean square error for a signal
 * of the spectrum above: of part `e` the odd sample, of `o` and `e+o` the even one, of `e+2o` the odd one. The other follows from the part
 * itself. One for each part and each number of neighbours known on either side; coefficient {@link REACH} is that of the pair itself, those
 * of pairs beyond are 0. Made by the first call, in some 10 ms.
 */
export function halfRateFilters(): Float32Array {
  made ??= design();
  return made;
}

/** Whether the filter of a part estimates the odd sample of the pair; otherwise the even one. */
export function estimatesOdd(part: number): boolean {
  return part === 0 || part === 3;
}

function design(): Float32Array {
  const correlation = autocorrelation(4 * REACH + 2);
  const filters = new Float32Array(filterAt(PARTS, 0, 0));
  for (let part = 0; part < PARTS; part++) {
    for (let before = 0; before <= REACH; before++) {
      for (let after = 0; after <= REACH; after++) {
        const at = filterAt(part, before, after) + REACH - before;
        filters.set(solve(...equations(part, before, after, correlation)), at);
      }
    }
  }
  return filters;
}

function autocorrelation(lags: number): Float64Array {
  const correlation = new Float64Array(lags + 1);
  for (let bin = 0; bin < BINS; bin++) {
    const frequency = (bin + 0.5) / (2 * BINS);
    const power = 1 / (1 + (frequency / CORNER) ** SLOPE) + FLOOR;
    for (let lag = 0; lag <= lags; lag++) {
      correlation[lag]! += power * Math.cos(2 * Math.PI * frequency * lag);
    }
  }
  return correlation;
}

/** The normal equations: how the known values go together, and how each goes with the sample that is sought. */
function equations(
  part: number,
  before: number,
  after: number,
  correlation: Float64Array,
): [matrix: Float64Array[], right: Float64Array] {
  const weights = [EVEN_WEIGHT[part]!, ODD_WEIGHT[part]!];
  const sought = estimatesOdd(part) ? 1 : 0;
  const size = before + 1 + after;
  const matrix = Array.from({ length: size }, () => new Float64Array(size));
  const right = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (const [u, weight] of weights.entries()) {
      right[i]! += weight * correlation[Math.abs(2 * (i - before) + u - sought)]!;
      for (let j = 0; j < size; j++) {
        for (const [v, other] of weights.entries()) {
          matrix[i]![j]! += weight * other * correlation[Math.abs(2 * (i - j) + u - v)]!;
        }
      }
    }
  }
  return [matrix, right];
}

/** Solves a symmetric positive definite system in place, by Cholesky's decomposition. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i]![k]! * matrix[j]![k]!;
      matrix[i]![j] = i === j ? Math.sqrt(sum) : sum / matrix[j]![j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) right[i]! -= matrix[i]![k]! * right[k]!;
    right[i]! /= matrix[i]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) right[i]! -= matrix[k]![i]! * right[k]!;
    right[i]! /= matrix[i]![i]!;
  }
  return right;
}
