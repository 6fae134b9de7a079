import { formatClock } from '../options/duration.js';
import { formatNanoseconds, formatSigned } from '../report/number-format.js';
import { table } from '../report/table.js';
import { formatBpm } from '../timeline/command-fields.js';
import type { Music } from '../timeline/music.js';
import { nameIn, type SyncView } from '../timeline/sync-view.js';
import { CLOCK_COLUMNS, clockCells, signedPpm } from './clock-cells.js';

/** Where the music is, for people: `5.3.480, playing, 120 bpm, 4/4`. */
export function musicText(music: Music): string {
  const { position, run, running, bpm, signature, loop } = music;
  // It is said ahead of its time what will run.
  const what = running === (run === 'playing' || run === 'recording') ? run : `${run} soon`;
  const round = loop === null ? '' : `, beats ${loop.startBeat} to ${loop.endBeat} again and again`;
  return `${position}, ${what}, ${formatBpm(bpm)} bpm, ${signature.join('/')}${round}`;
}

/** The timeline as this process has it, for people. */
export function timelineText(view: SyncView): string {
  const { state, term, ageMs, isMaster, errorBoundNs, ratePpm } = view;
  const master = isMaster ? 'this one is the master' : `master ${nameIn(view, view.master)}`;
  const parts = [state, master, `term ${term}`, `${formatClock(ageMs)} old`];
  if (!isMaster) {
    parts.push(`± ${formatNanoseconds(errorBoundNs)}`);
    parts.push(`${signedPpm(ratePpm)} ppm`);
  }
  return parts.join(', ');
}

/** `toaster sync` in one line: for a pipe, a log, a terminal too small for the table. */
export function syncLine(view: SyncView): string {
  const peers = view.peers
    .filter(({ isSelf }) => !isSelf)
    .map(
      ({ name, isMaster, offsetNs, errorBoundNs }) =>
        `${name}${isMaster ? ' ★' : ''} ${formatSigned(offsetNs)} ± ${formatNanoseconds(errorBoundNs)}`,
    );
  return [musicText(view.music), timelineText(view), ...peers].join(' · ');
}

/** The table of everybody's clock, as lines that end with their last word. */
export function clockTable(view: SyncView): string[] {
  const heading = ['', 'PEER', ...CLOCK_COLUMNS.map(({ title }) => title)];
  const rows = view.peers.map((row) => [row.isMaster ? '★' : '', row.name, ...clockCells(row)]);
  return table(heading, rows);
}
