import {
  AUTO_AT,
  AUTO_BYTES,
  AUTO_KEPT_AT,
  BURG_AT,
  CANDIDATE_AT,
  CORRELATION_AT,
  HOP,
  MIX_AT,
  MIX_BYTES,
  MIX_ERROR,
  MIX_LAG,
  MIX_SHARE,
  MIX_SLOT,
  MIX_WEIGHT,
  MODEL_AT,
  MODEL_BYTES,
  MODELS,
  NEWEST_AT,
  ORDER,
  orderOf,
  REPEATS,
  RING_MASK,
  SLOTS,
  SLOW_BURG_AT,
  SLOW_NEWEST_AT,
  SLOW_PARTS,
  TRIAL,
  TRIAL_AT,
  TRIAL_BYTES,
} from './layout';
import { addHop, layOutHop, layOutNewest } from './autocorrelation';
import { continueBurg, fitBurg, startBurg } from './burg';
import { extrapolate } from './extrapolate';
import { sampleAt } from './history';
import { findCandidates, findRepeats, searchHop } from './search';
import { fitShares } from './shares';
import { trustInOnsets } from './trust';

/** A filter that whitens most music roughly: two zeros at 0.9. */
const SUM: f64 = 1.8;
const PRODUCT: f64 = 0.81;

/** How fast each model forgets: weight per sample of age, time constants of 3,200 and 19,200 samples. */
function memoryOf(model: i32): f64 {
  return model === 0 ? 0.9996875488230235 : 0.9999479180228265;
}

function modelAt(model: i32, slot: i32): usize {
  return MODEL_AT + usize(model * SLOTS + slot) * MODEL_BYTES;
}

/** Takes the hop before sample `refresh` x HOP into the models' sums: every hop, in order. `kept` 0 or 1 keeps the slow model's sums there as they are now. */
export function advance(refresh: i32, kept: i32): void {
  const position = refresh * HOP;
  layOutHop(position);
  for (let m = 0; m < MODELS; m++) addHop(AUTO_AT + usize(m) * AUTO_BYTES, memoryOf(m), orderOf(m));
  // A slow model that is asked for late must find its sums as they were.
  if (kept >= 0) {
    memory.copy(AUTO_KEPT_AT + usize(kept) * AUTO_BYTES, AUTO_AT + AUTO_BYTES, AUTO_BYTES);
  }
}

/** Takes the same hop into the search for repeats: every hop, in order. */
export function search(refresh: i32): void {
  searchHop(refresh * HOP);
}

/** Looks for lags that the next `mix` may find repeats at. `search` has seen all up to this refresh and nothing after it. */
export function find(refresh: i32): void {
  findCandidates(refresh * HOP);
}

/** Begins anew, as if there had been silence: after more of the past than the history holds was missed. */
export function forget(): void {
  memory.fill(CORRELATION_AT, 0, NEWEST_AT - CORRELATION_AT);
}

/** Fits the fast model on what `advance` has seen up to refresh `refresh`, the last one, to a slot. */
export function fitFast(refresh: i32, slot: i32): void {
  const order = orderOf(0);
  layOutNewest(refresh * HOP, NEWEST_AT);
  const sum = raise(AUTO_AT);
  const a = fitBurg(AUTO_AT, NEWEST_AT, memoryOf(0), order, BURG_AT);
  store<f64>(AUTO_AT, sum);
  storeModel(a, order, modelAt(0, slot));
}

/**
 * Makes part 0 to SLOW_PARTS - 1, in order, of the slow model for refresh `refresh`, whose sums were kept as `kept`; they take about the same time each. After
 * the last one it is in the slot.
 */
export function fitSlow(refresh: i32, slot: i32, kept: i32, part: i32): void {
  const order = orderOf(1);
  const p = AUTO_KEPT_AT + usize(kept) * AUTO_BYTES;
  const lambda = memoryOf(1);
  if (part === 0) {
    layOutNewest(refresh * HOP, SLOW_NEWEST_AT);
    const sum = raise(p);
    startBurg(p, SLOW_NEWEST_AT, lambda, order, SLOW_BURG_AT);
    store<f64>(p, sum);
  }
  const from = endOfPart(part - 1) + 1;
  const to = endOfPart(part);
  const a = continueBurg(p, SLOW_NEWEST_AT, lambda, order, SLOW_BURG_AT, from, to);
  if (part === SLOW_PARTS - 1) storeModel(a, order, modelAt(1, slot));
}

/** The work grows as the square of the order. */
function endOfPart(part: i32): i32 {
  return i32(Math.sqrt(f64(part + 1) / f64(SLOW_PARTS)) * f64(orderOf(1)));
}

/** Far below a bit of 24: keeps silence from dividing by nothing, and nothing else. @returns what was there */
function raise(p: usize): f64 {
  const sum = load<f64>(p);
  store<f64>(p, sum * (1 + 1e-12) + 1e-13);
  return sum;
}

function storeModel(a: usize, order: i32, to: usize): void {
  for (let j = 1; j <= order; j++) {
    store<f32>(to + (usize(order - j) << 2), f32(-load<f64>(a + (usize(j) << 3))));
  }
}

/** Puts past samples, and those of their repeats as `shares` have it, before a trial's predictions. */
function layOutTrial(position: i32, mix: usize, shares: usize, signal: usize, repeat: usize): void {
  const count = ORDER + TRIAL;
  const from = position - ORDER;
  for (let i = 0; i < count; i++) {
    let sum: f64 = 0;
    for (let r = 0; r < REPEATS; r++) {
      const lag = load<i32>(mix + MIX_LAG + (usize(r) << 2));
      if (lag === 0) break;
      sum +=
        load<f64>(shares + (usize(r) << 3)) *
        f64(load<f32>(sampleAt((from + i - lag) & RING_MASK)));
    }
    store<f32>(repeat + (usize(i) << 2), f32(sum));
  }
  memory.copy(signal, sampleAt(from & RING_MASK), usize(count) << 2);
}

/** Finds the repeats and the weights of the models in these slots, by what they would have made of the last TRIAL samples. */
export function mix(refresh: i32, slot: i32, fast: i32, slow: i32): void {
  const position = refresh * HOP;
  const mixture = MIX_AT + usize(slot) * MIX_BYTES;
  memory.fill(mixture, 0, MIX_BYTES);
  store<i32>(mixture + MIX_SLOT, fast);
  store<i32>(mixture + MIX_SLOT, slow, 4);
  const count = findRepeats(position, mixture + MIX_LAG);
  const shares = CANDIDATE_AT;
  const work = CANDIDATE_AT + 64;
  fitShares(position - TRIAL, mixture + MIX_LAG, count, shares, work);

  const past = usize(ORDER) << 2;
  const now = sampleAt((position - TRIAL) & RING_MASK);
  const first = TRIAL_AT;
  const firstRepeat = TRIAL_AT + usize(MODELS) * TRIAL_BYTES;
  for (let m = 0; m < MODELS; m++) {
    const signal = TRIAL_AT + usize(m) * TRIAL_BYTES;
    const repeat = TRIAL_AT + usize(MODELS + m) * TRIAL_BYTES;
    if (m > 0) {
      memory.copy(signal, first, past);
      memory.copy(repeat, firstRepeat, past);
    } else layOutTrial(position - TRIAL, mixture, shares, signal, repeat);
    if (m === 0 && count > 0) {
      // What the repeats did in the trial is kept behind the last trial's buffers' predictions: see `repeated`.
      memory.copy(NEWEST_AT, repeat + past, usize(TRIAL) << 2);
    }
    const order = orderOf(m);
    const coefficients = modelAt(m, m === 0 ? fast : slow);
    extrapolate(coefficients, order, signal + past - (usize(order) << 2), TRIAL);
    if (count > 0) extrapolate(coefficients, order, repeat + past - (usize(order) << 2), TRIAL);
  }

  // First the weights as if there were no repeats, then how far the repeats help, then the weights with them.
  let trust: f64 = 0;
  let error: f64 = 1;
  for (let pass = 0; pass < 2; pass++) {
    let total: f64 = 0;
    for (let m = 0; m < MODELS; m++) {
      const weight = 1 / (trialError(m, trust, now) + 1e-7);
      store<f64>(mixture + MIX_WEIGHT + (usize(m) << 3), weight);
      total += weight;
    }
    for (let m = 0; m < MODELS; m++) {
      const at = mixture + MIX_WEIGHT + (usize(m) << 3);
      store<f64>(at, load<f64>(at) / total);
    }
    let product: f64 = 0;
    let gained: f64 = 1e-12;
    let missed: f64 = 0;
    let energy: f64 = 1e-9;
    let whiteProduct: f64 = 0;
    let whiteGained: f64 = 1e-14;
    let miss1: f64 = 0;
    let miss2: f64 = 0;
    let change1: f64 = 0;
    let change2: f64 = 0;
    for (let i: usize = 0; i < usize(TRIAL) << 2; i += 4) {
      let plain: f64 = 0;
      let carried: f64 = 0;
      for (let m = 0; m < MODELS; m++) {
        const weight = load<f64>(mixture + MIX_WEIGHT + (usize(m) << 3));
        plain += weight * f64(load<f32>(TRIAL_AT + usize(m) * TRIAL_BYTES + past + i));
        carried += weight * f64(load<f32>(TRIAL_AT + usize(MODELS + m) * TRIAL_BYTES + past + i));
      }
      const truth = f64(load<f32>(now + i));
      const change = count > 0 ? f64(load<f32>(NEWEST_AT + i)) - carried : 0;
      const miss = truth - plain;
      const whiteMiss = miss - SUM * miss1 + PRODUCT * miss2;
      const whiteChange = change - SUM * change1 + PRODUCT * change2;
      miss2 = miss1;
      miss1 = miss;
      change2 = change1;
      change1 = change;
      whiteProduct += whiteMiss * whiteChange;
      whiteGained += whiteChange * whiteChange;
      product += miss * change;
      gained += change * change;
      missed += miss * miss;
      energy += truth * truth;
    }
    if (pass === 0) {
      // Whitened, a third of the use is enough to be believed in full: repeats that are right below only must not bring old noise above.
      const white = max<f64>(0, min<f64>(1, (3 * whiteProduct) / whiteGained));
      trust = white * max<f64>(0, min<f64>(1, product / gained));
    }
    error = max<f64>(0, missed - 2 * trust * product + trust * trust * gained) / energy;
  }
  fitShares(position, mixture + MIX_LAG, count, shares, work);
  trust *= trustInOnsets(position, mixture, shares);
  for (let r = 0; r < REPEATS; r++) {
    store<f64>(mixture + MIX_SHARE + (usize(r) << 3), trust * load<f64>(shares + (usize(r) << 3)));
  }
  store<f64>(mixture + MIX_ERROR, error);
}

/** Error over energy of a model's trial, over its first half and the whole. */
function trialError(model: i32, trust: f64, now: usize): f64 {
  const past = usize(ORDER) << 2;
  const signal = TRIAL_AT + usize(model) * TRIAL_BYTES + past;
  const repeat = TRIAL_AT + usize(MODELS + model) * TRIAL_BYTES + past;
  let sum: f64 = 0;
  let energy: f64 = 1e-9;
  let result: f64 = 0;
  for (let i: usize = 0; i < usize(TRIAL) << 2; i += 4) {
    const truth = f64(load<f32>(now + i));
    const change = trust > 0 ? f64(load<f32>(NEWEST_AT + i)) - f64(load<f32>(repeat + i)) : 0;
    const miss = truth - f64(load<f32>(signal + i)) - trust * change;
    sum += miss * miss;
    energy += truth * truth;
    if (i === (usize(TRIAL) << 1) - 4) result = sum / energy;
  }
  return result + sum / energy;
}
