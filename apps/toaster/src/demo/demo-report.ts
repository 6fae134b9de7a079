import {
  formatCount,
  formatCountOf,
  formatMicroseconds,
  formatNanoseconds,
  formatShare,
} from '../report/number-format.js';
import type { Summary } from '../report/summary.js';
import type { DemoState } from './demo-state.js';
import type { TimelineVerdict } from './two-timelines.js';
import type { Verdict } from './verdict.js';

/** The demo's own summary: what was counted at both ends, and whether the two agree. */
export type DemoSummary = Omit<Summary, 'events'> & {
  readonly events: { readonly sent: number; readonly delivered: number };
  readonly repaired: number;
  readonly repeated: number;
  readonly invented: number;
  /** The player's datagrams that reached the listener's socket, and those of them that were thrown away there. */
  readonly datagrams: { readonly arrived: number; readonly thrownAway: number };
  /** How far apart the two timelines were; null where they were not compared. */
  readonly timelines: TimelineVerdict | null;
  /** What was heard is what was played. */
  readonly equal: boolean;
};

export function demoSummary(state: DemoState, verdict: Verdict): DemoSummary {
  const listener = state.summary('listener');
  const stats = state.stats('listener');
  return {
    events: { sent: verdict.sent, delivered: verdict.deliveredOnce },
    onTime: listener?.onTime ?? 0,
    late: listener?.late ?? 0,
    droppedLate: listener?.droppedLate ?? 0,
    lost: verdict.lost,
    duplicates: listener?.duplicates ?? 0,
    corrupt: listener?.corrupt ?? 0,
    latencyUs: listener?.latencyUs ?? null,
    repaired: state.repaired,
    repeated: verdict.repeated,
    invented: verdict.invented,
    datagrams: {
      arrived: stats?.datagramsArrived ?? 0,
      thrownAway: stats?.datagramsThrownAway ?? 0,
    },
    timelines: state.timelines(),
    equal: verdict.equal,
  };
}

/** How words are set off: with colour, or as they are. */
export interface ReportStyle {
  good(text: string): string;
  bad(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

/** The summary for people: numbers in one column, what they count in the other. */
export function demoReport(summary: DemoSummary, verdict: Verdict, style: ReportStyle): string[] {
  const { events, lost, repeated, invented, late, repaired, datagrams, latencyUs } = summary;
  const share = datagrams.arrived > 0 ? datagrams.thrownAway / datagrams.arrived : null;
  const rows: [string, string][] = [
    [formatCount(events.sent), 'events sent'],
    [formatCount(events.delivered), 'delivered once'],
    [formatCount(lost), 'lost'],
  ];
  if (repeated > 0) rows.push([formatCount(repeated), 'heard more than once']);
  if (invented > 0) rows.push([formatCount(invented), 'heard that nobody sent']);
  rows.push([formatCount(repaired), 'of them repaired from the history of a later datagram']);
  rows.push([formatCount(late), 'later than 50 ms after their time']);
  rows.push([
    formatCount(datagrams.thrownAway),
    `of ${formatCount(datagrams.arrived)} datagrams thrown away at the listener's socket (${formatShare(share)})`,
  ]);
  if (latencyUs) {
    const { p50, p99, max } = latencyUs;
    rows.push([
      formatMicroseconds(p50),
      `median one-way latency, ${formatMicroseconds(p99)} p99, ${formatMicroseconds(max)} max`,
    ]);
  }
  const { timelines } = summary;
  if (timelines) {
    const { p50, p99, max } = timelines.apartNs;
    rows.push([
      formatNanoseconds(p50),
      `median between the two timelines, ${formatNanoseconds(p99)} p99, ${formatNanoseconds(max)} max`,
    ]);
    rows.push([
      formatCount(timelines.sameBeat),
      `of ${formatCountOf(timelines.running, 'look', 'looks')} at the music found both at the same bar and beat`,
    ]);
  }
  const width = Math.max(...rows.map(([figure]) => figure.length));
  const lines = rows.map(
    ([figure, words]) => `  ${style.strong(figure.padStart(width))}  ${words}`,
  );
  const conclusions = [conclusion(verdict, style)];
  if (timelines) conclusions.push(timelineConclusion(timelines, style));
  return ['', ...lines, '', ...conclusions.map((line) => `  ${line}`), ''];
}

function conclusion(verdict: Verdict, style: ReportStyle): string {
  if (verdict.sent > 0 && verdict.equal) return style.good(`✔ ${wording(verdict)}`);
  return style.bad(`✘ ${wording(verdict)}`);
}

function timelineConclusion({ together }: TimelineVerdict, style: ReportStyle): string {
  return together
    ? style.good('✔ both were on one timeline, at the same bar and beat')
    : style.bad('✘ the two were not together on one timeline');
}

function wording(verdict: Verdict): string {
  if (verdict.sent === 0) return 'nothing was played';
  if (verdict.equal) return 'what was heard is what was played, event for event';
  if (verdict.lost + verdict.repeated + verdict.invented === 0) {
    return 'every event was heard, but not in the order of their times';
  }
  return 'what was heard is not what was played';
}

/** The result in one line. */
export function conclusionOf(verdict: Verdict): string {
  return `compared ${formatCountOf(verdict.sent, 'event')}: ${wording(verdict)}`;
}
