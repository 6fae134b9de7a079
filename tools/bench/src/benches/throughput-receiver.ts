/** The receiving process of the throughput bench. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createJmid } from '@jamnet/jmid';
import { createToast, StreamType } from '@jamnet/toast';
import { BARE_GROUP, type Count, type Lane, type ReceiverSays } from './throughput-lanes.js';

const received: Record<Lane, number> = { bare: 0, 'toast-1': 0, 'toast-3': 0, jmid: 0 };
const say = (message: ReceiverSays): void => void process.send?.(message);

const socket = createSocket({ type: 'udp4', reuseAddr: true });
socket.bind(BARE_GROUP.port, BARE_GROUP.address);
await once(socket, 'listening');
socket.addMembership(BARE_GROUP.address, '127.0.0.1');
socket.setRecvBufferSize(4 * 1024 * 1024);
socket.on('message', () => received.bare++);

const toast = await createToast({ name: 'receiver', interfaces: ['lo'], discovery: false });
const session = await toast.openSession({ topic: process.argv[2] });
session.subscribe({ streamType: StreamType.TRANSPORT }, () => received['toast-1']++);
session.subscribe({ streamType: StreamType.SYNC }, () => received['toast-3']++);
createJmid({ session, send: false }).onMessage((_event, info) => {
  if (!info.synthesised) received.jmid++;
});

process.on('message', (_message: Count) => say({ kind: 'counted', received }));
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready' });
