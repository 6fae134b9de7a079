/**
 * Serial numbers of 32 bits (RFC 1982): sequences that wrap, compared by the shorter way round. All functions take any
 * integer from 0 to 2^32 - 1, allocate nothing and never throw.
 */

/**
 * How far `a` is ahead of `b`: -2^31 to 2^31 - 1. Two numbers exactly 2^31 apart have no order; the distance is then
 * -2^31 both ways, so neither is newer.
 */
export function serialDistance(a: number, b: number): number {
  return (a - b) | 0;
}

/** Whether `a` comes after `b`. */
export function serialNewer(a: number, b: number): boolean {
  return ((a - b) | 0) > 0;
}

/** The number after `a`: 0 after 2^32 - 1. */
export function serialNext(a: number): number {
  return (a + 1) >>> 0;
}
