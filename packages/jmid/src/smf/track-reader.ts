import type { JmidEvent } from '@jamnet/schemas';
import { createMidiByteParser } from '../v1/midi-byte-parser.js';
import { midi1DataLength, unpackMidi1 } from '../v1/midi1-short.js';
import type { ProblemList } from './problems.js';
import type { TempoChange } from './tempo-map.js';

/** An event of a track at its tick. */
export interface TickEvent {
  readonly tick: number;
  readonly track: number;
  readonly message: JmidEvent;
}

/** What stands in a track. */
export interface Track {
  readonly events: TickEvent[];
  readonly tempi: TempoChange[];
  /** Tick of the track's end. */
  readonly endTick: number;
  readonly name: string | undefined;
}

const META_TRACK_NAME = 0x03;
const META_PORT = 0x21;
const META_END_OF_TRACK = 0x2f;
const META_TEMPO = 0x51;

const MAX_QUANTITY_BYTES = 4;

/** Reads the events in `bytes[start, end)`. What cannot be read ends the track there and is noted. Never throws. */
export function readTrack(
  bytes: Uint8Array,
  start: number,
  end: number,
  track: number,
  problems: ProblemList,
): Track {
  return new TrackReader(bytes, start, end, track, problems).read();
}

class TrackReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #track: number;
  readonly #problems: ProblemList;
  readonly #events: TickEvent[] = [];
  readonly #tempi: TempoChange[] = [];
  /** For F7 events outside a System Exclusive message, which carry any bytes of a cable. */
  readonly #escape = createMidiByteParser((message) => this.#add(message, this.#tick));
  #at: number;
  #tick = 0;
  #name: string | undefined;
  #group = 1;
  #status = 0;
  #statusIsStale = false;
  #staleStatusUsed = false;
  /** Data of a System Exclusive message of several packets that has not ended. */
  #sysex: number[] | null = null;
  #sysexAt = 0;
  /** Tick of its last packet: only then a receiver has the whole. */
  #sysexTick = 0;

  constructor(bytes: Uint8Array, start: number, end: number, track: number, problems: ProblemList) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#track = track;
    this.#problems = problems;
  }

  read(): Track {
    let outcome = 'ok';
    let eventAt = this.#at;
    while (outcome === 'ok' && this.#at < this.#end) {
      eventAt = this.#at;
      outcome = this.#readEvent();
    }
    if (this.#sysex !== null) this.#endSysex(false);
    if (outcome === 'ok') this.#problem(this.#end, 'no end-of-track event');
    else if (outcome !== 'end-of-track') {
      this.#problem(eventAt, `${outcome}; the rest of the track is left out`);
    }
    const { strayDataBytes, undefinedStatusBytes, truncatedMessages, truncatedSysex } =
      this.#escape.stats();
    const unusable = strayDataBytes + undefinedStatusBytes + truncatedMessages + truncatedSysex;
    if (unusable > 0) this.#note(`${unusable} bytes or messages in F7 events are no MIDI`);
    return { events: this.#events, tempi: this.#tempi, endTick: this.#tick, name: this.#name };
  }

  /** 'ok', 'end-of-track', or what is wrong. */
  #readEvent(): string {
    const delta = this.#quantity();
    if (delta < 0) return badQuantity(delta, 'delta time');
    this.#tick += delta;
    if (this.#at >= this.#end) return 'an event is cut off';
    const first = this.#bytes[this.#at]!;
    if (this.#sysex !== null && first !== 0xf7) this.#endSysex(false);
    if (first === 0xff) return this.#readMeta();
    if (first === 0xf0 || first === 0xf7) return this.#readSysex(first);
    if (first > 0xf0) return `byte ${hex(first)} starts no event of a file`;
    return this.#readVoice(first);
  }

  #readVoice(first: number): string {
    if (first >= 0x80) {
      this.#status = first;
      this.#statusIsStale = false;
      this.#at++;
    } else if (this.#status === 0) {
      return `data byte ${hex(first)} without a status`;
    } else if (this.#statusIsStale && !this.#staleStatusUsed) {
      // The standard ends running status at a meta event or SysEx; files that rely on it are common and unambiguous.
      this.#staleStatusUsed = true;
      this.#problem(this.#at, 'running status across a meta event or SysEx');
    }
    const length = midi1DataLength(this.#status);
    if (this.#at + length > this.#end) return 'an event is cut off';
    const data1 = this.#bytes[this.#at]!;
    const data2 = length > 1 ? this.#bytes[this.#at + 1]! : 0;
    if ((data1 | data2) > 0x7f) return `byte ${hex(data1 > 0x7f ? data1 : data2)} stands for data`;
    this.#at += length;
    this.#add(unpackMidi1(this.#status, data1, data2)!, this.#tick);
    return 'ok';
  }

  #readSysex(first: number): string {
    const eventAt = this.#at++;
    const start = this.#payload();
    if (start < 0) return badQuantity(start, 'SysEx');
    const end = this.#at;
    this.#statusIsStale = true;
    if (first === 0xf0) {
      this.#sysex = [];
      this.#sysexAt = eventAt;
    } else if (this.#sysex === null) {
      this.#escape.push(this.#bytes, start, end - start);
      return 'ok';
    }
    this.#sysexTick = this.#tick;
    const data = this.#sysex!;
    for (let i = start; i < end; i++) {
      const byte = this.#bytes[i]!;
      if (byte < 0x80) data.push(byte);
      else if (byte === 0xf7 && i === end - 1) this.#endSysex(true);
      else {
        this.#problem(i, `byte ${hex(byte)} inside a SysEx; the SysEx is left out`);
        this.#sysex = null;
        return 'ok';
      }
    }
    return 'ok';
  }

  /** A SysEx without F7 is kept: its length is known, so nothing of it is missing. */
  #endSysex(terminated: boolean): void {
    const data = this.#sysex!;
    this.#sysex = null;
    if (!terminated) this.#problem(this.#sysexAt, 'a SysEx without F7 at its end');
    this.#add({ type: 'sysex', data }, this.#sysexTick);
  }

  #readMeta(): string {
    const metaAt = this.#at++;
    if (this.#at >= this.#end) return 'a meta event is cut off';
    const kind = this.#bytes[this.#at++]!;
    const start = this.#payload();
    if (start < 0) return badQuantity(start, 'meta event');
    const length = this.#at - start;
    this.#statusIsStale = true;
    if (kind === META_END_OF_TRACK) return 'end-of-track';
    if (kind === META_TRACK_NAME) this.#name ??= readText(this.#bytes.subarray(start, this.#at));
    else if (kind === META_PORT) this.#readPort(metaAt, length === 1 ? this.#bytes[start]! : -1);
    else if (kind === META_TEMPO) this.#readTempo(metaAt, start, length);
    return 'ok';
  }

  #readPort(metaAt: number, port: number): void {
    if (port >= 0 && port <= 15) this.#group = port + 1;
    else this.#problem(metaAt, 'a port that is none of the 16 groups');
  }

  #readTempo(metaAt: number, start: number, length: number): void {
    const [high = 0, middle = 0, low = 0] = this.#bytes.subarray(start, start + 3);
    const microsecondsPerQuarter = (high << 16) | (middle << 8) | low;
    if (length === 3 && microsecondsPerQuarter > 0) {
      this.#tempi.push({ tick: this.#tick, microsecondsPerQuarter });
    } else {
      this.#problem(metaAt, 'a tempo that is none');
    }
  }

  /** Reads a length and steps over that many bytes; returns where they start, or a negative number as {@link #quantity}. */
  #payload(): number {
    const length = this.#quantity();
    if (length < 0) return length;
    const start = this.#at;
    if (start + length > this.#end) return CUT_OFF;
    this.#at = start + length;
    return start;
  }

  /** A variable-length quantity, or {@link CUT_OFF} or {@link TOO_LONG}. */
  #quantity(): number {
    let value = 0;
    for (let i = 0; i < MAX_QUANTITY_BYTES; i++) {
      if (this.#at >= this.#end) return CUT_OFF;
      const byte = this.#bytes[this.#at++]!;
      value = (value << 7) | (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    return TOO_LONG;
  }

  #add(message: JmidEvent, tick: number): void {
    if (this.#group !== 1) message.group = this.#group;
    this.#events.push({ tick, track: this.#track, message });
  }

  #problem(at: number, text: string): void {
    this.#note(`byte ${at}: ${text}`);
  }

  #note(text: string): void {
    this.#problems.add(`track ${this.#track}, ${text}`);
  }
}

const CUT_OFF = -1;
const TOO_LONG = -2;

function badQuantity(code: number, what: string): string {
  return code === CUT_OFF ? `a ${what} is cut off` : `a ${what} has a number of over four bytes`;
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

/** UTF-8 where it is valid, Latin-1 as older files have it otherwise; control characters, which a terminal would obey, left out. */
function readText(bytes: Uint8Array): string | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder('latin1').decode(bytes);
  }
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '').trim();
  return clean === '' ? undefined : clean;
}
