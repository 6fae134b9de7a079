/**
 * The first whole multiple of an interval after a time, both in nanoseconds. What is looked after every so often at such times wakes a process once for all that
 * keep to it, and not once for each.
 */
export function nextTickNs(nowNs: number, intervalNs: number): number {
  return (Math.floor(nowNs / intervalNs) + 1) * intervalNs;
}
