import type { Bench } from '../bench.js';
import { FRAME_BYTES, type Lane } from './throughput-lanes.js';
import { isGood, startPair, type StepResult } from './throughput-run.js';

const LANES = ['bare', 'toast-1', 'toast-3', 'jmid'] as const satisfies readonly Lane[];
const FIRST_PER_SECOND = 2_000;
const FACTOR = 1.25;
const LAST_PER_SECOND = 1e6;
const FAILURES_THAT_END = 3;

const LANE_TEXTS: Record<(typeof LANES)[number], string> = {
  bare: 'bare node:dgram, datagrams',
  'toast-1': 'toast, frames of one copy',
  'toast-3': 'toast, frames of three copies',
  jmid: 'jmid, events at default settings',
};

export const throughput: Bench = {
  name: 'throughput',
  about: 'frames a second from one process to another over loopback multicast',
  async run(say) {
    const results = [];
    for (const lane of LANES) {
      const steps = await ramp(lane, (rate) => say(`${LANE_TEXTS[lane]}, ${rate} a second`));
      const good = steps.filter(isGood).map((step) => step.received);
      const most = Math.max(...steps.map((step) => step.received));
      results.push({ lane, sustained: Math.max(0, ...good), most, steps });
    }
    return {
      title: 'Throughput from one process to another',
      sections: [
        {
          title: 'Loopback multicast, one sender, one receiver',
          table: {
            columns: [
              'what',
              'a second with at most 0.1 % lost',
              'most that arrived in any second',
            ],
            rows: results.map(({ lane, sustained, most }) => [LANE_TEXTS[lane], sustained, most]),
          },
          notes: [
            `Rates rise by a quarter each second until they are not reached. Frames have ${FRAME_BYTES} bytes; those of jmid as many as their events and the history need, up to 1,200. The rate ceiling is lifted: at its default of 10 Mbit/s it would end all but the first few steps.`,
          ],
        },
      ],
      data: results,
    };
  },
};

/** A pair of processes for each lane: what one has learnt of loss must not shape the next. */
async function ramp(lane: Lane, progress: (rate: number) => void): Promise<StepResult[]> {
  const pair = await startPair({ lane, topic: `midi://throughput-${process.pid}-${lane}` });
  try {
    const steps: StepResult[] = [];
    let failures = 0;
    for (
      let asked = FIRST_PER_SECOND;
      asked < LAST_PER_SECOND;
      asked = Math.round(asked * FACTOR)
    ) {
      progress(asked);
      const step = await pair.step(asked);
      steps.push(step);
      failures = isGood(step) ? 0 : failures + 1;
      if (failures === FAILURES_THAT_END) break;
    }
    return steps;
  } finally {
    pair.stop();
  }
}
