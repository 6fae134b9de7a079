import type { Bench } from '../bench.js';
import { startChild } from '../workers/child.js';
import {
  type Count,
  FRAME_BYTES,
  type Lane,
  LANES,
  type ReceiverSays,
  type SenderSays,
  type Step,
} from './throughput-lanes.js';

const FIRST_PER_SECOND = 2_000;
const FACTOR = 1.25;
const LAST_PER_SECOND = 1e6;
/** A rate counts when no more than this is lost, and the sender reaches it. */
const MOST_LOST = 0.001;
const LEAST_REACHED = 0.98;
const FAILURES_THAT_END = 3;
const SETTLE_MS = 300;

const LANE_TEXTS: Record<Lane, string> = {
  bare: 'bare node:dgram, datagrams',
  'toast-1': 'toast, frames of one copy',
  'toast-3': 'toast, frames of three copies',
  jmid: 'jmid, events at default settings',
};

interface StepResult {
  readonly asked: number;
  readonly sent: number;
  readonly received: number;
}

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

function isGood({ asked, sent, received }: StepResult): boolean {
  return sent >= asked * LEAST_REACHED && received >= sent * (1 - MOST_LOST);
}

/** A pair of processes for each lane: what one has learnt of loss must not shape the next. */
async function ramp(lane: Lane, progress: (rate: number) => void): Promise<StepResult[]> {
  const argument = [`midi://throughput-${process.pid}-${lane}`];
  const receiver = startChild<Count, ReceiverSays>('benches/throughput-receiver.ts', argument);
  await receiver.hear((message) => message.kind === 'ready');
  const sender = startChild<Step, SenderSays>('benches/throughput-sender.ts', argument);
  try {
    await sender.hear((message) => message.kind === 'ready');
    const steps: StepResult[] = [];
    let before = 0;
    let failures = 0;
    for (
      let asked = FIRST_PER_SECOND;
      asked < LAST_PER_SECOND;
      asked = Math.round(asked * FACTOR)
    ) {
      progress(asked);
      sender.say({ kind: 'step', lane, perSecond: asked });
      const { sent, seconds } = await sender.hear((message) => message.kind === 'ran');
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      receiver.say({ kind: 'count' });
      const { received } = await receiver.hear((message) => message.kind === 'counted');
      const step = { asked, sent: sent / seconds, received: (received[lane] - before) / seconds };
      before = received[lane];
      steps.push(step);
      failures = isGood(step) ? 0 : failures + 1;
      if (failures === FAILURES_THAT_END) break;
    }
    return steps;
  } finally {
    sender.stop();
    receiver.stop();
  }
}
