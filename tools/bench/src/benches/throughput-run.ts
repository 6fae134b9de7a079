import { startChild } from '../workers/child.js';
import type { Count, ReceiverSays, SenderSays, Step, ThroughputPlan } from './throughput-lanes.js';

/** A rate counts when no more than this is lost, and the sender reaches it. */
const MOST_LOST = 0.001;
const LEAST_REACHED = 0.98;
const SETTLE_MS = 300;

/** Figures a second. */
export interface StepResult {
  readonly asked: number;
  readonly sent: number;
  readonly received: number;
  /** Processor seconds for a million datagrams: of the sender per sent one, of the receiver per received one. */
  readonly sendCpu: number;
  readonly receiveCpu: number;
}

export function isGood({ asked, sent, received }: StepResult): boolean {
  return sent >= asked * LEAST_REACHED && received >= sent * (1 - MOST_LOST);
}

/** A sender and a receiver of one lane. */
export interface ThroughputPair {
  /** Sends at a rate for a second. */
  step(perSecond: number): Promise<StepResult>;
  stop(): void;
}

/** `unicast` goes to the receiver's own endpoint, which port lanes have. */
export async function startPair(
  plan: ThroughputPlan,
  way: 'multicast' | 'unicast' = 'multicast',
): Promise<ThroughputPair> {
  const receiver = startChild<Count, ReceiverSays>('benches/throughput-receiver.ts', [
    JSON.stringify(plan),
  ]);
  const { endpoint } = await receiver.hear((message) => message.kind === 'ready');
  const sender = startChild<Step, SenderSays>('benches/throughput-sender.ts', [
    JSON.stringify(way === 'unicast' ? { ...plan, to: endpoint } : plan),
  ]);
  await sender.hear((message) => message.kind === 'ready');
  const count = () => {
    receiver.say({ kind: 'count' });
    return receiver.hear((message) => message.kind === 'counted');
  };
  return {
    async step(perSecond) {
      const before = await count();
      sender.say({ kind: 'step', perSecond });
      const ran = await sender.hear((message) => message.kind === 'ran');
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      const after = await count();
      const received = after.received - before.received;
      return {
        asked: perSecond,
        sent: ran.sent / ran.seconds,
        received: received / ran.seconds,
        sendCpu: (ran.cpuSeconds / ran.sent) * 1e6,
        receiveCpu: ((after.cpuSeconds - before.cpuSeconds) / received) * 1e6,
      };
    },
    stop() {
      sender.stop();
      receiver.stop();
    },
  };
}
