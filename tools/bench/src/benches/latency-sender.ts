/** The sending process of the latency bench: one packet every one or two milliseconds, each lane once a round, in a new order each round. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createJmid } from '@jamnet/jmid';
import { createRandom } from '@jamnet/testkit';
import {
  createToast,
  FormatType,
  FRAME_OVERHEAD_BYTES,
  type Redundancy,
  StreamType,
} from '@jamnet/toast';
import { createSystemClock, writeU32, writeU64 } from '@jamnet/wire';
import {
  BARE_GROUPS,
  FRAME_BYTES,
  LANES,
  type LatencyPlan,
  type SenderSays,
} from './latency-lanes.js';

const PROGRESS_ROUNDS = 1000;
const DATAGRAM_OVERHEAD_BYTES = 28;

const plan = JSON.parse(process.argv[2]) as LatencyPlan;
const clock = createSystemClock();
const random = createRandom(1);
const say = (message: SenderSays): void => void process.send?.(message);

const bare = createSocket('udp4');
bare.bind(0);
await once(bare, 'listening');
bare.setMulticastInterface('127.0.0.1');
const bareBytes = new Uint8Array(FRAME_BYTES);
const sendBare = (round: number, { address, port }: (typeof BARE_GROUPS)[number]): void => {
  writeU32(bareBytes, 8, round);
  writeU64(bareBytes, 0, clock.nowNs());
  bare.send(bareBytes, 0, FRAME_BYTES, port, address);
};

const toast = await createToast({ name: 'sender', interfaces: ['lo'], discovery: false });
const session = await toast.openSession({ topic: plan.topic });
const redundancy: Redundancy = plan.copies === 0 ? 'adaptive' : { copies: plan.copies };
const stream = session.openStream({
  // Not MIDI, so that JMID does not try to read it.
  streamType: StreamType.TRANSPORT,
  formatType: FormatType.COMPACT_JSONL,
  redundancy,
});
const jmid = createJmid({ session, redundancy });
const payload = new Uint8Array(FRAME_BYTES - FRAME_OVERHEAD_BYTES).fill(32);
const options = { timestampNs: 0 };
let toastCopies = 0;
const sendToast = (round: number): void => {
  writeU32(payload, 0, round);
  options.timestampNs = clock.nowNs();
  stream.send(payload, 0, payload.length, options);
  toastCopies += stream.lastCopies;
};
const sendJmid = (round: number): void => {
  const type = round % 2 === 0 ? 'note_on' : 'note_off';
  const note = 36 + ((round >> 1) % 48);
  const timestamp = Math.round(clock.nowNs() / 1000);
  jmid.send({ type, channel: 1, note, velocity: 64, timestamp });
};
const send = [
  (round: number) => sendBare(round, BARE_GROUPS[0]),
  (round: number) => sendBare(round, BARE_GROUPS[1]),
  sendToast,
  sendJmid,
];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
while (session.peers().length === 0) await pause(10);
await pause(500);
const order = LANES.map((_, lane) => lane);
for (let round = 0; round < plan.warmUpRounds + plan.rounds; round++) {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  for (const lane of order) {
    await pause(random() < 0.5 ? 1 : 2);
    send[lane](round);
  }
  if (round % PROGRESS_ROUNDS === 0) say({ kind: 'progress', round });
}
await pause(200);

const { sent, heartbeatsSent, heartbeatsRode } = session.stats();
const jmidDatagrams = sent.datagrams - toastCopies - (heartbeatsSent - heartbeatsRode);
const jmidBytes =
  sent.bytes - sent.controlBytes - toastCopies * (FRAME_BYTES + DATAGRAM_OVERHEAD_BYTES);
say({
  kind: 'sent',
  jmidFrameBytes: jmidBytes / jmidDatagrams - DATAGRAM_OVERHEAD_BYTES,
  copies: session.plan.offsetsUs.length,
  heartbeats: heartbeatsSent,
});
jmid.close();
await toast.close();
process.exit(0);
