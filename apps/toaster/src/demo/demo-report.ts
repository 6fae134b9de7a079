import {
  formatCount,
  formatCountOf,
  formatMicroseconds,
  formatShare,
} from '../report/number-format.js';
import type { Summary } from '../report/summary.js';
import type { DemoState } from './demo-state.js';
import type { Verdict } from './verdict.js';

/** The demo's own summary: what was counted at both ends, and whether the two agree. */
export type DemoSummary = Omit<Summary, 'events'> & {
  readonly events: { readonly sent: number; readonly delivered: number };
  readonly repaired: number;
  readonly repeated: number;
  readonly invented: number;
  /** The player's datagrams that reached the listener's socket, and those of them that were thrown away there. */
  readonly datagrams: { readonly arrived: number; readonly thrownAway: number };
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
  const width = Math.max(...rows.map(([figure]) => figure.length));
  const lines = rows.map(
    ([figure, words]) => `  ${style.strong(figure.padStart(width))}  ${words}`,
  );
  return ['', ...lines, '', `  ${conclusion(verdict, style)}`, ''];
}

function conclusion(verdict: Verdict, style: ReportStyle): string {
  if (verdict.sent > 0 && verdict.equal) return style.good(`✔ ${wording(verdict)}`);
  return style.bad(`✘ ${wording(verdict)}`);
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
