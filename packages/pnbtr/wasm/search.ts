/**
 * Where in the last ten seconds was it like now? Loops, drum samples and sequenced notes come back sample for sample.
 * The signal is thinned, and its correlation with itself, weighted by age, is kept up to date for every lag.
 */
import {
  CANDIDATE_AT,
  CANDIDATES,
  CORRELATION_AT,
  ENERGY_AT,
  FOUND_AT,
  FOUND_COUNT,
  HOP,
  LAGS,
  MATCH,
  MOST_LAG,
  REPEATS,
  RING_MASK,
  THIN,
  THIN_AT,
  THIN_MASK,
  THIN_RING,
} from './layout';
import { sampleAt } from './history';

const THIN_HOP: i32 = HOP / THIN;
/** Weight of a thinned sample per thinned sample of age: half of it lies within 4,800 samples. */
const FADE: f32 = 0.9967;
const SILENT: f32 = 1e-7;

// Positions wrap after 12 hours: they are numbers without a sign then.
function thinned(position: i32): i32 {
  return i32(u32(position) / u32(THIN));
}

/** Takes the hop that ends at `position` into the thinned signal and the correlations. */
export function searchHop(position: i32): void {
  const end = thinned(position);
  for (let k = end - THIN_HOP; k < end; k++) {
    let sum: f32 = 0;
    for (let i = 0; i < THIN; i++) sum += load<f32>(sampleAt((k * THIN + i) & RING_MASK));
    const at = usize(k & THIN_MASK) << 2;
    const energy = FADE * load<f32>(ENERGY_AT + (usize((k - 1) & THIN_MASK) << 2)) + sum * sum;
    store<f32>(THIN_AT + at, sum);
    store<f32>(THIN_AT + at + (usize(THIN_RING) << 2), sum);
    store<f32>(ENERGY_AT + at, energy);
    store<f32>(ENERGY_AT + at + (usize(THIN_RING) << 2), energy);
  }
  const weighted = CANDIDATE_AT; // free between refreshes
  let weight: f32 = 1;
  for (let i = THIN_HOP - 1; i >= 0; i--) {
    const value = load<f32>(THIN_AT + (usize((end - THIN_HOP + i) & THIN_MASK) << 2));
    store<f32>(weighted + (usize(i) << 2), weight * value);
    weight *= FADE;
  }
  const fade = f32x4.splat(weight);
  const least = f32x4.splat(1e-20);
  const from = THIN_AT + (usize((end - THIN_HOP - MOST_LAG) & THIN_MASK) << 2);
  for (let o: usize = 0; o < usize(LAGS) << 2; o += 32) {
    let s0 = f32x4.mul(fade, v128.load(CORRELATION_AT + o));
    let s1 = f32x4.mul(fade, v128.load(CORRELATION_AT + o, 16));
    for (let i: usize = 0; i < usize(THIN_HOP) << 2; i += 4) {
      const x = v128.load32_splat(weighted + i);
      s0 = f32x4.add(s0, f32x4.mul(x, v128.load(from + o + i)));
      s1 = f32x4.add(s1, f32x4.mul(x, v128.load(from + o + i, 16)));
    }
    // Old sums must not fade into denormal numbers, which are slow.
    v128.store(CORRELATION_AT + o, v128.and(s0, f32x4.gt(f32x4.abs(s0), least)));
    v128.store(CORRELATION_AT + o, v128.and(s1, f32x4.gt(f32x4.abs(s1), least)), 16);
  }
}

/** Puts the most alike lags, thinned, at CANDIDATE_AT: score and lag of each, best first. @returns how many */
function bestCandidates(position: i32): i32 {
  const end = thinned(position);
  const energies = ENERGY_AT + (usize((end - 1 - MOST_LAG) & THIN_MASK) << 2);
  if (load<f32>(ENERGY_AT + (usize((end - 1) & THIN_MASK) << 2)) < SILENT) return 0;
  let found = 0;
  let before: f32 = 0;
  let score: f32 = 0;
  for (let index: i32 = 0; index <= LAGS; index++) {
    let next: f32 = 0;
    if (index < LAGS) {
      const c = load<f32>(CORRELATION_AT + (usize(index) << 2));
      if (c > 0) next = (c * c) / (load<f32>(energies + (usize(index) << 2)) + SILENT);
    }
    if (score > before && score >= next && (found < CANDIDATES || score > worst(found))) {
      let place = found < CANDIDATES ? found++ : found - 1;
      while (place > 0 && load<f32>(CANDIDATE_AT + (usize(place - 1) << 3)) < score) {
        store<u64>(
          CANDIDATE_AT + (usize(place) << 3),
          load<u64>(CANDIDATE_AT + (usize(place - 1) << 3)),
        );
        place--;
      }
      store<f32>(CANDIDATE_AT + (usize(place) << 3), score);
      store<i32>(CANDIDATE_AT + (usize(place) << 3), MOST_LAG - (index - 1), 4);
    }
    before = score;
    score = next;
  }
  return found;
}

function worst(found: i32): f32 {
  return load<f32>(CANDIDATE_AT + (usize(found - 1) << 3));
}

/** How many lags `likeness` judges at once: the processor waits for no sum while it has six to go on with. */
const JUDGED: i32 = 3;

/** How alike the last MATCH samples and those a lag before are: the energy that the past explains, of lags `lag`, `lag` + `step` and so on, at `scores`. */
function likeness(position: i32, lag: i32, step: i32, scores: usize): void {
  const now = sampleAt((position - MATCH) & RING_MASK);
  const then0 = sampleAt((position - MATCH - lag) & RING_MASK);
  const then1 = sampleAt((position - MATCH - lag - step) & RING_MASK);
  const then2 = sampleAt((position - MATCH - lag - 2 * step) & RING_MASK);
  let product0 = f32x4.splat(0);
  let product1 = f32x4.splat(0);
  let product2 = f32x4.splat(0);
  let energy0 = f32x4.splat(0);
  let energy1 = f32x4.splat(0);
  let energy2 = f32x4.splat(0);
  for (let o: usize = 0; o < usize(MATCH) << 2; o += 16) {
    const a = v128.load(now + o);
    const b0 = v128.load(then0 + o);
    const b1 = v128.load(then1 + o);
    const b2 = v128.load(then2 + o);
    product0 = f32x4.add(product0, f32x4.mul(a, b0));
    energy0 = f32x4.add(energy0, f32x4.mul(b0, b0));
    product1 = f32x4.add(product1, f32x4.mul(a, b1));
    energy1 = f32x4.add(energy1, f32x4.mul(b1, b1));
    product2 = f32x4.add(product2, f32x4.mul(a, b2));
    energy2 = f32x4.add(energy2, f32x4.mul(b2, b2));
  }
  store<f32>(scores, explained(product0, energy0));
  store<f32>(scores, explained(product1, energy1), 4);
  store<f32>(scores, explained(product2, energy2), 8);
}

function explained(product: v128, energy: v128): f32 {
  const c = lanes(product);
  return c > 0 ? (c * c) / (lanes(energy) + SILENT) : 0;
}

function lanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/** Keeps the most alike lags for `findRepeats`. `searchHop` has taken all hops up to `position` and none after it. */
export function findCandidates(position: i32): void {
  const found = bestCandidates(position);
  memory.copy(FOUND_AT, CANDIDATE_AT, usize(found) << 3);
  store<i32>(FOUND_AT, found, FOUND_COUNT);
}

/**
 * Finds up to REPEATS lags among the candidates that are kept, in samples, and stores them at `lags`; 0 = none.
 * @returns how many
 */
export function findRepeats(position: i32, lags: usize): i32 {
  for (let r = 0; r < REPEATS; r++) store<i32>(lags + (usize(r) << 2), 0);
  const candidates = load<i32>(FOUND_AT, FOUND_COUNT);
  memory.copy(CANDIDATE_AT, FOUND_AT, usize(candidates) << 3);
  // The best lag near each candidate; the list is turned into samples in place, and behind it is room.
  const scores = CANDIDATE_AT + (usize(CANDIDATES) << 3);
  for (let c = 0; c < candidates; c++) {
    const at = CANDIDATE_AT + (usize(c) << 3);
    const middle = load<i32>(at, 4) * THIN;
    let best: f32 = 0;
    let bestLag = 0;
    for (let lag = middle - THIN; lag <= middle + THIN; lag += 4 * JUDGED) {
      likeness(position, lag, 4, scores);
      for (let l = 0; l < JUDGED; l++) {
        const score = load<f32>(scores + (usize(l) << 2));
        if (score > best) {
          best = score;
          bestLag = lag + 4 * l;
        }
      }
    }
    const coarse = bestLag;
    // The three before it, and the three after.
    for (let side = -JUDGED; bestLag > 0 && side <= 1; side += JUDGED + 1) {
      likeness(position, coarse + side, 1, scores);
      for (let l = 0; l < JUDGED; l++) {
        const score = load<f32>(scores + (usize(l) << 2));
        if (score > best) {
          best = score;
          bestLag = coarse + side + l;
        }
      }
    }
    store<f32>(at, best);
    store<i32>(at, bestLag, 4);
  }
  let count = 0;
  while (count < REPEATS) {
    let best: f32 = 0;
    let bestLag = 0;
    for (let c = 0; c < candidates; c++) {
      const at = CANDIDATE_AT + (usize(c) << 3);
      const lag = load<i32>(at, 4);
      let taken = false;
      for (let r = 0; r < count; r++) {
        if (abs(load<i32>(lags + (usize(r) << 2)) - lag) < 24) taken = true;
      }
      if (!taken && load<f32>(at) > best) {
        best = load<f32>(at);
        bestLag = lag;
      }
    }
    if (bestLag === 0) break;
    store<i32>(lags + (usize(count++) << 2), bestLag);
  }
  return count;
}
