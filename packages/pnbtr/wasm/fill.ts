import {
  FILL_AT,
  FILL_BYTES,
  FILL_MIX_AT,
  FILL_MODEL_AT,
  FILL_SPAN,
  MIX_AT,
  MIX_BYTES,
  MIX_LAG,
  MIX_SHARE,
  MIX_SLOT,
  MIX_WEIGHT,
  MODEL_AT,
  MODEL_BYTES,
  MODELS,
  ORDER,
  orderOf,
  OUT_AT,
  REPEATS,
  RING_MASK,
  SLOTS,
} from './layout';
import { extrapolate } from './extrapolate';
import { sampleAt } from './history';

/** Samples that `fill` makes at once at most. */
const PIECE: i32 = FILL_SPAN - ORDER;

/** Starts a gap at `position` with the mixture in `slot` and its models; they are copied. */
export function startFill(position: i32, slot: i32): void {
  memory.copy(FILL_MIX_AT, MIX_AT + usize(slot) * MIX_BYTES, MIX_BYTES);
  const from = position - ORDER;
  for (let m = 0; m < MODELS; m++) {
    const slot = load<i32>(FILL_MIX_AT + MIX_SLOT + (usize(m) << 2));
    memory.copy(
      FILL_MODEL_AT + usize(m) * MODEL_BYTES,
      MODEL_AT + usize(m * SLOTS + slot) * MODEL_BYTES,
      MODEL_BYTES,
    );
  }
  // What the models carry on is the signal less its repeats.
  memory.copy(FILL_AT, sampleAt(from & RING_MASK), usize(ORDER) << 2);
  for (let r = 0; r < REPEATS; r++) {
    const lag = load<i32>(FILL_MIX_AT + MIX_LAG + (usize(r) << 2));
    const share = f32x4.splat(f32(load<f64>(FILL_MIX_AT + MIX_SHARE + (usize(r) << 3))));
    if (lag === 0) break;
    const repeat = sampleAt((from - lag) & RING_MASK);
    for (let o: usize = 0; o < usize(ORDER) << 2; o += 16) {
      const value = f32x4.sub(v128.load(FILL_AT + o), f32x4.mul(share, v128.load(repeat + o)));
      v128.store(FILL_AT + o, value);
    }
  }
  for (let m = 1; m < MODELS; m++) {
    memory.copy(FILL_AT + usize(m) * FILL_BYTES, FILL_AT, usize(ORDER) << 2);
  }
}

/** Makes the next `count` samples of the gap, at `position`, at OUT_AT; the caller puts them into the history. */
export function fill(position: i32, count: i32): void {
  count = min(count, PIECE);
  const bytes = usize(count) << 2;
  const past = usize(ORDER) << 2;
  memory.fill(OUT_AT, 0, bytes);
  for (let m = 0; m < MODELS; m++) {
    const buffer = FILL_AT + usize(m) * FILL_BYTES;
    const order = orderOf(m);
    const model = FILL_MODEL_AT + usize(m) * MODEL_BYTES;
    extrapolate(model, order, buffer + past - (usize(order) << 2), count);
    const weight = f32(load<f64>(FILL_MIX_AT + MIX_WEIGHT + (usize(m) << 3)));
    for (let o: usize = 0; o < bytes; o += 4) {
      store<f32>(OUT_AT + o, load<f32>(OUT_AT + o) + weight * load<f32>(buffer + past + o));
    }
    memory.copy(buffer, buffer + bytes, past);
  }
  for (let r = 0; r < REPEATS; r++) {
    const lag = load<i32>(FILL_MIX_AT + MIX_LAG + (usize(r) << 2));
    const share = f32(load<f64>(FILL_MIX_AT + MIX_SHARE + (usize(r) << 3)));
    if (lag === 0) break;
    const repeat = sampleAt((position - lag) & RING_MASK);
    for (let o: usize = 0; o < bytes; o += 4) {
      store<f32>(OUT_AT + o, load<f32>(OUT_AT + o) + share * load<f32>(repeat + o));
    }
  }
}

/** Samples from a gap's beginning on that repeats are asked for: less than the least lag, so that they have all been heard. */
const COMING: i32 = 2400;

/** The largest step that the repeats of the gap that was started at `position` foresee. */
export function foreseenStep(position: i32): f32 {
  let most: f32 = 0;
  let before = repeatAt(position - 1);
  for (let n = position; n < position + COMING; n++) {
    const value = repeatAt(n);
    most = max<f32>(most, abs(value - before));
    before = value;
  }
  return most;
}

function repeatAt(position: i32): f32 {
  let sum: f32 = 0;
  for (let r = 0; r < REPEATS; r++) {
    const lag = load<i32>(FILL_MIX_AT + MIX_LAG + (usize(r) << 2));
    if (lag === 0) break;
    const share = f32(load<f64>(FILL_MIX_AT + MIX_SHARE + (usize(r) << 3)));
    sum += share * load<f32>(sampleAt((position - lag) & RING_MASK));
  }
  return sum;
}
