import {
  checkMessage,
  decodeEvent,
  decodeMessagePack,
  decodeStandard,
  encodeEventInto,
  encodeMessagePackInto,
  encodeStandardInto,
  type JmidEvent,
  MessageSchemas,
  readSequenceFromEnd,
} from '@jamnet/schemas';
import {
  createDuplicateFilter,
  createFrameView,
  createLossMeter,
  decodeFrame,
  encodeFrame,
  type FrameHeader,
  narrowPlan,
  setBurst,
} from '@jamnet/toast';
import { crc32, createSystemClock } from '@jamnet/wire';
import { Bench as Tinybench } from 'tinybench';
import { quantiles } from '../report/quantiles.js';
import { createPathFixture } from './path-fixture.js';

export const BATCH = 1000;
/** Frames that a receiver gets between two heartbeats when an event comes every 1.5 ms. */
export const FRAMES = 64;
export const PAYLOAD_BYTES = 108;
const SLEEPS = 512;

/** What one thing costs. */
export interface Cost {
  readonly name: string;
  /** In a busy loop: everything is in the caches. */
  readonly medianNs: number;
  readonly p99Ns: number;
  /** Once after a sleep of a millisecond, as when an event comes now and then. */
  readonly afterSleepNs: number;
}

/** What ran must have had an effect, or the compiler may leave it out. */
let sink = 0;

export interface TaskToMeasure {
  readonly name: string;
  readonly batch: number;
  /** Does the one thing, for the `i`-th time of a batch. */
  once(i: number): void;
  /** Makes what the next batch needs; not measured. */
  prepare?(): void;
}

export async function measure(tasks: readonly TaskToMeasure[]): Promise<Cost[]> {
  const bench = new Tinybench({ time: 700, warmupTime: 200 });
  for (const { name, batch, once, prepare } of tasks) {
    const run = (): void => {
      for (let i = 0; i < batch; i++) once(i);
    };
    bench.add(name, run, prepare === undefined ? {} : { beforeEach: prepare });
  }
  await bench.run();
  const nothing = await afterSleep({ name: 'nothing', batch: SLEEPS, once: () => undefined });
  const costs: Cost[] = [];
  for (const [i, { name, result }] of bench.tasks.entries()) {
    if (result.state !== 'completed') throw new Error(`${name}: ${result.state}`);
    const ns = (ms: number): number => (ms * 1e6) / tasks[i].batch;
    costs.push({
      name,
      medianNs: ns(result.latency.p50),
      p99Ns: ns(result.latency.p99),
      afterSleepNs: (await afterSleep(tasks[i])) - nothing,
    });
  }
  return costs;
}

async function afterSleep({ batch, once, prepare }: TaskToMeasure): Promise<number> {
  const clock = createSystemClock();
  const samples = new Float64Array(SLEEPS);
  for (let n = 0; n < SLEEPS; n++) {
    if (n % batch === 0) prepare?.();
    await new Promise((resolve) => setTimeout(resolve, 1));
    const startNs = clock.nowNs();
    once(n % batch);
    samples[n] = clock.nowNs() - startNs;
  }
  return quantiles(samples).p50;
}

function loop(name: string, once: (i: number) => number): TaskToMeasure {
  return {
    name,
    batch: BATCH,
    once(i) {
      sink = (sink + once(i)) | 0;
    },
  };
}

export function frameTasks(): TaskToMeasure[] {
  const header: FrameHeader = {
    streamType: 1,
    formatType: 1,
    flags: 0,
    burstIndex: 0,
    burstSize: 3,
    messageType: 0,
    streamId: 1,
    timestampNs: 123_456_789_012_345,
    sequence: 0,
    sessionName: Uint8Array.from({ length: 12 }, (_, i) => i),
    senderId: 0x1234_5678,
  };
  const payload = Uint8Array.from({ length: PAYLOAD_BYTES }, (_, i) => 32 + (i % 90));
  const bytes = new Uint8Array(1200);
  const view = createFrameView();
  const encode = (i: number): number => {
    header.sequence = i;
    return encodeFrame(header, payload, 0, PAYLOAD_BYTES, bytes, 0);
  };
  const end = encode(0);
  const fresh = createDuplicateFilter();
  const seen = createDuplicateFilter();
  let sequence = 0;
  seen.accept(0);
  const meter = createLossMeter();
  const offsetsUs = narrowPlan(3).offsetsUs;
  let metered = 0;
  const note = (copy: number): void => meter.note(metered, copy, 3, metered * 1.5e6 + copy * 2e5);
  return [
    loop('encode a frame', encode),
    loop('make it the next copy', (i) => {
      setBurst(bytes, 0, i % 3, 3);
      return bytes[7];
    }),
    loop('check a frame: CRC-32 and header', () => decodeFrame(bytes, 0, end, view)),
    loop('of which CRC-32', () => crc32(bytes, 0, end - 4)),
    loop('duplicate filter, a new sequence', () => fresh.accept((sequence = (sequence + 1) >>> 0))),
    loop('duplicate filter, a copy', () => seen.accept(0)),
    loop('loss meter, a frame of three copies noted and judged', () => {
      for (let copy = 0; copy < 3; copy++) note(copy);
      metered++;
      if (metered % FRAMES === 0) meter.settle(metered * 1.5e6, offsetsUs);
      return metered;
    }),
  ];
}

export function messageTasks(): TaskToMeasure[] {
  const events: JmidEvent[] = Array.from({ length: BATCH }, (_, i) => ({
    type: 'note_on',
    channel: 1 + (i % 16),
    note: 36 + (i % 48),
    velocity: 1 + (i % 127),
    timestamp: 123_456_789_012 + i * 1500,
    sequence: 1_000_000 + i,
  }));
  const bytes = new Uint8Array(300);
  const written = (encode: (event: JmidEvent, to: Uint8Array) => number): Uint8Array[] =>
    events.map((event) => bytes.slice(0, encode(event, bytes)));
  const compact = written((event, to) => encodeEventInto(to, 0, event));
  const standard = written((event, to) => encodeStandardInto(event, to, 0));
  const msgpack = written((event, to) => encodeMessagePackInto(event, to, 0));
  const schema = MessageSchemas['jamnet/1.0'].note_on;
  const status = (result: unknown): number => (typeof result === 'number' ? result : 1);
  return [
    loop('encode, compact line', (i) => encodeEventInto(bytes, 0, events[i])),
    loop('parse, compact line', (i) => status(decodeEvent(compact[i], 0, compact[i].length))),
    loop('its sequence alone, from the end of the line', (i) =>
      readSequenceFromEnd(compact[i], compact[i].length),
    ),
    loop('validate, generated check', (i) => checkMessage(events[i])),
    loop('validate, zod schema', (i) => (schema.safeParse(events[i]).success ? 1 : 0)),
    loop('encode, standard JSON', (i) => encodeStandardInto(events[i], bytes, 0)),
    loop('parse, standard JSON', (i) => status(decodeStandard(standard[i], 0, standard[i].length))),
    loop('encode, MessagePack', (i) => encodeMessagePackInto(events[i], bytes, 0)),
    loop('parse, MessagePack', (i) => status(decodeMessagePack(msgpack[i], 0, msgpack[i].length))),
  ];
}

export async function pathTasks(): Promise<TaskToMeasure[]> {
  const path = await createPathFixture();
  path.receiverSession.subscribe({ streamType: 5 }, (frame) => (sink += frame.payloadLength));
  path.jmidReceiver.onMessage((event) => (sink += event.type.length));
  const payload = new Uint8Array(PAYLOAD_BYTES).fill(65);
  const options = { timestampNs: 0 };
  const streams = { one: path.openStream({ copies: 1 }), three: path.openStream({ copies: 3 }) };
  let played = -1;
  let waiting: readonly Uint8Array[] = [];
  const play = (): void => {
    played++;
    const note = 36 + ((played >> 1) % 48);
    const type = played % 2 === 0 ? 'note_on' : 'note_off';
    path.jmidSender.send({ type, channel: 1, note, velocity: 100 });
  };
  const deliver = (i: number): void =>
    path.receiverPort.deliver(waiting[i], path.time.clock.nowNs());
  /** Datagrams of the next batch, as they come in real time. */
  const carry = (send: () => void, which: 'first' | 'further') => (): void => {
    path.take();
    for (let i = 0; i < FRAMES; i++) {
      send();
      path.pass();
    }
    const sent = path.take();
    // A copy is a copy only after the first has come.
    if (which === 'further') {
      waiting = sent.first;
      for (let i = 0; i < waiting.length; i++) deliver(i);
    }
    waiting = sent[which].slice(0, FRAMES);
  };
  const quiet = (): void => {
    path.take();
    path.time.runFor(1.5e6 * FRAMES);
  };
  const sending = (name: string, once: () => void): TaskToMeasure => {
    return { name, batch: FRAMES, once, prepare: quiet };
  };
  const receiving = (name: string, prepare: () => void): TaskToMeasure => {
    return { name, batch: FRAMES, once: deliver, prepare };
  };
  const sendOne = (): void => void streams.one.send(payload, 0, PAYLOAD_BYTES, options);
  const sendThree = (): void => void streams.three.send(payload, 0, PAYLOAD_BYTES, options);
  const playNow = (): void => {
    play();
    path.time.runFor(0);
  };
  return [
    sending('toast, stream.send, one copy', sendOne),
    sending('toast, stream.send, three copies', sendThree),
    receiving('toast, datagram to subscriber', carry(sendOne, 'first')),
    receiving('toast, a further copy', carry(sendThree, 'further')),
    sending('jmid.send, three copies, history', playNow),
    receiving('jmid, datagram with history to onMessage', carry(playNow, 'first')),
    receiving('jmid, a further copy', carry(playNow, 'further')),
  ];
}
