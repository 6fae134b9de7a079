import { DOUBLES_AT, HOP, ORDER, RING_MASK } from './layout';
import { sampleAt } from './history';

/** Lays the hop that ends at `position`, and the samples before it, out as doubles, the newest first. */
export function layOutHop(position: i32): void {
  const count = ORDER + HOP + 32;
  for (let i = 0; i < count; i++) {
    store<f64>(
      DOUBLES_AT + (usize(i) << 3),
      f64(load<f32>(sampleAt((position - 1 - i) & RING_MASK))),
    );
  }
}

/** The newest samples, which Burg's recursion starts from, the newest first, at `to`. */
export function layOutNewest(position: i32, to: usize): void {
  for (let i = 0; i < ORDER + 8; i++) {
    store<f64>(to + (usize(i) << 3), f64(load<f32>(sampleAt((position - 1 - i) & RING_MASK))));
  }
}

/**
 * Takes the hop that `layOutHop` laid out into p[j] = Σ λ^age x[n] x[n-j], j = 0..order + 1.
 * The sum has no beginning: a window with an edge would break the structure that `fitBurg` stands on.
 */
export function addHop(p: usize, lambda: f64, order: i32): void {
  // Products of the hop with weights: eight lags at a time in registers.
  let decay: f64 = 1;
  for (let i = 0; i < HOP; i++) decay *= lambda;
  const decays = f64x2.splat(decay);
  for (let j: usize = 0; j < usize(order + 8); j += 8) {
    const at = DOUBLES_AT + (j << 3);
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    let weight: f64 = 1;
    for (let i: usize = 0; i < usize(HOP) << 3; i += 8) {
      const x = f64x2.splat(weight * load<f64>(DOUBLES_AT + i));
      s0 = f64x2.add(s0, f64x2.mul(x, v128.load(at + i)));
      s1 = f64x2.add(s1, f64x2.mul(x, v128.load(at + i, 16)));
      s2 = f64x2.add(s2, f64x2.mul(x, v128.load(at + i, 32)));
      s3 = f64x2.add(s3, f64x2.mul(x, v128.load(at + i, 48)));
      weight *= lambda;
    }
    const to = p + (j << 3);
    v128.store(to, f64x2.add(f64x2.mul(decays, v128.load(to)), s0));
    v128.store(to, f64x2.add(f64x2.mul(decays, v128.load(to, 16)), s1), 16);
    v128.store(to, f64x2.add(f64x2.mul(decays, v128.load(to, 32)), s2), 32);
    v128.store(to, f64x2.add(f64x2.mul(decays, v128.load(to, 48)), s3), 48);
  }
}
