import { createRandom } from '@jamnet/testkit';
import {
  createFrameView,
  decodeFrame,
  encodeFrame,
  type FrameHeader,
  MAX_DATAGRAM_BYTES,
  type RejectedStats,
} from '@jamnet/toast';
import { encodeEventInto, type JmidEvent } from '@jamnet/schemas';
import type { Bar } from '../bar.js';
import { figure } from '../report/table.js';
import { createSimulatedJam, type SimulatedPlayer } from '../simulated-jam.js';
import { inParallel } from '../workers/pool.js';

const SEEDS = 10;
const EVENTS = 5_000;
const FRAMES_A_SEED = 200_000;
const RATE = 0.1;
const MOST_FLIPS = 8;

interface CorruptionResult {
  readonly sent: number;
  readonly delivered: number;
  /** Events that came with another content than they were sent with, or that nobody sent. */
  readonly altered: number;
  readonly datagrams: number;
  readonly corrupted: number;
  /** Frames that the receiver refused, by any check; and lines within good frames that it could not read. */
  readonly refused: number;
  readonly malformed: number;
  /** Damaged frames shown to the decoder alone, and how many of them it took. */
  readonly framesTried: number;
  readonly framesTaken: number;
}

/** Plays over a network that flips bits, and compares what comes with what was sent. */
export async function trial(seed: number): Promise<CorruptionResult> {
  const jam = createSimulatedJam(seed);
  const { time, random } = jam;
  const corrupt = { rate: RATE, bits: [1, MOST_FLIPS] as const };
  const sent: string[] = [];
  let delivered = 0;
  let altered = 0;
  const listener = await jam.join('listener', {
    receive: { corrupt },
    jmid: { send: false },
    onMessage(event, info) {
      if (info.synthesised) return;
      delivered++;
      if (content(event) !== sent[(event.sequence as number) - 1]) altered++;
    },
  });
  const player = await jam.join('player', { receive: { corrupt } });
  let atNs = time.clock.nowNs() + 500e6;
  for (let n = 0; n < EVENTS; n++) {
    atNs += 2e6 + random() * 40e6;
    const type = n % 2 === 0 ? 'note_on' : 'note_off';
    const event: JmidEvent = {
      type,
      channel: 1 + (n % 16),
      note: 36 + ((n >> 1) % 48),
      velocity: Math.floor(random() * 128),
      timestamp: Math.round(atNs / 1000),
    };
    time.timers.schedule(atNs, () => {
      if (!player.jmid.send(event)) throw new Error('an event was refused');
      sent.push(content(event));
    });
  }
  time.run(atNs + 3e9);
  const sum = (of: (end: SimulatedPlayer) => number): number => of(listener) + of(player);
  const { malformed } = listener.jmid.stats();
  return {
    sent: sent.length,
    delivered,
    altered,
    datagrams: sum((end) => end.port.counters().receive.delivered),
    corrupted: sum((end) => end.port.counters().receive.corrupted),
    refused: sum(
      ({ toast, session }) => refusals(toast.stats().rejected) + refusals(session.stats().rejected),
    ),
    malformed,
    ...damageFrames(seed),
  };
}

function content(event: JmidEvent): string {
  const { sequence: _sequence, ...rest } = event;
  return JSON.stringify(Object.entries(rest).sort());
}

function refusals(rejected: Readonly<RejectedStats>): number {
  // Nobody subscribed is no damage.
  return Object.entries(rejected).reduce(
    (sum, [name, n]) => sum + (name === 'unrouted' ? 0 : n),
    0,
  );
}

/** Shows the decoder frames of all lengths with one to eight bits flipped. */
function damageFrames(seed: number): { framesTried: number; framesTaken: number } {
  const random = createRandom(1000 + seed);
  const bytes = new Uint8Array(MAX_DATAGRAM_BYTES);
  const payload = new Uint8Array(1158);
  const view = createFrameView();
  let framesTaken = 0;
  for (let n = 0; n < FRAMES_A_SEED; n++) {
    const length = randomPayload(payload, random);
    const end = encodeFrame(randomHeader(random), payload, 0, length, bytes, 0);
    const flipped = new Set<number>();
    const flips = 1 + Math.floor(random() * MOST_FLIPS);
    while (flipped.size < flips) flipped.add(Math.floor(random() * end * 8));
    for (const bit of flipped) bytes[bit >> 3] ^= 1 << (bit & 7);
    if (decodeFrame(bytes, 0, end, view) >= 0) framesTaken++;
  }
  return { framesTried: FRAMES_A_SEED, framesTaken };
}

function randomPayload(payload: Uint8Array, random: () => number): number {
  const events = Math.floor(random() * 16);
  let length = 0;
  for (let i = 0; i < events; i++) {
    const note = Math.floor(random() * 128);
    const next = encodeEventInto(payload, length, {
      type: 'note_on',
      channel: 1,
      note,
      velocity: 64,
      timestamp: Math.floor(random() * 1e12),
      sequence: Math.floor(random() * 2 ** 32),
    });
    if (next > 0) length = next;
  }
  return length;
}

function randomHeader(random: () => number): FrameHeader {
  return {
    streamType: 1,
    formatType: 1,
    flags: 0,
    burstIndex: 0,
    burstSize: 3,
    messageType: 0,
    streamId: 1,
    timestampNs: Math.floor(random() * 1e15),
    sequence: Math.floor(random() * 2 ** 32),
    sessionName: Uint8Array.from({ length: 12 }, () => Math.floor(random() * 256)),
    senderId: Math.floor(random() * 2 ** 32),
  };
}

export const bar: Bar = {
  name: 'corruption',
  bar: '10 % of datagrams with 1-8 bits flipped: none accepted, none thrown, the rest delivered',
  async run(report) {
    const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);
    const results = await inParallel<number, CorruptionResult>(
      import.meta.url,
      'trial',
      seeds,
      (done) => report(`${done} of ${SEEDS} seeds`),
    );
    const sum = (of: (result: CorruptionResult) => number): number =>
      results.reduce((total, result) => total + of(result), 0);
    const taken = sum((r) => r.framesTaken) + sum((r) => r.altered) + sum((r) => r.malformed);
    const undelivered = sum((r) => r.sent - r.delivered);
    const unrefused = sum((r) => r.corrupted - r.refused);
    return {
      figure:
        `${figure(sum((r) => r.corrupted))} of ${figure(sum((r) => r.datagrams))} datagrams damaged, ${unrefused} of them not refused; ` +
        `of ${figure(sum((r) => r.framesTried))} damaged frames the decoder took ${sum((r) => r.framesTaken)}; ` +
        `${undelivered} of ${figure(sum((r) => r.sent))} events not delivered, ${sum((r) => r.altered)} altered; nothing thrown`,
      holds: taken === 0 && undelivered === 0 && unrefused === 0,
      details: results,
    };
  },
};
