import type { JmidEvent } from '@jamnet/schemas';
import { checkGroup, checkPositiveInteger } from './option-checks.js';
import { midi1DataLength, unpackMidi1 } from './midi1-short.js';

/** How a byte parser reads. */
export interface MidiByteParserOptions {
  /**
   * Group of the events, 1-16: a byte stream is one cable and has no groups of its own.
   * @default 1
   */
  readonly group?: number;
  /**
   * The longest System Exclusive message that is kept, in data bytes; a longer one is dropped and counted. This bounds
   * the memory of the parser.
   * @default 1_048_576
   */
  readonly maxSysexBytes?: number;
}

/** What a byte parser has seen since it was made. */
export interface MidiByteParserStats {
  readonly events: number;
  /** Data bytes that belong to no message. */
  readonly strayDataBytes: number;
  /** F4, F5, F9 and FD, which MIDI does not define, and an F7 that ends nothing. */
  readonly undefinedStatusBytes: number;
  /** Messages of two or three bytes that another status byte cut off. */
  readonly truncatedMessages: number;
  /** System Exclusive messages that another status byte ended instead of F7. Dropped: a piece must not pass for the whole. */
  readonly truncatedSysex: number;
  /** System Exclusive messages longer than `maxSysexBytes`. Dropped. */
  readonly oversizedSysex: number;
}

/** Turns a MIDI 1.0 byte stream, cut anywhere, into events. */
export interface MidiByteParser {
  /**
   * Reads `length` bytes from `offset`. Events are handed over before it returns, real-time ones at once even inside
   * another message. `timestampUs` becomes the `timestamp` of every event that ends in these bytes. Never throws.
   */
  push(bytes: Uint8Array, offset?: number, length?: number, timestampUs?: number): void;
  /** Forgets an unfinished message and the running status, as when a cable is pulled. Counters stay. */
  reset(): void;
  stats(): MidiByteParserStats;
}

const DEFAULT_MAX_SYSEX_BYTES = 1_048_576;

/** A parser of one MIDI 1.0 byte stream: running status, real-time bytes anywhere, System Exclusive of any length up to the bound. */
export function createMidiByteParser(
  onEvent: (event: JmidEvent) => void,
  options: MidiByteParserOptions = {},
): MidiByteParser {
  return new ByteParser(
    onEvent,
    checkGroup(options.group),
    checkPositiveInteger('maxSysexBytes', options.maxSysexBytes, DEFAULT_MAX_SYSEX_BYTES),
  );
}

class ByteParser implements MidiByteParser {
  readonly #onEvent: (event: JmidEvent) => void;
  readonly #group: number;
  readonly #maxSysexBytes: number;
  readonly #counters = {
    events: 0,
    strayDataBytes: 0,
    undefinedStatusBytes: 0,
    truncatedMessages: 0,
    truncatedSysex: 0,
    oversizedSysex: 0,
  };
  /** Status that data bytes belong to; 0 where there is none. Stays behind a channel message: running status. */
  #status = 0;
  #needed = 0;
  #received = 0;
  #data1 = 0;
  /** A status byte or a first data byte has come and the message is not complete. */
  #pending = false;
  #sysex: number[] | null = null;
  #sysexTooLong = false;
  #timestampUs: number | undefined;

  constructor(onEvent: (event: JmidEvent) => void, group: number, maxSysexBytes: number) {
    this.#onEvent = onEvent;
    this.#group = group;
    this.#maxSysexBytes = maxSysexBytes;
  }

  push(bytes: Uint8Array, offset = 0, length = bytes.length - offset, timestampUs?: number): void {
    this.#timestampUs = timestampUs;
    const end = Math.min(offset + length, bytes.length);
    for (let i = Math.max(offset, 0); i < end; i++) {
      const byte = bytes[i]!;
      if (byte < 0x80) this.#data(byte);
      else if (byte >= 0xf8) this.#realTime(byte);
      else this.#statusByte(byte);
    }
  }

  reset(): void {
    this.#status = 0;
    this.#pending = false;
    this.#sysex = null;
  }

  stats(): MidiByteParserStats {
    return { ...this.#counters };
  }

  #data(byte: number): void {
    const sysex = this.#sysex;
    if (sysex !== null) {
      if (sysex.length < this.#maxSysexBytes) sysex.push(byte);
      else this.#sysexTooLong = true;
      return;
    }
    if (this.#status === 0) {
      this.#counters.strayDataBytes++;
      return;
    }
    this.#received = this.#pending ? this.#received + 1 : 1;
    this.#pending = true;
    if (this.#received < this.#needed) {
      this.#data1 = byte;
      return;
    }
    const data1 = this.#needed === 1 ? byte : this.#data1;
    const data2 = this.#needed === 1 ? 0 : byte;
    const event = unpackMidi1(this.#status, data1, data2);
    this.#pending = false;
    if (this.#status >= 0xf0) this.#status = 0; // running status is for channel messages only
    this.#emit(event);
  }

  #realTime(byte: number): void {
    const event = unpackMidi1(byte, 0, 0);
    if (event === null) this.#counters.undefinedStatusBytes++;
    else this.#emit(event);
  }

  #statusByte(byte: number): void {
    if (this.#sysex !== null) {
      const endedSysex = this.#endSysex(byte === 0xf7);
      if (byte === 0xf7) {
        if (endedSysex !== null) this.#emit(endedSysex);
        return;
      }
    } else if (this.#pending) {
      this.#counters.truncatedMessages++;
    }
    this.#pending = false;
    this.#status = 0;
    if (byte === 0xf0) {
      this.#sysex = [];
      this.#sysexTooLong = false;
      return;
    }
    const needed = midi1DataLength(byte);
    if (needed < 0) this.#counters.undefinedStatusBytes++;
    else if (needed === 0) this.#emit(unpackMidi1(byte, 0, 0));
    else {
      this.#status = byte;
      this.#needed = needed;
      this.#received = 0;
      this.#pending = true;
    }
  }

  #endSysex(complete: boolean): JmidEvent | null {
    const data = this.#sysex!;
    this.#sysex = null;
    if (this.#sysexTooLong) this.#counters.oversizedSysex++;
    else if (!complete) this.#counters.truncatedSysex++;
    else return { type: 'sysex', data };
    return null;
  }

  #emit(event: JmidEvent | null): void {
    if (event === null) return;
    if (this.#group !== 1) event.group = this.#group;
    if (this.#timestampUs !== undefined) event.timestamp = this.#timestampUs;
    this.#counters.events++;
    this.#onEvent(event);
  }
}
