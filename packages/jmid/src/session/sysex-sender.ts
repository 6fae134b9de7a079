import {
  encodeMessagePackInto,
  SYSEX_CHUNK_MAX_BYTES,
  type SysexChunkMessage,
  type SysexMessage,
} from '@jamnet/schemas';
import {
  FormatType,
  FRAME_OVERHEAD_BYTES,
  MidiMessageType,
  type OutStream,
  type Session,
  StreamType,
} from '@jamnet/toast';
import type { Clock, TimerId, Timers } from '@jamnet/wire';

/** SysEx up to this length travels as an event, longer ones in pieces. */
export const SYSEX_EVENT_BYTES = 64;
/** Data in one piece: as much as a MessagePack frame holds (spec/jmid/v1, section 3). */
export const SYSEX_CHUNK_BYTES = SYSEX_CHUNK_MAX_BYTES;
/** Longer messages are refused. */
export const SYSEX_MOST_BYTES = 4 * 1024 * 1024;

const WIRE_OVERHEAD_BYTES = 28;
const MOST_WAITING_BYTES = 16 * 1024 * 1024;
const LEAST_PASSES = 3;
const MOST_PASSES = 40;
/** Chance that a message stays incomplete which is good enough. */
const GOOD_ENOUGH = 1e-4;
/** Loss assumed while nobody reports any. */
const ASSUMED_LOSS = 0.02;
const TURN_NS = 2e6;
const CREDIT_BYTES = 4096;

interface Waiting {
  readonly id: number;
  readonly data: Uint8Array;
  readonly group: number | undefined;
  readonly timestamp: number | string;
  readonly chunks: number;
  /** Number of the first piece's event. */
  readonly sequence: number;
  pass: number;
  index: number;
}

export interface SysexSenderOptions {
  readonly session: Session;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly bitsPerSecond: number;
}

/**
 * Sends long SysEx in pieces, over and over in passes, at a pace that leaves room for live events. How many passes follows from the loss that
 * receivers report: nobody is asked what is missing.
 */
export interface SysexSender {
  /** Takes a copy. False when a value is out of range, the message is too long or too much waits. */
  send(message: SysexMessage): boolean;
  readonly idle: boolean;
  /** Messages taken, and messages refused. */
  readonly accepted: number;
  readonly refused: number;
  /** Messages that have been through all their passes. */
  readonly messagesSent: number;
  readonly chunksSent: number;
  close(): void;
}

export function createSysexSender(options: SysexSenderOptions): SysexSender {
  return new Sender(options);
}

class Sender implements SysexSender {
  accepted = 0;
  refused = 0;
  messagesSent = 0;
  chunksSent = 0;
  readonly #options: SysexSenderOptions;
  readonly #queue: Waiting[] = [];
  readonly #payload = new Uint8Array(1200);
  #stream: OutStream | undefined;
  #waitingBytes = 0;
  #nextId = 1;
  #nextSequence = 1;
  #timer: TimerId = 0;
  #credit = 0;
  #lastNs = 0;
  #closed = false;

  constructor(options: SysexSenderOptions) {
    this.#options = options;
  }

  get idle(): boolean {
    return this.#queue.length === 0;
  }

  send(message: SysexMessage): boolean {
    const waiting = this.#take(message);
    if (waiting === undefined) {
      this.refused++;
      return false;
    }
    this.accepted++;
    this.#stream ??= this.#options.session.openStream({
      streamType: StreamType.MIDI,
      formatType: FormatType.MSGPACK,
      redundancy: { copies: 1 },
    });
    this.#queue.push(waiting);
    this.#nextId = (this.#nextId + 1) >>> 0;
    this.#nextSequence = (this.#nextSequence + waiting.chunks) >>> 0;
    this.#waitingBytes += waiting.data.length;
    if (this.#queue.length === 1) {
      this.#lastNs = this.#options.clock.nowNs();
      this.#credit = 0;
      this.#arm();
    }
    return true;
  }

  /** The message as it will be sent; undefined when it cannot be: a piece that nobody can write would hold up all others. */
  #take(message: SysexMessage): Waiting | undefined {
    const { length } = message.data;
    if (this.#closed || length > SYSEX_MOST_BYTES) return undefined;
    if (this.#waitingBytes + length > MOST_WAITING_BYTES) return undefined;
    const data = Uint8Array.from(message.data);
    for (let i = 0; i < length; i++)
      if (data[i] !== message.data[i] || data[i] > 127) return undefined;
    const waiting: Waiting = {
      id: this.#nextId,
      data,
      group: message.group,
      timestamp: message.timestamp ?? Math.round(this.#options.clock.nowNs() / 1000),
      chunks: Math.max(1, Math.ceil(length / SYSEX_CHUNK_BYTES)),
      sequence: this.#nextSequence,
      pass: 0,
      index: 0,
    };
    return this.#encode(waiting) < 0 ? undefined : waiting;
  }

  #arm(): void {
    this.#timer = this.#options.timers.schedule(this.#options.clock.nowNs() + TURN_NS, this.#turn);
  }

  /** Sends what the time since the last turn allows. */
  readonly #turn = (): void => {
    const nowNs = this.#options.clock.nowNs();
    const rate = (this.#options.bitsPerSecond * this.#options.session.level) / 8e9;
    this.#credit = Math.min(CREDIT_BYTES, this.#credit + (nowNs - this.#lastNs) * rate);
    this.#lastNs = nowNs;
    while (this.#queue.length > 0 && this.#credit > 0) {
      const sent = this.#sendNext(this.#queue[0], nowNs);
      if (sent === 0) break;
      this.#credit -= sent;
    }
    if (this.#queue.length > 0) this.#arm();
  };

  /** Writes the piece whose turn it is; a negative status when a value is out of range. */
  #encode(message: Waiting): number {
    const from = message.index * SYSEX_CHUNK_BYTES;
    const chunk: SysexChunkMessage = {
      type: 'sysex_chunk',
      id: message.id,
      index: message.index,
      count: message.chunks,
      data: Array.from(message.data.subarray(from, from + SYSEX_CHUNK_BYTES)),
      timestamp: message.timestamp,
      sequence: (message.sequence + message.index) >>> 0,
      ...(message.group === undefined ? {} : { group: message.group }),
    };
    return encodeMessagePackInto(chunk, this.#payload, 0);
  }

  /** Sends one piece; 0 when it was refused, and the same piece comes next time. */
  #sendNext(message: Waiting, nowNs: number): number {
    const length = this.#encode(message);
    const stream = this.#stream as OutStream;
    const messageType = MidiMessageType.SYSEX_CHUNKS;
    if (!stream.send(this.#payload, 0, length, { timestampNs: nowNs, messageType })) return 0;
    this.chunksSent++;
    this.#advance(message);
    return length + FRAME_OVERHEAD_BYTES + WIRE_OVERHEAD_BYTES;
  }

  #advance(message: Waiting): void {
    message.index++;
    if (message.index < message.chunks) return;
    message.index = 0;
    message.pass++;
    if (message.pass < this.#passes(message.chunks)) return;
    this.#queue.shift();
    this.#waitingBytes -= message.data.length;
    this.messagesSent++;
  }

  #passes(chunks: number): number {
    const loss = Math.min(
      0.9,
      Math.max(ASSUMED_LOSS, this.#options.session.worstReportedLoss * 1.1),
    );
    const passes = Math.ceil(Math.log(GOOD_ENOUGH / chunks) / Math.log(loss));
    return Math.min(MOST_PASSES, Math.max(LEAST_PASSES, passes));
  }

  close(): void {
    this.#closed = true;
    this.#options.timers.cancel(this.#timer);
    this.#queue.length = 0;
    this.#stream?.close();
  }
}
