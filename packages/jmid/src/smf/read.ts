import type { JmidEvent } from '@jamnet/schemas';
import { JamError } from '@jamnet/wire';
import { createProblemList, type ProblemList } from './problems.js';
import {
  createTempoMap,
  type MidiFileDivision,
  type TempoMap,
  type TempoMapEntry,
} from './tempo-map.js';
import { readTrack, type TickEvent, type Track } from './track-reader.js';

/** An event of a file. */
export interface MidiFileEvent {
  /** Microseconds from the start of the file, an integer. */
  readonly timeUs: number;
  /** Number of the track in the file, from 0. */
  readonly track: number;
  /** Without timestamp and sequence: those belong to a session. */
  readonly message: JmidEvent;
}

/** A Standard MIDI File. */
export interface MidiFile {
  /** 0: one track; 1: tracks that sound together; 2: tracks that stand for themselves, here one after the other. */
  readonly format: 0 | 1 | 2;
  readonly division: MidiFileDivision;
  /** Where each tempo begins; empty where the division is one of film frames. */
  readonly tempoMap: readonly TempoMapEntry[];
  /** In the order of time; events of one moment in the order of their tracks, and of one track as the file has them. */
  readonly events: readonly MidiFileEvent[];
  /** Microseconds to the end of the longest track, which is at or after the last event. */
  readonly durationUs: number;
  /** Name of the first track, which stands for the piece. */
  readonly name?: string;
  /** What was wrong with the file and how it was read all the same, for a person to read. At most 51 lines. */
  readonly problems: readonly string[];
}

const HEADER_BYTES = 14;
const CHUNK_HEAD_BYTES = 8;

/**
 * Reads a Standard MIDI File. A broken track is read as far as it goes and noted in `problems`. Throws a JamError
 * 'not-a-midi-file' that says what is wrong and at which byte where there is no valid header or no track.
 *
 * Read are all channel messages, System Exclusive (in packets too), what F7 events carry, tempi, the first track's name
 * and the port of a track (as group). Other meta events (lyrics, signatures, markers …) are stepped over.
 */
export function readMidiFile(bytes: Uint8Array): MidiFile {
  const { format, trackCount, division, end } = readHeader(bytes);
  const problems = createProblemList();
  const tracks = readTracks(bytes, end, problems);
  if (tracks.length === 0) throw refuse(end, 'no track follows the header');
  if (tracks.length !== trackCount) {
    problems.add(`the header promises ${trackCount} tracks, the file has ${tracks.length}`);
  }
  const timed = format === 2 ? inSequence(tracks, division) : together(tracks, division);
  const name = tracks[0]!.name;
  const events = cutAtLimit(timed.events, problems);
  return {
    format,
    division,
    tempoMap: timed.tempoMap,
    events,
    durationUs: Math.min(timed.durationUs, Number.MAX_SAFE_INTEGER),
    ...(name === undefined ? {} : { name }),
    problems: problems.list(),
  };
}

interface Header {
  readonly format: 0 | 1 | 2;
  readonly trackCount: number;
  readonly division: MidiFileDivision;
  readonly end: number;
}

function readHeader(bytes: Uint8Array): Header {
  const id = chunkId(bytes, 0);
  if (id === 'RIFF') throw refuse(0, 'a RIFF file: take the MIDI file out of its data chunk first');
  if (id !== 'MThd')
    throw refuse(0, `expected 'MThd', found ${bytes.length === 0 ? 'nothing' : quote(id)}`);
  if (bytes.length < HEADER_BYTES) {
    throw refuse(
      bytes.length,
      `the header needs ${HEADER_BYTES} bytes, the file has ${bytes.length}`,
    );
  }
  const length = readU32BigEndian(bytes, 4);
  if (length < 6) throw refuse(4, `the header says it has ${length} bytes, it must have 6`);
  const format = readU16BigEndian(bytes, 8);
  if (format !== 0 && format !== 1 && format !== 2) {
    throw refuse(8, `format ${format}; formats 0, 1 and 2 exist`);
  }
  const trackCount = readU16BigEndian(bytes, 10);
  return { format, trackCount, division: readDivision(bytes), end: CHUNK_HEAD_BYTES + length };
}

function readDivision(bytes: Uint8Array): MidiFileDivision {
  const division = readU16BigEndian(bytes, 12);
  if (division < 0x8000) {
    if (division === 0) throw refuse(12, 'a quarter note of 0 ticks');
    return { ticksPerQuarter: division };
  }
  const framesPerSecond = 0x100 - (division >> 8);
  const ticksPerFrame = division & 0xff;
  if (![24, 25, 29, 30].includes(framesPerSecond)) {
    throw refuse(12, `${framesPerSecond} frames a second; 24, 25, 29 and 30 exist`);
  }
  if (ticksPerFrame === 0) throw refuse(13, 'a frame of 0 ticks');
  return { framesPerSecond, ticksPerFrame };
}

function readTracks(bytes: Uint8Array, from: number, problems: ProblemList): Track[] {
  const tracks: Track[] = [];
  let at = from;
  while (at + CHUNK_HEAD_BYTES <= bytes.length) {
    const start = at + CHUNK_HEAD_BYTES;
    const length = readU32BigEndian(bytes, at + 4);
    const end = Math.min(start + length, bytes.length);
    // Chunks of other kinds are allowed and mean nothing to us.
    if (chunkId(bytes, at) === 'MTrk') {
      if (start + length > bytes.length) {
        const missing = start + length - bytes.length;
        problems.add(
          `track ${tracks.length}, byte ${at + 4}: ${missing} bytes of the track are missing`,
        );
      }
      tracks.push(readTrack(bytes, start, end, tracks.length, problems));
    }
    at = end;
  }
  if (at < bytes.length) problems.add(`byte ${at}: ${bytes.length - at} bytes that are no chunk`);
  return tracks;
}

interface TimedFile {
  readonly events: MidiFileEvent[];
  readonly tempoMap: readonly TempoMapEntry[];
  readonly durationUs: number;
}

/** Formats 0 and 1: one time line for all tracks. */
function together(tracks: readonly Track[], division: MidiFileDivision): TimedFile {
  const tempi = tracks.flatMap((track) => track.tempi).sort((a, b) => a.tick - b.tick);
  const tempoMap = createTempoMap(division, tempi);
  const byTick = tracks.flatMap((track) => track.events).sort((a, b) => a.tick - b.tick); // stable
  const events = byTick.map((event) => timedEvent(event, tempoMap, 0));
  const endTick = tracks.reduce((latest, track) => Math.max(latest, track.endTick), 0);
  return { events, tempoMap: tempoMap.entries, durationUs: tempoMap.timeUs(endTick) };
}

/** Format 2: each track has a time line of its own, which begins where the one before ends. */
function inSequence(tracks: readonly Track[], division: MidiFileDivision): TimedFile {
  const events: MidiFileEvent[] = [];
  const entries: TempoMapEntry[] = [];
  let startUs = 0;
  let startTick = 0;
  for (const track of tracks) {
    const tempoMap = createTempoMap(division, track.tempi);
    for (const entry of tempoMap.entries) {
      entries.push({ ...entry, tick: entry.tick + startTick, timeUs: entry.timeUs + startUs });
    }
    for (const event of track.events) events.push(timedEvent(event, tempoMap, startUs));
    startUs += tempoMap.timeUs(track.endTick);
    startTick += track.endTick;
  }
  return { events, tempoMap: entries, durationUs: startUs };
}

function timedEvent(
  { tick, track, message }: TickEvent,
  tempoMap: TempoMap,
  startUs: number,
): MidiFileEvent {
  return { timeUs: startUs + tempoMap.timeUs(tick), track, message };
}

/** Leaves out what a hostile file puts more than 285 years after its start: such a time is no exact integer. */
function cutAtLimit(events: MidiFileEvent[], problems: ProblemList): MidiFileEvent[] {
  const kept = events.filter((event) => event.timeUs <= Number.MAX_SAFE_INTEGER);
  if (kept.length < events.length) {
    problems.add(
      `${events.length - kept.length} events lie beyond 2^53 microseconds and are left out`,
    );
  }
  return kept;
}

function refuse(at: number, what: string): JamError {
  return new JamError('not-a-midi-file', `not a MIDI file: at byte ${at}: ${what}`);
}

function chunkId(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function quote(id: string): string {
  return `'${id.replace(/[^ -~]/g, '.')}'`;
}

function readU16BigEndian(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

function readU32BigEndian(bytes: Uint8Array, at: number): number {
  return readU16BigEndian(bytes, at) * 0x1_0000 + readU16BigEndian(bytes, at + 2);
}
