import { formatCount, formatCountOf, formatMicroseconds } from './number-format.js';
import type { Spread } from './samples.js';

/** The last line of `--json`, and what people are told at the end. The same fields for every command that has one. */
export interface Summary {
  readonly events: { readonly sent: number } | { readonly delivered: number };
  readonly onTime: number;
  /** Later than `--late` after their time. */
  readonly late: number;
  /** Late note-ons that were left out of what sounds (`--drop-late-notes`); they are in the file. */
  readonly droppedLate: number;
  readonly lost: number;
  /** Copies of frames that had already come. */
  readonly duplicates: number;
  readonly corrupt: number;
  /** One way, by the events' own times; null when the clocks differ, when nothing came, and for a player. */
  readonly latencyUs: Spread | null;
  /** Instead of it when the clocks differ: how much longer than the fastest. */
  readonly aboveFastestUs?: Spread | null;
  /** Of a player: how long after their time events were handed to the network. */
  readonly sentAfterDueUs?: Spread | null;
}

/** The summary as lines for people. */
export function summaryText(command: 'play' | 'listen', summary: Summary): string[] {
  const { events, onTime, late, droppedLate, lost, duplicates, corrupt } = summary;
  const lines: string[] = [];
  if ('sent' in events) {
    lines.push(
      `${formatCountOf(events.sent, 'event')} sent: ${formatCount(onTime)} on time, ${formatCount(late)} late`,
    );
    if (lost > 0) lines.push(`${formatCount(lost)} refused: more was played than the network took`);
  } else {
    const dropped = droppedLate > 0 ? ` (${formatCountOf(droppedLate, 'note-on')} left out)` : '';
    lines.push(
      `${formatCountOf(events.delivered, 'event')} delivered once: ${formatCount(onTime)} on time, ` +
        `${formatCount(late)} late${dropped}, ${formatCount(lost)} lost`,
    );
  }
  pushSpread(lines, 'one-way latency', summary.latencyUs);
  pushSpread(lines, 'above the fastest', summary.aboveFastestUs);
  pushSpread(lines, 'sent after their time', summary.sentAfterDueUs);
  if (command === 'listen') {
    lines.push(
      `${formatCountOf(duplicates, 'duplicate copy', 'duplicate copies')}, ${formatCountOf(corrupt, 'corrupt frame')} thrown away`,
    );
  }
  return lines;
}

function pushSpread(lines: string[], what: string, spread: Spread | null | undefined): void {
  if (!spread) return;
  const { p50, p99, max } = spread;
  lines.push(
    `${what}: ${formatMicroseconds(p50)} median, ${formatMicroseconds(p99)} p99, ${formatMicroseconds(max)} max`,
  );
}
