/** Median cost of one call, in nanoseconds, of what is done to every message. Run: `npx tsx --conditions=@jamnet/source packages/schemas/bench/messages.ts` */
import { cpus } from 'node:os';
import {
  MessageSchemas,
  checkMessage,
  decodeCompact,
  decodeEvent,
  decodeMessagePack,
  encodeEventInto,
  fromStandardText,
  readSequenceFromEnd,
  toMessagePack,
  toStandardText,
  validate,
  type HeartbeatMessage,
  type JamMessage,
  type JmidEvent,
} from '@jamnet/schemas';

const BATCH = 200;
const BATCHES = 2000;

/** Calls in batches long enough for the clock to see; median and 99th percentile over the batches. */
function measure(call: (round: number) => unknown): { p50: number; p99: number } {
  const times = new Float64Array(BATCHES);
  let kept: unknown;
  for (let batch = -BATCHES; batch < BATCHES; batch += 1) {
    const start = process.hrtime.bigint();
    for (let round = 0; round < BATCH; round += 1) kept = call(round);
    if (batch >= 0) times[batch] = Number(process.hrtime.bigint() - start) / BATCH;
  }
  if (kept === times) throw new Error('never');
  times.sort();
  return { p50: times[BATCHES / 2]!, p99: times[Math.floor(BATCHES * 0.99)]! };
}

const notes: JmidEvent[] = Array.from({ length: BATCH }, (_, index) => ({
  type: 'note_on',
  channel: 1 + (index % 16),
  note: index % 128,
  velocity: (index * 7) % 128,
  timestamp: 12_345_678_901 + index * 997,
  sequence: 4_000 + index,
}));
const heartbeat: HeartbeatMessage = {
  type: 'heartbeat',
  name: 'anna',
  clock: '0123abcd',
  endpoints: ['192.168.1.5:40123', '[fe80::1]:40123'],
  rate: 1000,
  plan: [0, 250, 500],
  previous: [41, 12_345_678_901_234],
  heard: Array.from({ length: 4 }, (_, index) => [
    305_419_896 + index,
    7,
    12_345_678_901_234,
    12_345_678_999_999,
    [66, -1, 50, 50, 50, 50, 50, 0, 120],
  ]),
};

const bytes = new Uint8Array(65_536);
const starts: number[] = [0];
for (const note of notes) starts.push(encodeEventInto(bytes, starts.at(-1)!, note));
const unordered = notes.map((note) => {
  const { sequence, ...rest } = note;
  return new TextEncoder().encode(
    JSON.stringify({
      seq: sequence,
      t: 'n+',
      ver: 'jamnet/1.3',
      extra: [1],
      n: (rest as { note: number }).note,
      c: 1,
      v: 1,
    }),
  );
});
const texts = notes.map((note) => toStandardText(note) as string);
const packs = notes.map((note) => toMessagePack(note) as Uint8Array);
const room = new Uint8Array(2048);
const rows: [string, (round: number) => unknown][] = [
  ['validate(note_on)', (round) => validate(notes[round])],
  ['checkMessage(note_on)', (round) => checkMessage(notes[round])],
  [
    'zod safeParse(note_on), for comparison',
    (round) => MessageSchemas['jamnet/1.0'].note_on.safeParse(notes[round]),
  ],
  ['validate(heartbeat of 4 peers)', () => validate(heartbeat)],
  ['encodeEventInto(note_on)', (round) => encodeEventInto(room, 0, notes[round]!)],
  [
    'decodeEvent(canonical line)',
    (round) => decodeEvent(bytes, starts[round]!, starts[round + 1]!),
  ],
  [
    'decodeEvent(any other line)',
    (round) => decodeEvent(unordered[round]!, 0, unordered[round]!.length),
  ],
  [
    'decodeCompact, through JSON.parse',
    (round) => decodeCompact(bytes, starts[round]!, starts[round + 1]!),
  ],
  ['readSequenceFromEnd', (round) => readSequenceFromEnd(bytes, starts[round + 1]!)],
  ['toStandardText(note_on)', (round) => toStandardText(notes[round] as JamMessage)],
  ['fromStandardText(note_on)', (round) => fromStandardText(texts[round]!)],
  ['toMessagePack(note_on)', (round) => toMessagePack(notes[round]!)],
  [
    'decodeMessagePack(note_on)',
    (round) => decodeMessagePack(packs[round]!, 0, packs[round]!.length),
  ],
];

process.stdout.write(
  `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown'}, ns per call, median and p99 of ${BATCHES} batches of ${BATCH}\n`,
);
for (const [name, call] of rows) {
  const { p50, p99 } = measure(call);
  process.stdout.write(
    `${name.padEnd(42)} ${p50.toFixed(0).padStart(7)} ${p99.toFixed(0).padStart(7)}\n`,
  );
}
