import type { Bench } from '../bench.js';
import { type Quantiles, quantiles } from '../report/quantiles.js';
import type { Section } from '../report/result-files.js';
import { type ExecutorTimes, timeExecutor } from './executor-times.js';
import { frameTasks, measure, messageTasks, pathTasks } from './frame-tasks.js';
import { exportInputs } from './gpu-runner.js';
import { FRAME_BYTES, type Lane } from './latency-lanes.js';
import { runLatency } from './latency-run.js';

const LANES = ['bare', 'bare again', 'native', 'toast', 'jmid'] as const satisfies readonly Lane[];

const ROUNDS = 9_000;
const WARM_UP_ROUNDS = 1_000;
const RATIO_BAR = 2;

interface LaneResult {
  readonly lane: string;
  readonly frameBytes: number;
  readonly us: Quantiles;
  readonly lost: number;
  /** To the first bare lane. */
  readonly ratioOfMedians: number;
  readonly ratioOfP99: number;
}

interface PassResult {
  readonly title: string;
  readonly copies: number;
  readonly heartbeats: number;
  readonly lanes: readonly LaneResult[];
}

export const latency: Bench = {
  name: 'latency',
  about: 'one way between two processes over loopback multicast, beside bare node:dgram',
  async run(say) {
    const passes: PassResult[] = [];
    for (const [copies, title] of [
      [0, 'Default settings: three copies, history, heartbeats'],
      [1, 'A single copy'],
    ] as const) {
      passes.push(await runPass(copies, title, (round) => say(`${title}, round ${round}`)));
    }
    say('stages');
    await exportInputs();
    const stages = await stageSection(passes[0], await timeExecutor((way) => say(`GPU, ${way}`)));
    return {
      title: 'One-way latency between two processes',
      sections: [
        ...passes.map(passSection),
        {
          title: 'Bar',
          table: {
            columns: ['what', 'measured', 'bar', 'holds'],
            rows: [
              ...(['toast', 'jmid'] as const).map((name) => {
                const { ratioOfMedians } = lane(passes[0], name);
                return [
                  `ratio of medians, ${LANE_TEXTS[name]}`,
                  ratioOfMedians,
                  RATIO_BAR,
                  ratioOfMedians <= RATIO_BAR ? 'yes' : 'NO',
                ];
              }),
              ['ratio of 99th percentiles, toast', lane(passes[0], 'toast').ratioOfP99, '', ''],
              ['ratio of 99th percentiles, jmid', lane(passes[0], 'jmid').ratioOfP99, '', ''],
              ['A/A: bare over bare', lane(passes[0], 'bare again').ratioOfMedians, '', ''],
            ],
          },
          notes: ['Default settings, over bare node:dgram in the same run.'],
        },
        stages.section,
      ],
      data: { passes, stages: stages.rows },
    };
  },
};

async function runPass(
  copies: number,
  title: string,
  progress: (round: number) => void,
): Promise<PassResult> {
  const topic = `midi://latency-${process.pid}-${copies}`;
  const { latenciesNs, sent } = await runLatency(
    { lanes: LANES, rounds: ROUNDS, warmUpRounds: WARM_UP_ROUNDS, copies, topic },
    progress,
  );
  return {
    title,
    copies: sent.copies,
    heartbeats: sent.heartbeats,
    lanes: laneResults(latenciesNs, sent.jmidFrameBytes),
  };
}

function laneResults(latenciesNs: readonly Float64Array[], jmidFrameBytes: number): LaneResult[] {
  const all = latenciesNs.map((ns) =>
    quantiles(ns.filter((each) => !isNaN(each)).map((each) => each / 1000)),
  );
  return LANES.map((name, i) => ({
    lane: name,
    frameBytes: name === 'jmid' ? Math.round(jmidFrameBytes) : FRAME_BYTES,
    us: all[i],
    lost: ROUNDS - all[i].count,
    ratioOfMedians: all[i].p50 / all[0].p50,
    ratioOfP99: all[i].p99 / all[0].p99,
  }));
}

function lane(pass: PassResult, name: (typeof LANES)[number]): LaneResult {
  return pass.lanes.find((each) => each.lane === name) as LaneResult;
}

const LANE_TEXTS: Record<string, string> = {
  bare: 'bare node:dgram',
  'bare again': 'bare node:dgram, again (A/A)',
  native: 'native port, datagrams',
  toast: 'toast: stream.send to subscriber',
  jmid: 'jmid: send to onMessage',
};

function passSection(pass: PassResult): Section {
  return {
    title: pass.title,
    table: {
      columns: [
        'lane',
        'frame bytes',
        'median µs',
        'p99 µs',
        'max µs',
        'lost',
        'ratio of medians',
        'ratio of p99',
      ],
      rows: pass.lanes.map((each) => [
        LANE_TEXTS[each.lane],
        each.frameBytes,
        each.us.p50,
        each.us.p99,
        each.us.max,
        each.lost,
        each.ratioOfMedians,
        each.ratioOfP99,
      ]),
    },
    notes: [
      `${ROUNDS.toLocaleString('en-GB')} packets a lane, one every one or two milliseconds, the lanes in a new order each round, in the same two processes. Frames of the jmid lane carry recent events with them, so they are longer.`,
    ],
  };
}

/** The path in the stages that the project set itself, beside what was measured. */
async function stageSection(pass: PassResult, gpu: ExecutorTimes | string) {
  const names = {
    check: 'check a frame: CRC-32 and header',
    parse: 'parse, compact line',
    toast: 'toast, datagram to subscriber',
    jmid: 'jmid, datagram with history to onMessage',
    send: 'jmid.send, three copies, history',
  };
  const tasks = [...frameTasks(), ...messageTasks(), ...(await pathTasks())];
  const wanted = tasks.filter(({ name }) => Object.values(names).includes(name));
  const costs = await measure(wanted);
  const us = (name: string, of: 'medianNs' | 'afterSleepNs'): number =>
    (costs.find((each) => each.name === name)?.[of] ?? NaN) / 1000;
  const both = (of: (which: 'medianNs' | 'afterSleepNs') => number): [number, number] => [
    of('medianNs'),
    of('afterSleepNs'),
  ];
  const bare = lane(pass, 'bare').us;
  const native = lane(pass, 'native').us;
  const rows = [
    [
      'UDP',
      '< 10',
      native.p1,
      native.p50,
      'native port between the processes: fastest hundredth; median',
    ],
    ['', '', bare.p1, bare.p50, 'bare node:dgram, likewise'],
    gpuRow(gpu),
    [
      'parse',
      '< 5',
      ...both((which) => us(names.check, which) + us(names.parse, which)),
      'frame check and one compact line',
    ],
    [
      'route',
      '< 5',
      ...both((which) => us(names.toast, which) - us(names.check, which)),
      'peer, loss meter, duplicate filter, subscriber',
    ],
    [
      'receive',
      '',
      ...both((which) => us(names.jmid, which)),
      'datagram with history to onMessage',
    ],
    [
      'send',
      '',
      ...both((which) => us(names.send, which)),
      'jmid.send, all copies, without system calls',
    ],
    [
      'together',
      '< 40',
      lane(pass, 'jmid').us.p1,
      lane(pass, 'jmid').us.p50,
      'jmid.send to onMessage in the other process: fastest hundredth; median',
    ],
  ];
  return {
    rows,
    section: {
      title: 'In stages',
      table: {
        columns: ['stage', 'goal µs', 'awake, µs', 'after 1-2 ms asleep, µs', 'what it is'],
        rows,
      },
    },
  };
}

function gpuRow(gpu: ExecutorTimes | string): (string | number)[] {
  if (typeof gpu === 'string') return ['GPU', '< 20', '', '', `none: ${gpu}`];
  const [mapped] = gpu.ways;
  const what = `an empty kernel, submit to result, on ${gpu.device}`;
  const note = gpu.isGpu ? '' : ', which is no GPU; single events are parsed on the CPU';
  return ['GPU', '< 20', mapped.busy.p50, mapped.asleep.p50, `${what}${note}`];
}
