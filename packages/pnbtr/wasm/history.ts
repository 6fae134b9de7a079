import { RING, RING_AT, RING_MASK } from './layout';

/** Address of the sample at `position`; RING samples from there on are contiguous. */
export function sampleAt(position: i32): usize {
  return RING_AT + (usize(position & RING_MASK) << 2);
}

/** Puts `count` samples in at `position`; what is no number or absurd becomes silence. */
export function putSamples(position: i32, from: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    let value = load<f32>(from + (usize(i) << 2));
    // What is next to nothing would become a denormal number somewhere, which is slow.
    if (!(abs(value) <= 8) || abs(value) < 1e-15) value = 0;
    const at = sampleAt(position + i);
    store<f32>(at, value);
    store<f32>(at + (usize(RING) << 2), value);
  }
}
