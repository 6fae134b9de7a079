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

/** Nanoseconds in the unit that a person reads: `0.4 µs`, `87.1 µs`, `0.34 ms`, `12.3 ms`, `1.25 s`. */
export function formatNanoseconds(ns: number | null): string {
  if (ns === null || !Number.isFinite(ns)) return '–';
  const size = Math.abs(ns);
  // No minus before a zero.
  if (size < 50) return '0.0 µs';
  if (size < 99_950) return `${(ns / 1e3).toFixed(1)} µs`;
  if (size < 9_995_000) return `${(ns / 1e6).toFixed(2)} ms`;
  if (size < 99_950_000) return `${(ns / 1e6).toFixed(1)} ms`;
  if (size < 999_500_000) return `${Math.round(ns / 1e6)} ms`;
  return size < 99_995_000_000 ? `${(ns / 1e9).toFixed(2)} s` : `${Math.round(ns / 1e9)} s`;
}

/** The same with its sign, `+0.4 µs`. */
export function formatSigned(ns: number | null): string {
  return ns !== null && ns > -50 ? `+${formatNanoseconds(ns)}` : formatNanoseconds(ns);
}
