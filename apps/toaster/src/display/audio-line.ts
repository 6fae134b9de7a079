import { formatClock } from '../options/duration.js';
import type { AudioView } from '../record/audio-view.js';
import { formatCount, formatCountOf, formatShare } from '../report/number-format.js';

/** `48,000 Hz, 2 channels`. */
export function audioFormatText({
  sampleRate,
  channels,
}: {
  readonly sampleRate: number;
  readonly channels: number;
}): string {
  const count = channels === 1 ? 'mono' : formatCountOf(channels, 'channel');
  return `${formatCount(sampleRate)} Hz, ${count}`;
}

/** `12.3 ms`; a dash where it is not known yet. Below nothing is how long nothing has come. */
export function bufferText(ms: number): string {
  return Number.isFinite(ms) ? `${Math.max(0, ms).toFixed(1)} ms` : '–';
}

/** A stream that is heard in one line: for a pipe, a log, a terminal too small for the picture. */
export function audioLine(view: AudioView): string {
  if (view.from === null) return `nobody plays on ${view.topic} yet`;
  const { totals, buffer } = view;
  const all = totals.exact + totals.halfRate + totals.concealed + totals.faded;
  const share = all > 0 ? totals.concealed / all : 0;
  return [
    formatClock(view.elapsedMs),
    `buffer ${bufferText(buffer.nowMs)} of ${bufferText(buffer.targetMs)}`,
    `${formatShare(view.copiesLost)} of datagrams lost`,
    `${formatCount(totals.byCopy + totals.byCoding)} frames repaired`,
    `${formatShare(share)} concealed`,
  ].join(' · ');
}
