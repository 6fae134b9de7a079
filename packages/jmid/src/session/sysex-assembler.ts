import {
  decodeMessagePack,
  messagePackEnd,
  type SysexChunkMessage,
  type SysexMessage,
} from '@jamnet/schemas';
import { FormatType, type ReceivedFrame } from '@jamnet/toast';
import { SYSEX_MOST_BYTES } from './sysex-sender.js';

const PATIENCE_NS = 30e9;
const MOST_OPEN = 8;
const REMEMBERED = 64;

interface Open {
  readonly count: number;
  readonly chunks: (readonly number[] | undefined)[];
  /** Any piece: group and timestamp are the same in all. */
  readonly sample: SysexChunkMessage;
  readonly sinceNs: number;
  have: number;
  bytes: number;
}

export interface SysexCounters {
  completed: number;
  /** Given up: incomplete after 30 s, or pushed out by newer ones. */
  incomplete: number;
  chunks: number;
  repeats: number;
  malformed: number;
}

/** Puts SysEx messages of one sender together from their pieces. Memory is bounded: 8 messages of 4 MiB. */
export interface SysexAssembler {
  readonly counters: Readonly<SysexCounters>;
  read(frame: ReceivedFrame, deliver: (message: SysexMessage) => void): void;
  /** Drops what is too old. */
  sweep(nowNs: number): void;
}

export function createSysexAssembler(): SysexAssembler {
  return new Assembler();
}

class Assembler implements SysexAssembler {
  readonly counters: SysexCounters = {
    completed: 0,
    incomplete: 0,
    chunks: 0,
    repeats: 0,
    malformed: 0,
  };
  readonly #open = new Map<number, Open>();
  readonly #done: number[] = [];

  read(frame: ReceivedFrame, deliver: (message: SysexMessage) => void): void {
    const end = frame.payloadOffset + frame.payloadLength;
    if (frame.formatType !== FormatType.MSGPACK) {
      this.counters.malformed++;
      return;
    }
    for (let at = frame.payloadOffset; at < end;) {
      const next = messagePackEnd(frame.bytes, at, end);
      const chunk = next > at ? decodeMessagePack(frame.bytes, at, next) : next;
      if (typeof chunk === 'number' || chunk.type !== 'sysex_chunk' || chunk.index >= chunk.count) {
        this.counters.malformed++;
        return;
      }
      this.#take(chunk, frame.arrivalNs, deliver);
      at = next;
    }
  }

  #take(chunk: SysexChunkMessage, nowNs: number, deliver: (message: SysexMessage) => void): void {
    this.counters.chunks++;
    if (this.#done.includes(chunk.id)) {
      this.counters.repeats++;
      return;
    }
    const open = this.#open.get(chunk.id) ?? this.#begin(chunk, nowNs);
    if (open === undefined || open.count !== chunk.count) {
      this.counters.malformed++;
      return;
    }
    if (open.chunks[chunk.index] !== undefined) {
      this.counters.repeats++;
      return;
    }
    open.bytes += chunk.data.length;
    if (open.bytes > SYSEX_MOST_BYTES) {
      this.#finish(chunk.id);
      this.counters.malformed++;
      return;
    }
    open.chunks[chunk.index] = chunk.data;
    open.have++;
    if (open.have === open.count) this.#complete(chunk.id, open, deliver);
  }

  #begin(chunk: SysexChunkMessage, nowNs: number): Open | undefined {
    if (chunk.count > SYSEX_MOST_BYTES / 64) return undefined;
    if (this.#open.size >= MOST_OPEN) {
      const [oldest] = this.#open.keys();
      this.#finish(oldest);
      this.counters.incomplete++;
    }
    const chunks = new Array<readonly number[] | undefined>(chunk.count);
    const open: Open = {
      count: chunk.count,
      chunks,
      sample: chunk,
      sinceNs: nowNs,
      have: 0,
      bytes: 0,
    };
    this.#open.set(chunk.id, open);
    return open;
  }

  #complete(id: number, open: Open, deliver: (message: SysexMessage) => void): void {
    this.#finish(id);
    this.counters.completed++;
    const { group, timestamp, sequence = 0, index } = open.sample;
    const data = open.chunks.flatMap((piece) => piece as number[]);
    const of = group === undefined ? {} : { group };
    deliver({ type: 'sysex', ...of, data, timestamp, sequence: (sequence - index) >>> 0 });
  }

  #finish(id: number): void {
    this.#open.delete(id);
    this.#done.push(id);
    if (this.#done.length > REMEMBERED) this.#done.shift();
  }

  sweep(nowNs: number): void {
    for (const [id, open] of this.#open) {
      if (nowNs - open.sinceNs <= PATIENCE_NS) continue;
      this.#finish(id);
      this.counters.incomplete++;
    }
  }
}
