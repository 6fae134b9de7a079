/**
 * Cost of the codecs in nanoseconds per event, over events of a mixture that a keyboard and a sequencer send.
 *
 *     npx tsx --conditions=@jamnet/source packages/jmid/bench/codecs.ts
 */
import type { JmidEvent } from '@jamnet/schemas';
import {
  createMidiByteParser,
  createUmpReader,
  decodeMidiBytes,
  decodeUmp,
  encodeMidiBytes,
  encodeUmp,
  readMidiFile,
  translateToMidi1,
  translateToMidi2,
  writeMidiFile,
  type EventSlot,
} from '@jamnet/jmid';
import { Bench } from 'tinybench';

const EVENTS = 1000;

const events: JmidEvent[] = Array.from({ length: EVENTS }, (_, i) => {
  const channel = 1 + (i % 16);
  const note = 36 + (i % 48);
  if (i % 10 < 4) return { type: 'note_on', channel, note, velocity: 1 + (i % 127) };
  if (i % 10 < 8) return { type: 'note_off', channel, note, velocity: 64 };
  if (i % 10 < 9) return { type: 'control_change', channel, controller: 1, value: i % 128 };
  return { type: 'pitch_bend', channel, bend: i * 16 };
});
const events2 = events.map(translateToMidi2);

const bytes = new Uint8Array(EVENTS * 3);
const words = new Uint32Array(EVENTS);
const words2 = new Uint32Array(EVENTS * 2);
const slot: EventSlot = { event: null };
let sink = 0;

function encodeAll<T>(
  list: readonly JmidEvent[],
  target: T,
  encode: (event: JmidEvent, target: T, offset: number) => number,
): number {
  let at = 0;
  for (const event of list) at = encode(event, target, at);
  return at;
}

function decodeAll<T extends { length: number }>(
  source: T,
  decode: (source: T, offset: number, slot: EventSlot) => number,
): void {
  for (let at = 0; at < source.length;) at = decode(source, at, slot);
}

encodeAll(events, bytes, encodeMidiBytes);
encodeAll(events, words, encodeUmp);
encodeAll(events2, words2, encodeUmp);
const timed = events.map((message, i) => ({ timeUs: i * 1000, message }));
const fileBytes = writeMidiFile(timed).bytes;
const byteParser = createMidiByteParser(() => sink++);
const umpReader = createUmpReader(() => sink++);

const bench = new Bench({ time: 500, warmupTime: 100 });
bench
  .add('bytes, encode', () => void encodeAll(events, bytes, encodeMidiBytes))
  .add('bytes, decode', () => decodeAll(bytes, decodeMidiBytes))
  .add('bytes, stream parser', () => byteParser.push(bytes))
  .add('UMP of MIDI 1.0, encode', () => void encodeAll(events, words, encodeUmp))
  .add('UMP of MIDI 1.0, decode', () => decodeAll(words, decodeUmp))
  .add('UMP of MIDI 2.0, encode', () => void encodeAll(events2, words2, encodeUmp))
  .add('UMP of MIDI 2.0, decode', () => decodeAll(words2, decodeUmp))
  .add('UMP of MIDI 2.0, stream reader', () => umpReader.push(words2))
  .add('translate 1.0 to 2.0', () => {
    for (const event of events) sink += translateToMidi2(event).type.length;
  })
  .add('translate 2.0 to 1.0', () => {
    for (const event of events2) sink += translateToMidi1(event).events.length;
  })
  .add('Standard MIDI File, write', () => {
    sink += writeMidiFile(timed).bytes.length;
  })
  .add('Standard MIDI File, read', () => {
    sink += readMidiFile(fileBytes).events.length;
  });
await bench.run();

console.table(
  bench.tasks.map(({ name, result }) => {
    if (result.state !== 'completed') throw new Error(`${name}: ${result.state}`);
    const nsPerEvent = (ms: number) => Number(((ms * 1e6) / EVENTS).toFixed(1));
    return {
      codec: name,
      'ns per event, median': nsPerEvent(result.latency.p50),
      'ns per event, p99': nsPerEvent(result.latency.p99),
    };
  }),
);
if (sink === 0) throw new Error('nothing was measured');
