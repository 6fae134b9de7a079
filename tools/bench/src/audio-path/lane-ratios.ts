import { audioFrameBytes } from '../benches/latency-audio.js';
import type { AudioLane, Lane } from '../benches/latency-lanes.js';
import { runLatency } from '../benches/latency-run.js';
import { compiledProgram } from '../native-program.js';
import { type Quantiles, quantiles } from '../report/quantiles.js';

const ROUNDS = 2_000;
const WARM_UP_ROUNDS = 500;
const LANES = ['jdat', 'blocking C'] as const satisfies readonly Lane[];

/** Run by run, microseconds. */
export interface LaneRatios {
  readonly frameBytes: number;
  readonly jdat: readonly Quantiles[];
  readonly c: readonly Quantiles[];
  readonly p99s: readonly number[];
}

/** Encode, UDP and decode beside a C program that blocks in recv, packet by packet in the same processes. Undefined without a C compiler. */
export async function measureLanes(
  audio: AudioLane,
  runs: number,
  say: (text: string) => void,
): Promise<LaneRatios | undefined> {
  const program = compiledProgram('udp_lane.c');
  if (program === undefined) return undefined;
  const frameBytes = audioFrameBytes(audio);
  const jdat: Quantiles[] = [];
  const c: Quantiles[] = [];
  for (let run = 0; run < runs; run++) {
    const topic = `audio://lanes-${process.pid}-${audio.form}-${audio.frames}-${run}`;
    const shared = { lanes: LANES, rounds: ROUNDS, warmUpRounds: WARM_UP_ROUNDS, copies: 1 };
    const { latenciesNs } = await runLatency(
      { ...shared, topic, program, frameBytes, audio },
      (round) => say(`run ${run + 1} of ${runs}, round ${round}`),
    );
    const [ours, bare] = latenciesNs.map((ns) =>
      quantiles(ns.filter((each) => !isNaN(each)).map((each) => each / 1000)),
    );
    jdat.push(ours);
    c.push(bare);
  }
  return { frameBytes, jdat, c, p99s: jdat.map(({ p99 }, i) => p99 / c[i].p99) };
}
