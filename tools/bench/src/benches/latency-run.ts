import { startChild } from '../workers/child.js';
import type { LatencyPlan, ReceiverSays, SaySomething, SenderSays } from './latency-lanes.js';

export interface LatencyRun {
  /** One-way nanoseconds of each round, NaN where nothing came; lane after lane. */
  readonly latenciesNs: readonly Float64Array[];
  readonly sent: Extract<SenderSays, { kind: 'sent' }>;
}

/** One run: a fresh sender and a fresh receiver, every lane once a round. */
export async function runLatency(
  plan: LatencyPlan,
  progress: (round: number) => void,
): Promise<LatencyRun> {
  const argument = [JSON.stringify(plan)];
  const receiver = startChild<SaySomething, ReceiverSays>('benches/latency-receiver.ts', argument);
  await receiver.hear((message) => message.kind === 'ready');
  const sender = startChild<SaySomething, SenderSays>('benches/latency-sender.ts', argument);
  try {
    const sent = await sender.hear(
      (message) => message.kind === 'sent',
      (other) => other.kind === 'progress' && progress(other.round),
    );
    receiver.say({ kind: 'collect' });
    const { latenciesNs } = await receiver.hear((message) => message.kind === 'received');
    return { latenciesNs, sent };
  } finally {
    sender.stop();
    receiver.stop();
  }
}
