import type { JamStats } from '../jam.js';
import { formatCount, formatShare } from '../report/number-format.js';
import { formatClock } from '../options/duration.js';
import type { AudioTotals, AudioView } from './audio-view.js';

/** The last line of `toaster record --json`. */
export interface RecordSummary extends AudioTotals {
  readonly out: string | null;
  readonly from: string | null;
  readonly sampleRate: number;
  readonly channels: number;
  /** Written to the file, or played. */
  readonly frames: number;
  readonly durationMs: number;
  /** Missed because this program stood still for most of a second: silence in the file, but for what was before its first frame. */
  readonly missed: number;
  readonly method: string;
  /** Of the frames that were played, 0 to 1. */
  readonly exactShare: number | null;
  readonly delayMs: number;
  readonly jitterMs: number;
  readonly duplicates: number;
  readonly corrupt: number;
}

export function recordSummary(
  view: AudioView,
  { frames, missed }: { readonly frames: number; readonly missed: number },
  { duplicates, corrupt }: Pick<JamStats, 'duplicates' | 'corrupt'>,
): RecordSummary {
  const { totals, out, from, sampleRate, channels, method, buffer } = view;
  const played = totals.exact + totals.halfRate + totals.concealed + totals.faded;
  return {
    out,
    from,
    sampleRate,
    channels,
    frames,
    durationMs: frames > 0 ? (frames / sampleRate) * 1_000 : 0,
    missed,
    method,
    ...totals,
    exactShare: played > 0 ? totals.exact / played : null,
    delayMs: buffer.delayMs,
    jitterMs: buffer.jitterMs,
    duplicates,
    corrupt,
  };
}

/** The summary as lines for people. */
export function recordText(summary: RecordSummary): string[] {
  const { from, out, frames, durationMs, exactShare } = summary;
  if (from === null) return ['nobody played; nothing was recorded'];
  const { exact, halfRate, concealed, faded, byCopy, byCoding, late, lost } = summary;
  const half = halfRate > 0 ? `, ${formatCount(halfRate)} half-rate` : '';
  const byJellie = byCoding > 0 ? `, ${formatCount(byCoding)} by JELLIE` : '';
  const missed =
    summary.missed > 0
      ? [
          `${formatCount(summary.missed)} frames missed: this machine was too busy to take them; silence stands for stops of up to a minute`,
        ]
      : [];
  return [
    `${formatClock(durationMs)} from ${from}${out === null ? '' : `, written to ${out}`}: ${formatCount(frames)} frames`,
    `${formatShare(exactShare)} exact: ${formatCount(exact)} exact${half}, ${formatCount(concealed)} concealed by ${summary.method}, ${formatCount(faded)} faded`,
    `repaired ${formatCount(byCopy)} frames by copies${byJellie}; ${formatCount(late)} came late, ${formatCount(lost)} never`,
    ...missed,
  ];
}
