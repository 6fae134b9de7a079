import type { JmidEvent } from '@jamnet/schemas';
import { JamError } from '@jamnet/wire';
import { encodeMidiBytes, midiByteLength } from '../v1/midi-bytes.js';
import { checkPositiveInteger } from '../v1/option-checks.js';
import { isMidi2, translateToMidi1 } from '../v1/translation.js';
import { createGrowingBytes, type GrowingBytes } from './growing-bytes.js';

/** An event to be written. */
export interface MidiFileInput {
  /** Microseconds from the start of the file, 0 or more; its fraction is rounded away. */
  readonly timeUs: number;
  readonly message: JmidEvent;
}

/** How a file is written. */
export interface WriteMidiFileOptions {
  /**
   * Ticks of a quarter note, 1-32767. With the default tempo 25,000 makes a tick 20 µs, so a time moves by at most 10 µs;
   * a MIDI 1.0 cable needs 960 µs for one note. For a piece with bars choose 480 or 960 and its tempo.
   * @default 25_000
   */
  readonly ticksPerQuarter?: number;
  /**
   * Quarter notes a minute, 4-60000; the file says it in whole microseconds a quarter.
   * @default 120
   */
  readonly tempoBpm?: number;
  /** Name of the piece, written as UTF-8. */
  readonly name?: string;
}

/** A file and what became of the events. */
export interface WrittenMidiFile {
  readonly bytes: Uint8Array;
  /** 0 where all events are of one group, else 1: a track with the tempo, then one for each group. */
  readonly format: 0 | 1;
  /** Length of a tick in microseconds. A time in the file is off by at most half of it. */
  readonly resolutionUs: number;
  /** Events that are in the file. */
  readonly written: number;
  /** MIDI 2.0 events among them: a file of this kind holds MIDI 1.0. */
  readonly translated: number;
  /** Events among the translated that lost something. */
  readonly lossy: number;
  /** Events that are not in the file: no MIDI 1.0 form, a piece of a SysEx, or a field out of range. */
  readonly leftOut: number;
}

const DEFAULT_TICKS_PER_QUARTER = 25_000;
const DEFAULT_TEMPO_BPM = 120;
const MAX_TICKS_PER_QUARTER = 0x7fff;
const MAX_DELTA = 0x0fff_ffff;
const MICROSECONDS_PER_MINUTE = 60_000_000;
/** A file holds up to 2^24 - 1 microseconds a quarter, which is 3.6 quarters a minute. */
const MIN_TEMPO_BPM = 4;
const MAX_TEMPO_BPM = 60_000;

/**
 * Writes events as a Standard MIDI File, in the order of their times; those of one moment stay in the order in which they
 * were given (across groups: in the order of groups). Throws a JamError 'bad-option' for a bad option or time.
 *
 * Lost are `timestamp`, `sequence` and `version` of the messages, what {@link WrittenMidiFile} counts, and time below the
 * resolution. System common and real-time messages are written as F7 events, which keeps them, though few sequencers play them.
 */
export function writeMidiFile(
  events: readonly MidiFileInput[],
  options: WriteMidiFileOptions = {},
): WrittenMidiFile {
  const ticksPerQuarter = checkTicksPerQuarter(options.ticksPerQuarter);
  const microsecondsPerQuarter = checkTempo(options.tempoBpm ?? DEFAULT_TEMPO_BPM);
  const resolutionUs = microsecondsPerQuarter / ticksPerQuarter;
  const prepared = prepare(events, resolutionUs);
  const groups = [...new Set(prepared.lines.map((line) => line.group))].sort((a, b) => a - b);
  const single = groups.length === 0 || (groups.length === 1 && groups[0] === 1);

  const file = createGrowingBytes();
  writeHeader(file, single ? 0 : 1, single ? 1 : groups.length + 1, ticksPerQuarter);
  const first = createGrowingBytes();
  if (options.name !== undefined) writeMeta(first, 0x03, new TextEncoder().encode(options.name));
  writeMeta(first, 0x51, [
    microsecondsPerQuarter >>> 16,
    microsecondsPerQuarter >>> 8,
    microsecondsPerQuarter,
  ]);
  if (single) writeLines(first, prepared.lines);
  writeTrack(file, first);
  for (const group of single ? [] : groups) {
    const track = createGrowingBytes();
    writeMeta(track, 0x21, [group - 1]);
    writeLines(
      track,
      prepared.lines.filter((line) => line.group === group),
    );
    writeTrack(file, track);
  }
  return {
    bytes: file.view().slice(),
    format: single ? 0 : 1,
    resolutionUs,
    ...prepared.counts,
  };
}

/** A message that is known to encode. */
interface Line {
  readonly tick: number;
  readonly group: number;
  readonly message: JmidEvent;
}

function prepare(unordered: readonly MidiFileInput[], resolutionUs: number) {
  const counts = { written: 0, translated: 0, lossy: 0, leftOut: 0 };
  const lines: Line[] = [];
  const encode = createEncoder();
  const events = [...unordered].sort((a, b) => Math.round(a.timeUs) - Math.round(b.timeUs)); // stable
  for (const { timeUs, message } of events) {
    if (!(timeUs >= 0 && timeUs <= Number.MAX_SAFE_INTEGER)) {
      throw new JamError('bad-option', `timeUs is ${timeUs}; it must be from 0 to 2^53 - 1`);
    }
    const { events: messages, lossy } = translateToMidi1(message);
    const group = message.group ?? 1;
    const writable = messages.length > 0 && messages.every((each) => encode(each) !== null);
    if (!writable || !Number.isInteger(group) || group < 1 || group > 16) {
      counts.leftOut++;
      continue;
    }
    counts.written++;
    if (isMidi2(message)) counts.translated++;
    if (lossy) counts.lossy++;
    const tick = Math.round(Math.round(timeUs) / resolutionUs);
    for (const each of messages) lines.push({ tick, group, message: each });
  }
  return { lines, counts };
}

/** Encodes into an array that it uses again for the next message; null where the message has no bytes. */
function createEncoder(): (message: JmidEvent) => Uint8Array | null {
  let scratch = new Uint8Array(256);
  return (message) => {
    const length = midiByteLength(message);
    if (length > scratch.length) scratch = new Uint8Array(length);
    return encodeMidiBytes(message, scratch, 0) < 0 ? null : scratch.subarray(0, length);
  };
}

function writeHeader(file: GrowingBytes, format: number, tracks: number, division: number): void {
  file.append([0x4d, 0x54, 0x68, 0x64]); // MThd
  file.u32(6);
  file.u16(format);
  file.u16(tracks);
  file.u16(division);
}

function writeTrack(file: GrowingBytes, track: GrowingBytes): void {
  writeMeta(track, 0x2f, []);
  file.append([0x4d, 0x54, 0x72, 0x6b]); // MTrk
  file.u32(track.length);
  file.append(track.view());
}

function writeLines(track: GrowingBytes, lines: readonly Line[]): void {
  const encode = createEncoder();
  let tick = 0;
  for (const line of lines) {
    let delta = line.tick - tick;
    for (; delta > MAX_DELTA; delta -= MAX_DELTA) writeFiller(track);
    tick = line.tick;
    track.quantity(delta);
    writeMessage(track, encode(line.message)!);
  }
}

/** A channel message as it is, a SysEx with its length behind F0, everything else of the system inside an F7 event. */
function writeMessage(track: GrowingBytes, bytes: Uint8Array): void {
  const status = bytes[0]!;
  if (status >= 0xf0) {
    const body = status === 0xf0 ? bytes.subarray(1) : bytes;
    track.u8(status === 0xf0 ? 0xf0 : 0xf7);
    track.quantity(body.length);
    track.append(body);
  } else {
    track.append(bytes);
  }
}

/** An empty text that carries the longest delta time, for a rest longer than that (89 minutes by default). */
function writeFiller(track: GrowingBytes): void {
  track.quantity(MAX_DELTA);
  track.append([0xff, 0x01, 0]);
}

function writeMeta(track: GrowingBytes, kind: number, data: ArrayLike<number>): void {
  track.append([0, 0xff, kind]);
  track.quantity(data.length);
  track.append(data);
}

function checkTicksPerQuarter(value: number | undefined): number {
  const ticks = checkPositiveInteger('ticksPerQuarter', value, DEFAULT_TICKS_PER_QUARTER);
  if (ticks > MAX_TICKS_PER_QUARTER) {
    throw new JamError(
      'bad-option',
      `ticksPerQuarter is ${ticks}; a file holds at most ${MAX_TICKS_PER_QUARTER}`,
    );
  }
  return ticks;
}

function checkTempo(tempoBpm: number): number {
  if (!(tempoBpm >= MIN_TEMPO_BPM && tempoBpm <= MAX_TEMPO_BPM)) {
    throw new JamError(
      'bad-option',
      `tempoBpm is ${tempoBpm}; it must be from ${MIN_TEMPO_BPM} to ${MAX_TEMPO_BPM}`,
    );
  }
  return Math.round(MICROSECONDS_PER_MINUTE / tempoBpm);
}
