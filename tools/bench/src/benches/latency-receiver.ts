/** The receiving process of the latency bench. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createJmid } from '@jamnet/jmid';
import { createToast, StreamType } from '@jamnet/toast';
import { createSystemClock, readU32, readU64 } from '@jamnet/wire';
import { BARE_GROUPS, LANES, type LatencyPlan, type ReceiverSays } from './latency-lanes.js';

const plan = JSON.parse(process.argv[2]) as LatencyPlan;
const clock = createSystemClock();
const latenciesNs = LANES.map(() => new Float64Array(plan.rounds).fill(NaN));
const note = (lane: number, round: number, ns: number): void => {
  const index = round - plan.warmUpRounds;
  if (index >= 0) latenciesNs[lane][index] = ns;
};
const say = (message: ReceiverSays): void => void process.send?.(message);

for (const [lane, group] of BARE_GROUPS.entries()) {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.bind(group.port, group.address);
  await once(socket, 'listening');
  socket.addMembership(group.address, '127.0.0.1');
  socket.on('message', (bytes) => {
    const arrivalNs = clock.nowNs();
    note(lane, readU32(bytes, 8), arrivalNs - readU64(bytes, 0));
  });
}

const toast = await createToast({ name: 'receiver', interfaces: ['lo'], discovery: false });
const session = await toast.openSession({ topic: plan.topic });
session.subscribe({ streamType: StreamType.TRANSPORT }, (frame) => {
  const arrivalNs = clock.nowNs();
  note(2, readU32(frame.bytes, frame.payloadOffset), arrivalNs - frame.timestampNs);
});
createJmid({ session, send: false }).onMessage((event, info) => {
  const arrivalNs = clock.nowNs();
  if (info.synthesised) return;
  note(3, (event.sequence as number) - 1, arrivalNs - Number(event.timestamp) * 1000);
});

process.on('message', () => {
  say({ kind: 'received', latenciesNs });
  void toast.close().then(() => setTimeout(() => process.exit(0), 200));
});
say({ kind: 'ready' });
