/** Not up to the full block: lines of bars above each other must not run together. */
const BARS = '▁▂▃▄▅▆▇';

/**
 * Draws the last `width` values as bars between `low` and `high`, newest at the right. `null` is a gap.
 * With `logarithmic` each bar is a constant factor: for latencies, which range over three powers of ten.
 */
export function sparkline(
  values: ReadonlyArray<number | null>,
  width: number,
  scale: { readonly low: number; readonly high: number; readonly logarithmic?: boolean },
): string {
  const shown = values.slice(-width);
  const position = scale.logarithmic ? Math.log : (value: number) => value;
  const low = position(scale.low);
  const range = position(scale.high) - low;
  let line = ' '.repeat(Math.max(0, width - shown.length));
  for (const value of shown) {
    if (value === null || !Number.isFinite(value)) {
      line += ' ';
      continue;
    }
    const share = range > 0 ? (position(Math.max(value, scale.low)) - low) / range : 0;
    line += BARS[Math.min(BARS.length - 1, Math.max(0, Math.floor(share * BARS.length)))];
  }
  return line;
}
