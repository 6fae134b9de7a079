/** The receiving process of the throughput benches. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createJmid } from '@jamnet/jmid';
import {
  createDuplicateFilter,
  createFrameView,
  createToast,
  decodeFrame,
  StreamType,
  Verdict,
} from '@jamnet/toast';
import {
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  type Destination,
} from '@jamnet/wire';
import { cpuSeconds } from '../cpu-seconds.js';
import { openPort, type PortKind } from '../open-port.js';
import { type Count, groupOf, type ReceiverSays, type ThroughputPlan } from './throughput-lanes.js';

const { lane, topic } = JSON.parse(process.argv[2]) as ThroughputPlan;
const say = (message: ReceiverSays): void => void process.send?.(message);
let received = 0;
let endpoint: Destination | undefined;

switch (lane) {
  case 'bare':
    await receiveBare();
    break;
  case 'port-dgram':
    await receivePort('dgram');
    break;
  case 'port-native':
    await receivePort('native');
    break;
  case 'port-native-whole':
    await receivePort('native-whole');
    break;
  default:
    await receiveSession();
}
process.on('message', (_message: Count) =>
  say({ kind: 'counted', received, cpuSeconds: cpuSeconds() }),
);
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready', endpoint });

async function receiveBare(): Promise<void> {
  const { address, port } = groupOf(lane);
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.bind(port, address);
  await once(socket, 'listening');
  socket.addMembership(address, '127.0.0.1');
  socket.setRecvBufferSize(4 * 1024 * 1024);
  socket.on('message', () => received++);
}

async function receivePort(kind: PortKind): Promise<void> {
  const port = await openPort(kind);
  const frame = createFrameView();
  const filter = createDuplicateFilter();
  port.onBatch((view, descriptors, count) => {
    for (let at = 0; at < count * DESCRIPTOR_BYTES; at += DESCRIPTOR_BYTES) {
      const offset = descriptors.getUint32(at + DESCRIPTOR_OFFSET, true);
      const end = offset + descriptors.getUint16(at + DESCRIPTOR_LENGTH, true);
      if (decodeFrame(view, offset, end, frame) < 0) continue;
      if (filter.accept(frame.sequence) === Verdict.NEW) received++;
    }
  });
  await port.join(groupOf(lane));
  endpoint = port.endpoints()[0];
}

async function receiveSession(): Promise<void> {
  const toast = await createToast({ name: 'receiver', interfaces: ['lo'], discovery: 'direct' });
  const session = await toast.openSession({ topic });
  session.subscribe({ streamType: StreamType.TRANSPORT }, () => received++);
  createJmid({ session, send: false }).onMessage((_event, info) => {
    if (!info.synthesised) received++;
  });
}
