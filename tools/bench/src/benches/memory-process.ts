/** The process of the memory bench: takes in peers, and says how much its heap has grown. Run with --expose-gc. */
import { createJmid } from '@jamnet/jmid';
import { encodeCompactInto, encodeEventInto } from '@jamnet/schemas';
import { createRandom, createVirtualTime } from '@jamnet/testkit';
import { createToast, encodeFrame, FormatType, type FrameHeader, StreamType } from '@jamnet/toast';
import { createMemoryPort } from '../memory-port.js';
import type { MemoryPlan, MemorySays } from './memory.js';

const plan = JSON.parse(process.argv[2]) as MemoryPlan;
const collect = globalThis.gc as () => void;
const time = createVirtualTime({ startNs: 1e12 });
const { clock, timers } = time;
const port = createMemoryPort();
const random = createRandom(1);
const toast = await createToast({
  port,
  clock,
  timers,
  random,
  clockId: '00000001',
  discovery: 'direct',
});
const session = await toast.openSession({ topic: 'midi://memory' });
session.subscribe({ streamType: StreamType.MIDI }, () => undefined);
if (plan.jmid) createJmid({ session, send: false }).onMessage(() => undefined);

const bytes = new Uint8Array(1200);
const payload = new Uint8Array(1158);
const header: FrameHeader = {
  streamType: 0,
  formatType: FormatType.COMPACT_JSONL,
  flags: 0,
  burstIndex: 0,
  burstSize: 1,
  messageType: 0,
  streamId: 0,
  timestampNs: 0,
  sequence: 0,
  sessionName: session.sessionName,
  senderId: 0,
};

function deliver(streamType: number, streamId: number, length: number): void {
  header.streamType = streamType;
  header.streamId = streamId;
  header.timestampNs = clock.nowNs();
  const end = encodeFrame(header, payload, 0, length, bytes, 0);
  port.deliver(bytes.subarray(0, end), clock.nowNs());
}

/** What a peer says of itself, and an event when it plays. */
function hear(peer: number, sequence: number): void {
  header.senderId = 1 + peer;
  header.sequence = sequence;
  const length = encodeCompactInto(
    {
      type: 'heartbeat',
      name: `peer number ${peer}`,
      clock: '00000001',
      endpoints: [`10.1.${peer >> 8}.${peer & 255}:40000`],
      rate: 10,
      ...(plan.senders ? { plan: [0, 167, 333] } : { receiveOnly: true }),
    },
    payload,
    0,
  );
  deliver(StreamType.HEARTBEAT, 0, length);
  if (!plan.senders) return;
  const event = encodeEventInto(payload, 0, {
    type: 'note_on',
    channel: 1 + (peer % 16),
    note: 60,
    velocity: 64,
    timestamp: Math.round(clock.nowNs() / 1000),
    sequence: sequence + 1,
  });
  deliver(StreamType.MIDI, 1, event);
}

function used(): number {
  for (let i = 0; i < 4; i++) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

// The first ones pay for what is made once.
for (let sequence = 0; sequence < 3; sequence++) for (let n = 0; n < 100; n++) hear(n, sequence);
const before = used();
for (let sequence = 0; sequence < 3; sequence++) {
  for (let n = 100; n < 100 + plan.peers; n++) hear(n, sequence);
  time.runFor(100e6);
}
const bytesUsed = used() - before;
const says: MemorySays = {
  kind: 'measured',
  bytes: bytesUsed,
  peersSeen: session.peers().length - 100,
};
process.send?.(says);
