/** Frames at `rate` after which a frame at `other` falls on the same time again. */
export function rateCycle(rate: number, other: number): number {
  return rate / greatestDivisor(rate, other);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
