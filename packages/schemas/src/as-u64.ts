/**
 * A whole number as the field kind u64 has it: a Number up to 2^53 − 1, a string of decimal digits beyond, as on a machine that has been up for
 * more than 104 days. Such a Number has lost its last bits already: nanoseconds are then exact to 2, later to 4. Below 0 counts as 0.
 */
export function asU64(value: number): number | string {
  const whole = Math.max(0, Math.round(value));
  return Number.isSafeInteger(whole) ? whole : BigInt(whole).toString();
}
