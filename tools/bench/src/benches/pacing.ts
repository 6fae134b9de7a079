import type { Bench } from '../bench.js';
import type { PortKind } from '../open-port.js';
import { linePlot } from '../report/line-plot.js';
import { quantiles } from '../report/quantiles.js';
import { startChild } from '../workers/child.js';
import {
  type Collect,
  COPY_OFFSETS_NS,
  type PacingPlan,
  type PacingReceiverSays,
  type PacingSenderSays,
} from './pacing-plan.js';

const BURSTS = 6_000;
const NEAR_US = 20;
const NEAR_BAR = 0.95;
const WINDOW_BAR_US = 1000;
/** Upper ends of the bins in microseconds. */
const BINS_US = [
  -20,
  -10,
  0,
  5,
  10,
  15,
  20,
  30,
  40,
  60,
  80,
  100,
  150,
  200,
  500,
  1000,
  2000,
  Infinity,
];

const KINDS = [
  { kind: 'native', text: 'native, at most 100 µs of spinning a slot' },
  { kind: 'native-sleepy', text: 'native, no spinning' },
  { kind: 'dgram', text: 'node:dgram' },
] as const satisfies { kind: PortKind; text: string }[];

interface Run {
  readonly kind: PortKind;
  readonly text: string;
  /** Microseconds late, of the second and the third copy. */
  readonly timedUs: Float64Array;
  /** The same with the first, whose slot is the call of send. */
  readonly allUs: Float64Array;
  readonly windowsUs: Float64Array;
  readonly lost: number;
  readonly refused: number;
  readonly cpuUsPerBurst: number;
  readonly kernelTimestamps: boolean;
}

export const pacing: Bench = {
  name: 'pacing',
  about: 'how far from their slots the copies of a burst go out, by the time of the kernel',
  async run(say) {
    const runs: Run[] = [];
    for (const { kind, text } of KINDS) {
      runs.push(await measure(kind, text, (burst) => say(`${text}, burst ${burst} of ${BURSTS}`)));
    }
    const [spinning] = runs;
    const widest = Math.max(...spinning.windowsUs);
    const verdict = (holds: boolean): string => (holds ? 'yes' : 'NO');
    const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
    const timed = near(spinning.timedUs);
    const all = near(spinning.allUs);
    const windowQuantiles = quantiles(spinning.windowsUs.slice());
    return {
      title: 'Pacing of bursts',
      sections: [
        {
          title: 'Three copies in 0.5 ms',
          table: {
            columns: [
              'sender',
              `timed copies within ${NEAR_US} µs`,
              'median µs late',
              'p99 µs late',
              'all three copies within it',
              'window, median µs',
              'window, p99 µs',
              'CPU µs a burst',
            ],
            rows: runs.map(({ text, timedUs, allUs, windowsUs, cpuUsPerBurst }) => {
              const late = quantiles(timedUs.slice());
              const window = quantiles(windowsUs.slice());
              return [
                text,
                percent(near(timedUs)),
                late.p50,
                late.p99,
                percent(near(allUs)),
                window.p50,
                window.p99,
                cpuUsPerBurst,
              ];
            }),
          },
          notes: [
            `${BURSTS.toLocaleString('en-GB')} bursts each, one every 2 to 7 ms, over loopback multicast between two processes. The first copy goes out at once, the second and third are due ${COPY_OFFSETS_NS[1] / 1000} and ${COPY_OFFSETS_NS[2] / 1000} µs later. Late is the kernel's time of arrival, which on loopback is that of sending, minus the slot; of the first copy, minus the time at which send was called. CPU is that of the sending process, all its threads, everything it does included.`,
            `Lost: ${runs.map(({ text, lost }) => `${lost} (${text})`).join(', ')}. Kernel timestamps: ${runs.every((run) => run.kernelTimestamps) ? 'yes' : 'NO, times of the receiving program'}.`,
          ],
        },
        {
          title: 'Bars',
          table: {
            columns: ['what', 'measured', 'bar', 'holds'],
            rows: [
              [
                `timed copies within ${NEAR_US} µs, with spinning`,
                percent(timed),
                `≥ ${percent(NEAR_BAR)}`,
                verdict(timed >= NEAR_BAR),
              ],
              [
                'the same of all three copies',
                percent(all),
                `≥ ${percent(NEAR_BAR)}`,
                verdict(all >= NEAR_BAR),
              ],
              [
                'window, p99',
                `${windowQuantiles.p99.toFixed(0)} µs`,
                `< ${WINDOW_BAR_US} µs`,
                verdict(windowQuantiles.p99 < WINDOW_BAR_US),
              ],
              ['window, widest', `${widest.toFixed(0)} µs`, '', ''],
            ],
          },
        },
        {
          title: 'Histogram of timed copies',
          table: {
            columns: ['late, µs', ...runs.map(({ text }) => text)],
            rows: histogramRows(runs),
          },
        },
      ],
      plots: [plot(runs)],
      data: runs.map(({ timedUs, allUs, windowsUs, ...rest }) => ({
        ...rest,
        timed: { near: near(timedUs), ...quantiles(timedUs.slice()), bins: bins(timedUs) },
        all: { near: near(allUs), ...quantiles(allUs.slice()) },
        windows: quantiles(windowsUs.slice()),
        binsUs: BINS_US.map(String),
      })),
    };
  },
};

async function measure(
  kind: PortKind,
  text: string,
  progress: (burst: number) => void,
): Promise<Run> {
  const plan: PacingPlan = { kind, bursts: BURSTS };
  const argument = [JSON.stringify(plan)];
  const receiver = startChild<Collect, PacingReceiverSays>('benches/pacing-receiver.ts', argument);
  const { kernelTimestamps } = await receiver.hear((message) => message.kind === 'ready');
  const sender = startChild<Collect, PacingSenderSays>('benches/pacing-sender.ts', argument);
  try {
    const sent = await sender.hear(
      (message) => message.kind === 'sent',
      (other) => other.kind === 'progress' && progress(other.burst),
    );
    receiver.say({ kind: 'collect' });
    const { errorsNs, windowsNs } = await receiver.hear((message) => message.kind === 'received');
    const inUs = (ns: Float64Array): Float64Array =>
      ns.filter((each) => !isNaN(each)).map((each) => each / 1000);
    const copies = COPY_OFFSETS_NS.length;
    return {
      kind,
      text,
      timedUs: inUs(errorsNs.filter((_, i) => i % copies > 0)),
      allUs: inUs(errorsNs),
      windowsUs: inUs(windowsNs),
      lost: errorsNs.filter((each) => isNaN(each)).length,
      refused: sent.refused,
      cpuUsPerBurst: (sent.cpuSeconds / BURSTS) * 1e6,
      kernelTimestamps,
    };
  } finally {
    sender.stop();
    receiver.stop();
  }
}

function near(us: Float64Array): number {
  return us.filter((each) => Math.abs(each) <= NEAR_US).length / us.length;
}

/** Share of the samples in each bin. */
function bins(us: Float64Array): number[] {
  const counts = BINS_US.map(() => 0);
  for (const each of us) counts[BINS_US.findIndex((end) => each <= end)]++;
  return counts.map((count) => count / us.length);
}

function histogramRows(runs: readonly Run[]): (string | number)[][] {
  const shares = runs.map(({ timedUs }) => bins(timedUs));
  return BINS_US.map((end, i) => [
    i === 0
      ? `to ${end}`
      : end === Infinity
        ? `over ${BINS_US[i - 1]}`
        : `${BINS_US[i - 1]} to ${end}`,
    ...shares.map((share) => `${(100 * share[i]).toFixed(2)} %`),
  ]);
}

function plot(runs: readonly Run[]) {
  const title = 'Share of timed copies at most so late';
  return {
    suffix: '',
    title,
    svg: linePlot({
      title,
      x: { label: 'µs late', log: true, from: 1, to: 2000 },
      y: { label: 'share', from: 0, to: 1 },
      series: runs.map(({ text, timedUs }) => {
        const sorted = timedUs.slice().sort();
        return {
          name: text.split(',').slice(0, 2).join(','),
          points: Array.from({ length: 200 }, (_, i) => {
            const share = (i + 0.5) / 200;
            return [Math.max(1, sorted[Math.floor(share * sorted.length)]), share] as const;
          }),
        };
      }),
    }),
  };
}
