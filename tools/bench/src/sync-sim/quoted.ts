import type { Section } from '../report/result-files.js';

/** What others are known to reach. Not measured here: other machines, other networks, other years; each with where it is from. */
interface Quoted {
  readonly what: string;
  readonly figure: string;
  readonly conditions: string;
  /** `m`: measured for this project's reference, with the number of samples; `s`: what the source says of itself. */
  readonly from: string;
}

const LINK = 'Ableton Link';

const OFFSETS: readonly Quoted[] = [
  {
    what: `${LINK}, 4 peers`,
    figure: 'phase error p50 9-17 µs, max 17-31 µs',
    conditions: 'one clock, one host',
    from: 'm, 2 runs',
  },
  {
    what: `${LINK}, clocks +50/-50/+25 ppm`,
    figure: 'p50 500 µs, p95 1,377 µs, max 1,531 µs',
    conditions: 'measures every 30 s and keeps its slope at 1: a saw-tooth of 50 ppm × 30 s',
    from: 'm, 9,957 samples in 70 s',
  },
  {
    what: `${LINK}, jitter`,
    figure: 'max error 404 µs / 1.69 ms / 137 µs',
    conditions: '0-5 ms each way / 10 ms + 0-20 ms / 30 ms + 0-10 ms',
    from: 'm, 1 run each',
  },
  {
    what: 'PTP (linuxptp 3.1.1), software time stamps',
    figure: 'offset p50 91 ns, max 295 ns',
    conditions: 'veth, path delay 2.2 µs, after settling',
    from: 'm, 13 samples',
  },
  {
    what: 'NTP (chrony)',
    figure: 'Internet: a few ms; LAN: tens of µs; hardware time stamps: below 1 µs',
    conditions: 'not said',
    from: "s, chrony's documentation",
  },
  {
    what: 'HUYGENS',
    figure: 'tens of ns',
    conditions: 'software on standard network cards, in a data centre',
    from: 's, NSDI 2018',
  },
];

const JOINS: readonly Quoted[] = [
  {
    what: `${LINK}, time to join`,
    figure: '0.12-0.23 s at no loss; 0.9-1.3 s at 5 %; 13.9, 18.0, 31.1 and 36.2 s at 10 %',
    conditions: 'independent loss',
    from: 'm, 4 runs at 5 % and 4 at 10 %',
  },
  {
    what: `${LINK}, time to join`,
    figure: 'never within 40, 40 and 25 s',
    conditions: 'independent loss of 15 and 20 %',
    from: 'm, 3 runs',
  },
  {
    what: `${LINK}, time to join`,
    figure: '0.26 s',
    conditions: 'loss of 5 % in runs of 3 (Gilbert-Elliott)',
    from: 'm, 1 run',
  },
];

const COMMANDS: readonly Quoted[] = [
  {
    what: `${LINK}, a change of tempo reaches the others`,
    figure: '0.1-100 ms',
    conditions: 'state is broadcast at a bounded rate; one host',
    from: 'm',
  },
  {
    what: `${LINK}, what is accepted of an application`,
    figure: 'clicks within 3 ms',
    conditions: 'TEST-PLAN, AUDIOENGINE-1',
    from: 's, Ableton/link',
  },
];

function section(title: string, rows: readonly Quoted[]): Section {
  return {
    title,
    table: {
      columns: ['what', 'figure', 'under which conditions', 'from'],
      rows: rows.map(({ what, figure, conditions, from }) => [what, figure, conditions, from]),
    },
    notes: [
      'Quoted for comparison, not measured by this command: m, measured earlier on other machines, with the number of runs or samples; s, what the source says.',
    ],
  };
}

export const quotedOffsets = section('Quoted: other systems', OFFSETS);
export const quotedJoins = section('Quoted: joining with Ableton Link', JOINS);
export const quotedCommands = section('Quoted: Ableton Link', COMMANDS);
