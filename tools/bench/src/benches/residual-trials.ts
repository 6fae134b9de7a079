import { createLossProcess, createRandom } from '@jamnet/testkit';
import { type BurstPlan, copyOffsetNs, FormatType, StreamType } from '@jamnet/toast';
import { createSimulatedJam } from '../simulated-jam.js';
import { type LossCase, lossOf } from './residual-cases.js';

const SPACING_NS = 100e6;

export interface FixedTrial {
  readonly lossCase: LossCase;
  readonly plan: BurstPlan;
  readonly messages: number;
  readonly seed: number;
}

/** The share of messages of which no copy comes through. */
export function fixedTrial({ lossCase, plan, messages, seed }: FixedTrial): number {
  const random = createRandom(seed);
  const process = createLossProcess({
    loss: lossOf(lossCase),
    random: createRandom(-seed),
    startNs: 0,
  });
  const copies = plan.offsetsUs.length;
  let lost = 0;
  for (let n = 0; n < messages; n++) {
    // Not in step with the runs.
    const nowNs = (n + random() * 0.5) * SPACING_NS;
    let copy = 0;
    while (copy < copies && process.isLost(nowNs + copyOffsetNs(plan, copy, random), nowNs)) copy++;
    if (copy === copies) lost++;
  }
  return lost / messages;
}

export interface AdaptiveTrial {
  readonly lossCase: LossCase;
  readonly messages: number;
}

export interface AdaptiveResult {
  readonly residual: number;
  /** Means over the messages. */
  readonly copies: number;
  readonly spanMs: number;
}

const SETTLE_NS = 10e9;
const FRAME_SPACING_NS = 10e6;
const PAYLOAD_BYTES = 108;

/** The same with a stream that adapts, over the simulated LAN, the receiver's reports being lost at the same rate. */
export async function adaptiveTrial({
  lossCase,
  messages,
}: AdaptiveTrial): Promise<AdaptiveResult> {
  const jam = createSimulatedJam(1);
  const { clock, timers } = jam.time;
  const loss = lossOf(lossCase);
  const listener = await jam.join('listener', {
    send: { loss },
    receive: { loss },
    jmid: { send: false },
  });
  const player = await jam.join('player', { jmid: { send: false } });
  const stream = player.session.openStream({
    streamType: StreamType.TRANSPORT,
    formatType: FormatType.COMPACT_JSONL,
  });
  const countFromNs = clock.nowNs() + SETTLE_NS;
  let received = 0;
  listener.session.subscribe({ streamType: StreamType.TRANSPORT }, (frame) => {
    if (frame.timestampNs >= countFromNs) received++;
  });
  const payload = new Uint8Array(PAYLOAD_BYTES);
  let sent = 0;
  let copies = 0;
  let spanUs = 0;
  const send = (): void => {
    const nowNs = clock.nowNs();
    if (!stream.send(payload, 0, payload.length, { timestampNs: nowNs }))
      throw new Error('refused');
    if (nowNs >= countFromNs) {
      sent++;
      copies += stream.lastCopies;
      spanUs += player.session.plan.offsetsUs.at(-1) as number;
    }
    if (sent < messages) timers.schedule(nowNs + FRAME_SPACING_NS * (0.5 + jam.random()), send);
  };
  send();
  while (sent < messages) jam.time.runFor(10e9);
  jam.time.runFor(1e9);
  return { residual: 1 - received / sent, copies: copies / sent, spanMs: spanUs / sent / 1000 };
}
