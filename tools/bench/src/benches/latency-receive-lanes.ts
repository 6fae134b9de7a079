/** The receiving ends of the lanes of the latency benches. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createJmid } from '@jamnet/jmid';
import { createToast, StreamType } from '@jamnet/toast';
import {
  type Clock,
  type DatagramPort,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_OFFSET,
  readU32,
  readU64,
} from '@jamnet/wire';
import { openPort } from '../open-port.js';
import { openAudioReceiver } from './latency-audio.js';
import { GROUPED, groupOf, type Lane, LANE_OFFSET, type LatencyPlan } from './latency-lanes.js';

export interface ReceiveLanes {
  /** Ends everything; rounds that only now become known are noted. */
  close(): Promise<void>;
}

type Note = (lane: Lane, round: number, ns: number) => void;
type Closer = () => Promise<void>;

/** `note` is told of each packet, with how long it was under way. */
export async function openReceiveLanes(
  plan: LatencyPlan,
  clock: Clock,
  note: Note,
): Promise<ReceiveLanes> {
  const closers: Closer[] = [];
  for (const lane of plan.lanes) {
    if (lane === 'bare' || lane === 'bare again') await openBare(lane, clock, note);
    else if (lane === 'blocking C' || lane === 'C to C')
      closers.push(await openProgram(lane, plan, note));
  }
  for (const [kind, lanes] of [
    ['dgram', ['dgram', 'dgram again']],
    ['native', ['native', 'native again']],
    ['native-busy', ['busy']],
  ] as const) {
    const asked = lanes.filter((lane) => plan.lanes.includes(lane));
    if (asked.length === 0) continue;
    const port = await openPort(kind);
    for (const lane of asked) await port.join(groupOf(lane));
    listen(port, clock, note);
    closers.push(() => port.close());
  }
  if (plan.lanes.includes('toast') || plan.lanes.includes('jmid'))
    closers.push(await openSession(plan, clock, note));
  if (plan.lanes.includes('jdat'))
    closers.push(await openAudioReceiver(plan, clock, (round, ns) => note('jdat', round, ns)));
  return {
    async close() {
      for (const close of closers) await close();
    },
  };
}

async function openBare(lane: Lane, clock: Clock, note: Note): Promise<void> {
  const group = groupOf(lane);
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.bind(group.port, group.address);
  await once(socket, 'listening');
  socket.addMembership(group.address, '127.0.0.1');
  socket.on('message', (bytes) => {
    const arrivalNs = clock.nowNs();
    note(lane, readU32(bytes, 8), arrivalNs - readU64(bytes, 0));
  });
}

function listen(port: DatagramPort, clock: Clock, note: Note): void {
  port.onBatch((view, descriptors, count) => {
    const arrivalNs = clock.nowNs();
    for (let i = 0; i < count; i++) {
      const offset = descriptors.getUint32(i * DESCRIPTOR_BYTES + DESCRIPTOR_OFFSET, true);
      const lane = GROUPED[view[offset + LANE_OFFSET]];
      note(lane, readU32(view, offset + 8), arrivalNs - readU64(view, offset));
    }
  });
}

async function openProgram(lane: Lane, plan: LatencyPlan, note: Note): Promise<Closer> {
  const { address, port } = groupOf(lane);
  const { rounds, warmUpRounds } = plan;
  const child = spawn(
    plan.program as string,
    ['recv', address, `${port}`, `${rounds}`, `${warmUpRounds}`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.setEncoding('latin1').on('data', (part: string) => (text += part));
  const ended = once(child.stdout, 'end');
  while (!text.startsWith('ready')) await once(child.stdout, 'data');
  return async () => {
    const timer = setTimeout(() => child.kill(), 2000);
    await ended;
    clearTimeout(timer);
    const lines = text.trimEnd().split('\n').slice(1);
    for (const [round, line] of lines.entries()) {
      if (Number(line) >= 0) note(lane, warmUpRounds + round, Number(line));
    }
  };
}

async function openSession(plan: LatencyPlan, clock: Clock, note: Note): Promise<Closer> {
  const toast = await createToast({ name: 'receiver', interfaces: ['lo'], discovery: 'direct' });
  const session = await toast.openSession({ topic: plan.topic });
  session.subscribe({ streamType: StreamType.TRANSPORT }, (frame) => {
    const arrivalNs = clock.nowNs();
    note('toast', readU32(frame.bytes, frame.payloadOffset), arrivalNs - frame.timestampNs);
  });
  createJmid({ session, send: false }).onMessage((event, info) => {
    const arrivalNs = clock.nowNs();
    if (info.synthesised) return;
    note('jmid', (event.sequence as number) - 1, arrivalNs - Number(event.timestamp) * 1000);
  });
  return () => toast.close();
}
