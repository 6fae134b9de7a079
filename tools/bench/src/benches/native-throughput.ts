import type { Bench } from '../bench.js';
import { linePlot } from '../report/line-plot.js';
import type { Section } from '../report/result-files.js';
import { median } from '../report/quantiles.js';
import { FRAME_BYTES, type Lane } from './throughput-lanes.js';
import { isGood, startPair, type StepResult, type ThroughputPair } from './throughput-run.js';

const LANES = ['port-dgram', 'port-native-whole', 'port-native'] as const satisfies Lane[];
type PortLane = (typeof LANES)[number];
const WAYS = ['unicast', 'multicast'] as const;
type Way = (typeof WAYS)[number];

const LANE_TEXTS: Record<PortLane, string> = {
  'port-dgram': 'node:dgram port',
  'port-native-whole': 'native port, datagram by datagram',
  'port-native': 'native port, with segmentation offload',
};
const BARS: readonly { lane: PortLane; bar: number }[] = [
  { lane: 'port-native', bar: 5 },
  { lane: 'port-native-whole', bar: 1.5 },
];

const RUNS = 3;
const FIRST_PER_SECOND = 40_000;
const LAST_PER_SECOND = 4e6;
const FACTOR = 1.35;
/** A lane is done when so many steps in a row have brought less than its best. */
const POORER_THAT_END = 3;

/** What one lane came to in one run. */
interface LaneRun {
  readonly lane: PortLane;
  readonly steps: readonly StepResult[];
  /** The step in which most arrived. */
  readonly best: StepResult;
  /** Most that arrived in a step that was reached with hardly a loss; 0 without one. */
  readonly sustained: number;
}

export const nativeThroughput: Bench = {
  name: 'native-throughput',
  about: 'frames a second from one process to another through native and node:dgram ports',
  async run(say) {
    const runs: Record<Way, LaneRun[][]> = { unicast: [], multicast: [] };
    for (let run = 0; run < RUNS; run++) {
      for (const way of WAYS) {
        const progress = (rate: number): void =>
          say(`run ${run + 1} of ${RUNS}, ${way}, ${rate} a second`);
        runs[way].push(await alternate(way, progress));
      }
    }
    return {
      title: 'Throughput of native and node:dgram ports',
      sections: [
        ...WAYS.map((way) => figures(way, runs[way])),
        {
          title: 'Bars',
          table: {
            columns: ['what', 'measured', 'bar', 'holds'],
            rows: WAYS.flatMap((way) =>
              BARS.map(({ lane, bar }) => {
                const measured = ratio(runs[way], lane, arrived);
                const holds = measured >= bar ? 'yes' : 'NO';
                return [
                  `${way}: ${LANE_TEXTS[lane]} / node:dgram port`,
                  measured,
                  `≥ ${bar}`,
                  holds,
                ];
              }),
            ),
          },
          notes: [
            `Most that arrived in any second, median of the ratios of ${RUNS} runs. By the seconds with at most 0.1 % lost: ${WAYS.flatMap((way) => BARS.map(({ lane }) => `${ratio(runs[way], lane, sustained).toFixed(1)} (${way}, ${LANE_TEXTS[lane]})`)).join(', ')}.`,
          ],
        },
      ],
      plots: [plot(runs.unicast)],
      data: { runs },
    };
  },
};

const arrived = (run: LaneRun): number => run.best.received;
const sustained = (run: LaneRun): number => run.sustained;

function laneOf(runs: readonly LaneRun[][], lane: PortLane): LaneRun[] {
  return runs.map((run) => run.find((each) => each.lane === lane) as LaneRun);
}

/** Median over the runs of a lane's figure over that of node:dgram in the same run. */
function ratio(runs: readonly LaneRun[][], lane: PortLane, of: (run: LaneRun) => number): number {
  const base = laneOf(runs, 'port-dgram');
  return median(laneOf(runs, lane).map((run, i) => of(run) / of(base[i])));
}

function figures(way: Way, runs: readonly LaneRun[][]): Section {
  const middle = (lane: PortLane, of: (run: LaneRun) => number): number =>
    median(laneOf(runs, lane).map(of));
  return {
    title: `Frames of ${FRAME_BYTES} bytes, one sender, one receiver, ${way} on loopback`,
    table: {
      columns: [
        'port',
        'most that arrived in any second',
        'lost of those sent in it',
        'a second with at most 0.1 % lost',
        'CPU s per million sent',
        'CPU s per million received',
      ],
      rows: LANES.map((lane) => [
        LANE_TEXTS[lane],
        middle(lane, arrived),
        `${(100 * middle(lane, ({ best }) => 1 - best.received / best.sent)).toFixed(1)} %`,
        middle(lane, sustained),
        middle(lane, ({ best }) => best.sendCpu),
        middle(lane, ({ best }) => best.receiveCpu),
      ]),
    },
    notes: [
      `Every frame is written with its CRC, sent by itself, checked and put through a duplicate filter. Rates rise by ${Math.round((FACTOR - 1) * 100)} % a second, the three ports in turn at each, until a port brings no more; medians of ${RUNS} runs with processes of their own. CPU seconds are those of the second in which most arrived, whole processes; the sender never sleeps, so its figure is a core's time over what it sends.`,
      'Loopback hands the large packets of segmentation offload on unsplit: it shows what the saved system calls are worth, not what a network card makes of them.',
    ],
  };
}

/** One run: three pairs of processes, each rate tried by one after the other. */
async function alternate(way: Way, progress: (rate: number) => void): Promise<LaneRun[]> {
  const pairs: { lane: PortLane; pair: ThroughputPair; steps: StepResult[] }[] = [];
  try {
    for (const lane of LANES) {
      pairs.push({ lane, pair: await startPair({ lane, topic: '' }, way), steps: [] });
    }
    for (let rate = FIRST_PER_SECOND; rate < LAST_PER_SECOND; rate = Math.round(rate * FACTOR)) {
      const going = pairs.filter(({ steps }) => !isDone(steps));
      if (going.length === 0) break;
      progress(rate);
      for (const { pair, steps } of going) steps.push(await pair.step(rate));
    }
  } finally {
    for (const { pair } of pairs) pair.stop();
  }
  return pairs.map(({ lane, steps }) => ({
    lane,
    steps,
    best: bestOf(steps),
    sustained: Math.max(0, ...steps.filter(isGood).map(({ received }) => received)),
  }));
}

function bestOf(steps: readonly StepResult[]): StepResult {
  return steps.reduce((best, step) => (step.received > best.received ? step : best));
}

function isDone(steps: readonly StepResult[]): boolean {
  return (
    steps.length > POORER_THAT_END && steps.indexOf(bestOf(steps)) < steps.length - POORER_THAT_END
  );
}

function plot(runs: readonly (readonly LaneRun[])[]) {
  const title = 'Frames that arrive, by frames asked for (unicast, last run)';
  return {
    suffix: '',
    title,
    svg: linePlot({
      title,
      x: { label: 'asked for a second', log: true },
      y: { label: 'arrived a second', log: true },
      series: runs[runs.length - 1].map(({ lane, steps }) => ({
        name: LANE_TEXTS[lane],
        points: steps.map(({ asked, received }) => [asked, received] as const),
      })),
    }),
  };
}
