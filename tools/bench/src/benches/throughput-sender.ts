/** The sending process of the throughput bench. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createJmid } from '@jamnet/jmid';
import { createToast, FormatType, FRAME_OVERHEAD_BYTES, StreamType } from '@jamnet/toast';
import { createSystemClock } from '@jamnet/wire';
import {
  BARE_GROUP,
  FRAME_BYTES,
  type Lane,
  type SenderSays,
  type Step,
} from './throughput-lanes.js';

const STEP_SECONDS = 1;
/** More in one turn of the loop would only fill queues. */
const MOST_A_TURN = 64;

const clock = createSystemClock();
const say = (message: SenderSays): void => void process.send?.(message);

const bare = createSocket('udp4');
bare.bind(0);
await once(bare, 'listening');
bare.setMulticastInterface('127.0.0.1');
const bytes = new Uint8Array(FRAME_BYTES);

const toast = await createToast({ name: 'sender', interfaces: ['lo'], discovery: false });
// What the machine can do is asked for, not what the ceiling allows.
const session = await toast.openSession({ topic: process.argv[2], rateCeilingBitsPerSecond: 1e12 });
const open = (streamType: number, copies: number) =>
  session.openStream({ streamType, formatType: FormatType.COMPACT_JSONL, redundancy: { copies } });
const one = open(StreamType.TRANSPORT, 1);
const three = open(StreamType.SYNC, 3);
const jmid = createJmid({ session });
const payload = new Uint8Array(FRAME_BYTES - FRAME_OVERHEAD_BYTES).fill(32);
const options = { timestampNs: 0 };
let played = 0;

const send: Record<Lane, () => boolean> = {
  bare() {
    bare.send(bytes, 0, FRAME_BYTES, BARE_GROUP.port, BARE_GROUP.address);
    return true;
  },
  'toast-1': () => one.send(payload, 0, payload.length, options),
  'toast-3': () => three.send(payload, 0, payload.length, options),
  jmid() {
    const note = 36 + ((played >> 1) % 48);
    return jmid.send({
      type: played++ % 2 === 0 ? 'note_on' : 'note_off',
      channel: 1,
      note,
      velocity: 64,
    });
  },
};

async function run({ lane, perSecond }: Step): Promise<void> {
  const startNs = clock.nowNs();
  let sent = 0;
  for (;;) {
    const seconds = (clock.nowNs() - startNs) / 1e9;
    if (seconds >= STEP_SECONDS) {
      say({ kind: 'ran', sent, seconds });
      return;
    }
    const due = Math.min(MOST_A_TURN, Math.floor(seconds * perSecond) - sent);
    for (let i = 0; i < due; i++) if (send[lane]()) sent++;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

while (session.peers().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
process.on('message', (step: Step) => void run(step));
process.on('disconnect', () => process.exit(0));
say({ kind: 'ready' });
