import type { JmidEvent } from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import { checkPositiveInteger } from './option-checks.js';
import {
  appendUmpSysex,
  decodeUmpPacket,
  umpGroup,
  umpPacketStatus,
  umpPacketWords,
  UmpSysexPiece,
} from './ump.js';

/** How a packet reader reads. */
export interface UmpReaderOptions {
  /**
   * The longest System Exclusive message that is kept, in data bytes; a longer one is dropped and counted. This bounds
   * the memory of the reader, for each of the 16 groups.
   * @default 1_048_576
   */
  readonly maxSysexBytes?: number;
}

/** What a packet reader has seen since it was made. */
export interface UmpReaderStats {
  readonly events: number;
  /** Packets that carry no event here, skipped by their length: of another type (utility, 8-bit data, flex data, stream, reserved), or with a status or opcode that is none. */
  readonly skippedPackets: number;
  /** Packets of a known type with an invalid field. */
  readonly malformedPackets: number;
  /** System Exclusive messages that another one cut off. Dropped: a piece must not pass for the whole. */
  readonly truncatedSysex: number;
  /** Middle and end pieces of a System Exclusive message whose start is not known. */
  readonly straySysexPackets: number;
  /** System Exclusive messages longer than `maxSysexBytes`. Dropped. */
  readonly oversizedSysex: number;
}

/** Turns a stream of Universal MIDI Packets, cut anywhere, into events. */
export interface UmpReader {
  /**
   * Reads `length` words from `offset`; a packet may go on in the next call. `timestampUs` becomes the `timestamp` of every
   * event that ends in these words. Never throws.
   */
  push(words: Uint32Array, offset?: number, length?: number, timestampUs?: number): void;
  /** Forgets an unfinished packet and unfinished System Exclusive messages. Counters stay. */
  reset(): void;
  stats(): UmpReaderStats;
}

const DEFAULT_MAX_SYSEX_BYTES = 1_048_576;
const TYPE_SYSEX = 3;

/** A reader of one stream of packets. System Exclusive messages are put together per group; nothing else has a state. */
export function createUmpReader(
  onEvent: (event: JmidEvent) => void,
  options: UmpReaderOptions = {},
): UmpReader {
  return new PacketReader(
    onEvent,
    checkPositiveInteger('maxSysexBytes', options.maxSysexBytes, DEFAULT_MAX_SYSEX_BYTES),
  );
}

class PacketReader implements UmpReader {
  readonly #onEvent: (event: JmidEvent) => void;
  readonly #maxSysexBytes: number;
  readonly #counters = {
    events: 0,
    skippedPackets: 0,
    malformedPackets: 0,
    truncatedSysex: 0,
    straySysexPackets: 0,
    oversizedSysex: 0,
  };
  readonly #packet = new Uint32Array(4);
  #packetWords = 0;
  /** What has come of a System Exclusive message, by group; null where none is under way. */
  readonly #sysex = new Array<number[] | null>(17).fill(null);
  #timestampUs: number | undefined;

  constructor(onEvent: (event: JmidEvent) => void, maxSysexBytes: number) {
    this.#onEvent = onEvent;
    this.#maxSysexBytes = maxSysexBytes;
  }

  push(words: Uint32Array, offset = 0, length = words.length - offset, timestampUs?: number): void {
    this.#timestampUs = timestampUs;
    const end = Math.min(offset + length, words.length);
    for (let i = Math.max(offset, 0); i < end; i++) {
      this.#packet[this.#packetWords++] = words[i]!;
      const word0 = this.#packet[0]!;
      if (this.#packetWords < umpPacketWords(word0)) continue;
      this.#packetWords = 0;
      this.#read(word0, this.#packet[1]!);
    }
  }

  reset(): void {
    this.#packetWords = 0;
    this.#sysex.fill(null);
  }

  stats(): UmpReaderStats {
    return { ...this.#counters };
  }

  #read(word0: number, word1: number): void {
    if (umpPacketStatus(word0) < 0) this.#counters.skippedPackets++;
    else if (word0 >>> 28 === TYPE_SYSEX) this.#readSysex(word0, word1);
    else {
      const event = decodeUmpPacket(word0, word1);
      if (typeof event !== 'number') this.#emit(event);
      else if (event === Status.unknownType) this.#counters.skippedPackets++;
      else this.#counters.malformedPackets++;
    }
  }

  #readSysex(word0: number, word1: number): void {
    const group = umpGroup(word0);
    const fresh: number[] = [];
    const piece = appendUmpSysex(word0, word1, fresh);
    if (piece === Status.unknownType) {
      this.#counters.skippedPackets++;
      return;
    }
    const unfinished = this.#sysex[group]!;
    if (piece < 0) {
      this.#counters.malformedPackets++;
      this.#sysex[group] = null;
      return;
    }
    const opens = piece === UmpSysexPiece.whole || piece === UmpSysexPiece.start;
    if (opens && unfinished !== null) this.#counters.truncatedSysex++;
    if (!opens && unfinished === null) {
      this.#counters.straySysexPackets++;
      return;
    }
    const data = opens ? fresh : unfinished!;
    if (!opens) for (const byte of fresh) data.push(byte);
    this.#sysex[group] = null;
    if (data.length > this.#maxSysexBytes) {
      this.#counters.oversizedSysex++;
    } else if (piece === UmpSysexPiece.whole || piece === UmpSysexPiece.end) {
      this.#emit(group === 1 ? { type: 'sysex', data } : { type: 'sysex', group, data });
    } else {
      this.#sysex[group] = data;
    }
  }

  #emit(event: JmidEvent): void {
    if (this.#timestampUs !== undefined) event.timestamp = this.#timestampUs;
    this.#counters.events++;
    this.#onEvent(event);
  }
}
