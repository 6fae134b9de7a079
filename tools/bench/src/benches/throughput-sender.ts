/** The sending process of the throughput benches. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createJmid } from '@jamnet/jmid';
import {
  createToast,
  encodeFrame,
  FormatType,
  FRAME_OVERHEAD_BYTES,
  type FrameHeader,
  StreamType,
} from '@jamnet/toast';
import { createSystemClock } from '@jamnet/wire';
import { cpuSeconds } from '../cpu-seconds.js';
import { openPort, type PortKind } from '../open-port.js';
import {
  FRAME_BYTES,
  groupOf,
  type SenderSays,
  type Step,
  type ThroughputPlan,
} from './throughput-lanes.js';

const STEP_SECONDS = 1;
/** More in one turn of the loop would only fill queues. */
const MOST_A_TURN = 64;

const { lane, topic, to } = JSON.parse(process.argv[2]) as ThroughputPlan;
const clock = createSystemClock();
const say = (message: SenderSays): void => void process.send?.(message);
const payload = new Uint8Array(FRAME_BYTES - FRAME_OVERHEAD_BYTES).fill(32);
const send = await openLane();

async function openLane(): Promise<() => boolean> {
  switch (lane) {
    case 'bare':
      return openBare();
    case 'port-dgram':
      return openPortLane('dgram');
    case 'port-native':
      return openPortLane('native');
    case 'port-native-whole':
      return openPortLane('native-whole');
    default:
      return openSession();
  }
}

async function openBare(): Promise<() => boolean> {
  const socket = createSocket('udp4');
  socket.bind(0);
  await once(socket, 'listening');
  socket.setMulticastInterface('127.0.0.1');
  const bytes = new Uint8Array(FRAME_BYTES);
  const { address, port } = groupOf(lane);
  return () => {
    socket.send(bytes, 0, FRAME_BYTES, port, address);
    return true;
  };
}

async function openPortLane(kind: PortKind): Promise<() => boolean> {
  const port = await openPort(kind);
  const destination = to ?? groupOf(lane);
  const bytes = new Uint8Array(FRAME_BYTES);
  const header: FrameHeader = {
    streamType: StreamType.TRANSPORT,
    formatType: FormatType.COMPACT_JSONL,
    flags: 0,
    burstIndex: 0,
    burstSize: 1,
    messageType: 0,
    streamId: 1,
    timestampNs: 0,
    sequence: 0,
    sessionName: Uint8Array.from({ length: 12 }, (_, i) => i),
    senderId: 0x1234_5678,
  };
  return () => {
    encodeFrame(header, payload, 0, payload.length, bytes, 0);
    if (!port.send(bytes, 0, FRAME_BYTES, destination, 0)) return false;
    header.sequence = (header.sequence + 1) >>> 0;
    return true;
  };
}

async function openSession(): Promise<() => boolean> {
  const toast = await createToast({ name: 'sender', interfaces: ['lo'], discovery: 'direct' });
  // What the machine can do is asked for, not what the ceiling allows.
  const session = await toast.openSession({ topic, rateCeilingBitsPerSecond: 1e12 });
  while (session.peers().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  if (lane === 'jmid') {
    const jmid = createJmid({ session });
    let played = 0;
    return () => {
      const note = 36 + ((played >> 1) % 48);
      const type = played++ % 2 === 0 ? 'note_on' : 'note_off';
      return jmid.send({ type, channel: 1, note, velocity: 64 });
    };
  }
  const stream = session.openStream({
    streamType: StreamType.TRANSPORT,
    formatType: FormatType.COMPACT_JSONL,
    redundancy: { copies: lane === 'toast-3' ? 3 : 1 },
  });
  const options = { timestampNs: 0 };
  return () => stream.send(payload, 0, payload.length, options);
}

async function run({ perSecond }: Step): Promise<void> {
  const startNs = clock.nowNs();
  const startCpu = cpuSeconds();
  let sent = 0;
  let refused = 0;
  for (;;) {
    const seconds = (clock.nowNs() - startNs) / 1e9;
    if (seconds >= STEP_SECONDS) {
      say({ kind: 'ran', sent, refused, seconds, cpuSeconds: cpuSeconds() - startCpu });
      return;
    }
    const due = Math.min(MOST_A_TURN, Math.floor(seconds * perSecond) - sent);
    for (let i = 0; i < due; i++) {
      if (send()) sent++;
      else refused++;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

process.on('message', (step: Step) => void run(step));
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready' });
