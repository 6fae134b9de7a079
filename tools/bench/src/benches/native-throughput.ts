import type { Bench } from '../bench.js';
import { linePlot } from '../report/line-plot.js';
import { median } from '../report/quantiles.js';
import { FRAME_BYTES, type Lane } from './throughput-lanes.js';
import { isGood, startPair, type StepResult, type ThroughputPair } from './throughput-run.js';

const LANES = ['port-dgram', 'port-native-whole', 'port-native'] as const satisfies Lane[];
type PortLane = (typeof LANES)[number];

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
    const runs: LaneRun[][] = [];
    for (let run = 0; run < RUNS; run++) {
      runs.push(await alternate((rate) => say(`run ${run + 1} of ${RUNS}, ${rate} a second`)));
    }
    const lane = (name: PortLane): LaneRun[] =>
      runs.map((run) => run.find((each) => each.lane === name) as LaneRun);
    const middle = (name: PortLane, of: (run: LaneRun) => number): number =>
      median(lane(name).map(of));
    const ratios = (name: PortLane, of: (run: LaneRun) => number): number[] =>
      lane(name).map((run, i) => of(run) / of(lane('port-dgram')[i]));
    const arrived = (run: LaneRun): number => run.best.received;
    return {
      title: 'Throughput of native and node:dgram ports',
      sections: [
        {
          title: `Frames of ${FRAME_BYTES} bytes, one sender, one receiver, loopback multicast`,
          table: {
            columns: [
              'port',
              'most that arrived in any second',
              'lost of those sent in it',
              'a second with at most 0.1 % lost',
              'CPU s per million sent',
              'CPU s per million received',
            ],
            rows: LANES.map((name) => [
              LANE_TEXTS[name],
              middle(name, arrived),
              `${(100 * middle(name, ({ best }) => 1 - best.received / best.sent)).toFixed(1)} %`,
              middle(name, ({ sustained }) => sustained),
              middle(name, ({ best }) => best.sendCpu),
              middle(name, ({ best }) => best.receiveCpu),
            ]),
          },
          notes: [
            `Every frame is written with its CRC, sent by itself, checked and put through a duplicate filter. Rates rise by ${Math.round((FACTOR - 1) * 100)} % a second, the three ports in turn at each, until a port brings no more; medians of ${RUNS} runs with processes of their own. CPU seconds are those of the second in which most arrived, whole processes.`,
            'Loopback hands the large packets of segmentation offload on unsplit: it shows what the saved system calls are worth, not what a network card makes of them.',
          ],
        },
        {
          title: 'Bars',
          table: {
            columns: ['what', 'measured', 'bar', 'holds'],
            rows: BARS.map(({ lane: name, bar }) => {
              const measured = median(ratios(name, arrived));
              return [
                `${LANE_TEXTS[name]} / node:dgram port`,
                measured,
                `≥ ${bar}`,
                measured >= bar ? 'yes' : 'NO',
              ];
            }),
          },
          notes: [
            `Most that arrived in any second, median of the ratios of ${RUNS} runs. By the seconds with at most 0.1 % lost: ${BARS.map(({ lane: name }) => `${median(ratios(name, ({ sustained }) => sustained)).toFixed(1)} (${LANE_TEXTS[name]})`).join(', ')}.`,
          ],
        },
      ],
      plots: [plot(runs)],
      data: { runs },
    };
  },
};

/** One run: three pairs of processes, each rate tried by one after the other. */
async function alternate(progress: (rate: number) => void): Promise<LaneRun[]> {
  const pairs: { lane: PortLane; pair: ThroughputPair; steps: StepResult[] }[] = [];
  try {
    for (const lane of LANES) {
      pairs.push({ lane, pair: await startPair({ lane, topic: '' }), steps: [] });
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
  const title = 'Frames that arrive, by frames asked for (last run)';
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
