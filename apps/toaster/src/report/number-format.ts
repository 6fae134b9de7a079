/** `1,234`, in the same form on every machine, whatever its language. */
export function formatCount(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** `1 event`, `2 events`. */
export function formatCountOf(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(value)} ${value === 1 ? singular : plural}`;
}

/** Three figures and a unit that a person reads: `87 µs`, `0.34 ms`, `12.3 ms`, `1.25 s`. */
export function formatMicroseconds(us: number | null): string {
  if (us === null || !Number.isFinite(us)) return '–';
  const size = Math.abs(us);
  if (size < 100) return `${Math.round(us)} µs`;
  if (size < 10_000) return `${(us / 1_000).toFixed(2)} ms`;
  if (size < 100_000) return `${(us / 1_000).toFixed(1)} ms`;
  if (size < 1_000_000) return `${Math.round(us / 1_000)} ms`;
  return `${(us / 1_000_000).toFixed(2)} s`;
}

/** `66.1 %`. */
export function formatShare(share: number | null): string {
  return share === null || !Number.isFinite(share) ? '–' : `${(share * 100).toFixed(1)} %`;
}
