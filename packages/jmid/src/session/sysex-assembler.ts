import { type SysexChunkMessage, type SysexMessage } from '@jamnet/schemas';
import type { ReceivedFrame } from '@jamnet/toast';
import { eventFormOf } from './event-form.js';
import { SYSEX_MOST_BYTES } from './sysex-sender.js';

const PATIENCE_NS = 30e9;
const MOST_OPEN = 16;
const REMEMBERED = 64;
/** What all senders of a session together may have unfinished here. */
const SHARED_BYTES = 32 * 1024 * 1024;

/** Bytes of unfinished messages, counted over all senders of a session. */
export interface SysexRoom {
  bytes: number;
}

interface Open {
  readonly count: number;
  readonly chunks: Map<number, Uint8Array>;
  readonly sinceNs: number;
  /** The first piece, whose group, timestamp and sequence the message gets. */
  first: SysexChunkMessage | undefined;
  bytes: number;
}

export interface SysexCounters {
  completed: number;
  /** Given up: incomplete after 30 s, pushed out by newer ones, or too long. */
  incomplete: number;
  chunks: number;
  repeats: number;
  malformed: number;
}

/**
 * Puts SysEx messages of one stream together from their pieces. Memory is bounded: 16 messages and 4 MiB at once, and all senders of the
 * session share 32 MiB.
 */
export interface SysexAssembler {
  readonly counters: Readonly<SysexCounters>;
  /** Reads a frame of pieces; undefined when its form is unknown. Never throws. */
  read(frame: ReceivedFrame, deliver: (message: SysexMessage) => void): boolean;
  /** Takes one piece. */
  take(chunk: SysexChunkMessage, nowNs: number, deliver: (message: SysexMessage) => void): void;
  /** Drops what is too old. */
  sweep(nowNs: number): void;
  /** Drops everything, uncounted: the stream is forgotten. */
  close(): void;
}

export function createSysexAssembler(room: SysexRoom): SysexAssembler {
  return new Assembler(room);
}

class Assembler implements SysexAssembler {
  readonly counters: SysexCounters = {
    completed: 0,
    incomplete: 0,
    chunks: 0,
    repeats: 0,
    malformed: 0,
  };
  readonly #room: SysexRoom;
  readonly #open = new Map<number, Open>();
  readonly #done: number[] = [];
  #bytes = 0;

  constructor(room: SysexRoom) {
    this.#room = room;
  }

  read(frame: ReceivedFrame, deliver: (message: SysexMessage) => void): boolean {
    const form = eventFormOf(frame.formatType);
    if (form === undefined) return false;
    const end = frame.payloadOffset + frame.payloadLength;
    for (let at = frame.payloadOffset; at < end;) {
      const next = form.eventEnd(frame.bytes, at, end);
      const chunk = next > at ? form.decode(frame.bytes, at, next) : next;
      if (typeof chunk !== 'number' && chunk.type === 'sysex_chunk') {
        this.take(chunk, frame.arrivalNs, deliver);
      } else if (next <= at || !form.isBlank(frame.bytes, at, next)) this.counters.malformed++;
      if (next <= at) break;
      at = next;
    }
    return true;
  }

  take(chunk: SysexChunkMessage, nowNs: number, deliver: (message: SysexMessage) => void): void {
    this.counters.chunks++;
    if (this.#done.includes(chunk.id)) {
      this.counters.repeats++;
      return;
    }
    const open = this.#open.get(chunk.id) ?? this.#begin(chunk, nowNs);
    if (open.count !== chunk.count) {
      this.counters.malformed++;
      return;
    }
    if (open.chunks.has(chunk.index)) {
      this.counters.repeats++;
      return;
    }
    if (!this.#makeRoom(chunk)) return;
    open.chunks.set(chunk.index, Uint8Array.from(chunk.data));
    if (chunk.index === 0) open.first = { ...chunk, data: [] };
    open.bytes += chunk.data.length;
    this.#bytes += chunk.data.length;
    this.#room.bytes += chunk.data.length;
    if (open.chunks.size === open.count) this.#complete(chunk.id, open, deliver);
  }

  #begin(chunk: SysexChunkMessage, nowNs: number): Open {
    if (this.#open.size >= MOST_OPEN) this.#giveUp(this.#oldest());
    const open: Open = {
      count: chunk.count,
      chunks: new Map(),
      sinceNs: nowNs,
      first: undefined,
      bytes: 0,
    };
    this.#open.set(chunk.id, open);
    return open;
  }

  #oldest(): number {
    const [oldest] = this.#open.keys();
    return oldest;
  }

  /** Makes room for a piece by giving up messages, the oldest first. False when that was the piece's own. */
  #makeRoom(chunk: SysexChunkMessage): boolean {
    const { length } = chunk.data;
    while (this.#bytes + length > SYSEX_MOST_BYTES || this.#room.bytes + length > SHARED_BYTES) {
      const oldest = this.#oldest();
      this.#giveUp(oldest);
      if (oldest === chunk.id) return false;
    }
    return true;
  }

  #complete(id: number, open: Open, deliver: (message: SysexMessage) => void): void {
    this.#finish(id);
    this.counters.completed++;
    const { group, timestamp, sequence } = open.first as SysexChunkMessage;
    const data: number[] = [];
    for (let i = 0; i < open.count; i++)
      for (const byte of open.chunks.get(i) as Uint8Array) data.push(byte);
    const of = group === undefined ? {} : { group };
    deliver({ type: 'sysex', ...of, data, timestamp, sequence });
  }

  #giveUp(id: number): void {
    this.#finish(id);
    this.counters.incomplete++;
  }

  #finish(id: number): void {
    this.#forget(id);
    this.#done.push(id);
    if (this.#done.length > REMEMBERED) this.#done.shift();
  }

  #forget(id: number): void {
    const bytes = this.#open.get(id)?.bytes ?? 0;
    this.#open.delete(id);
    this.#bytes -= bytes;
    this.#room.bytes -= bytes;
  }

  sweep(nowNs: number): void {
    for (const [id, open] of this.#open) if (nowNs - open.sinceNs > PATIENCE_NS) this.#giveUp(id);
  }

  close(): void {
    for (const id of this.#open.keys()) this.#forget(id);
  }
}
