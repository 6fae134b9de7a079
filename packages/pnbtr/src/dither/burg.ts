/** An autoregression: the next sample is about Σ `weights[k]` · x[n − 1 − k]. */
export interface Autoregression {
  readonly weights: Float64Array;
  /** Mean square of what it does not foresee. */
  residual: number;
}

/**
 * Fits one by Burg's method to `samples` into `model`, whose weights say the order. `forward` and `backward` are room, as long as `samples`. Allocates nothing.
 */
export function fitBurg(
  samples: Float64Array,
  model: Autoregression,
  forward: Float64Array,
  backward: Float64Array,
): void {
  const { weights } = model;
  const count = samples.length;
  forward.set(samples);
  backward.set(samples);
  weights.fill(0);
  let error = 0;
  for (let at = 0; at < count; at += 1) error += samples[at] * samples[at];
  error /= count;
  for (let order = 0; order < weights.length && error > 0; order += 1) {
    let above = 0;
    let below = 0;
    for (let at = order + 1; at < count; at += 1) {
      above += forward[at] * backward[at - 1];
      below += forward[at] * forward[at] + backward[at - 1] * backward[at - 1];
    }
    if (below <= 0) break;
    const reflection = (2 * above) / below;
    for (let k = 0; 2 * k <= order - 1; k += 1) {
      const mirror = order - 1 - k;
      const a = weights[k];
      const b = weights[mirror];
      weights[k] = a - reflection * b;
      if (mirror !== k) weights[mirror] = b - reflection * a;
    }
    weights[order] = reflection;
    error *= 1 - reflection * reflection;
    for (let at = count - 1; at > order; at -= 1) {
      const f = forward[at];
      const b = backward[at - 1];
      forward[at] = f - reflection * b;
      backward[at] = b - reflection * f;
    }
  }
  model.residual = Math.max(0, error);
}
