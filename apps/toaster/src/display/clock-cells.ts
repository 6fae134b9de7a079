import { formatNanoseconds, formatSigned } from '../report/number-format.js';
import type { ClockRow } from '../timeline/sync-view.js';

/** The table of clocks has these columns behind the name; numbers stand at the right of theirs. */
export const CLOCK_COLUMNS = [
  { title: 'OFFSET', width: 10, right: true },
  { title: '± ERROR', width: 8, right: true },
  { title: '± PATH', width: 8, right: true },
  { title: 'PPM', width: 7, right: true },
  { title: 'JITTER µs', width: 9, right: true },
  { title: 'QUAL', width: 4, right: true },
  { title: 'CLK', width: 3, right: false },
  { title: 'STATE', width: 8, right: false },
] as const;

/** What stands in them, in the same order. */
export function clockCells(row: ClockRow): string[] {
  const { inJitterUs, outJitterUs, clock } = row;
  const state = row.state ?? '–';
  const rest = [
    row.quality === null ? '–' : row.quality.toFixed(2),
    clock === 'hybrid' ? 'hyb' : (clock ?? '–'),
    // Two timelines become one within moments of hearing of each other.
    row.shares || row.state === null ? state : 'apart',
  ];
  if (row.isSelf) return ['this one', '', '', '', '', ...rest];
  const jitter =
    inJitterUs === null || outJitterUs === null
      ? '–'
      : `${shortUs(inJitterUs)}/${shortUs(outJitterUs)}`;
  return [
    formatSigned(row.offsetNs),
    formatNanoseconds(row.errorBoundNs),
    formatNanoseconds(row.asymmetryNs),
    row.driftPpm === null ? '–' : signedPpm(row.driftPpm),
    jitter,
    ...rest,
  ];
}

export function signedPpm(ppm: number): string {
  if (Math.abs(ppm) < 0.005) return '+0.00';
  const text = Math.abs(ppm) < 1000 ? ppm.toFixed(2) : ppm.toFixed(0);
  return ppm >= 0 ? `+${text}` : text;
}

/** At most four characters up to ten milliseconds. */
function shortUs(us: number): string {
  return us < 99.5 ? us.toFixed(us < 9.95 ? 1 : 0) : String(Math.min(99_999, Math.round(us)));
}
