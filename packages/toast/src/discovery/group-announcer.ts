import type { Destination, TimerId } from '@jamnet/wire';
import type { SessionCore } from '../session/session-core.js';
import { MAX_DATAGRAM_BYTES } from '../v2/frame.js';
import { type AnnouncementWriter, AnnounceType } from './announcement.js';
import { LEAST_INTERVAL_NS, PEERS_PER_SECOND, type PeerBook } from './peer-book.js';

/** Announces to the discovery group, and answers who comes new to it. */
export interface GroupAnnouncer {
  /** Says now what this process takes part in. */
  announce(): void;
  /** Somebody has come, or asks: says it soon. */
  answerSoon(): void;
  /** Says goodbye. */
  close(): void;
}

export interface GroupAnnouncerParts {
  readonly core: SessionCore;
  readonly groups: readonly Destination[];
  readonly writer: AnnouncementWriter;
  readonly book: PeerBook;
  topics(): readonly string[];
}

const GOODBYES = 3;
/** Whoever looks asks so often, the second time only where nobody has answered. */
const QUERIES = 2;
const QUERY_WITHIN_NS = 20e6;
const QUERY_AGAIN_NS = 150e6;
/** Answers to a newcomer are spread over so long, and longer where many answer. */
const ANSWER_WITHIN_NS = 50e6;
const ANSWER_WITHIN_NS_PER_PEER = 10e6;
/** Answers are no nearer to what was announced last, however often it is asked: ten a second, and fewer where many answer. */
const ANSWER_GAP_NS = 100e6;
const ANSWERS_PER_SECOND = 200;

export function createGroupAnnouncer(parts: GroupAnnouncerParts): GroupAnnouncer {
  return new Announcer(parts);
}

class Announcer implements GroupAnnouncer {
  readonly #parts: GroupAnnouncerParts;
  readonly #datagram = new Uint8Array(MAX_DATAGRAM_BYTES);
  #timer: TimerId = 0;
  #nextNs: number;
  #lastNs = -Infinity;
  #queries = 0;
  #announced = false;
  #closed = false;

  constructor(parts: GroupAnnouncerParts) {
    this.#parts = parts;
    const { clock, random } = parts.core;
    this.#nextNs = clock.nowNs() + random() * QUERY_WITHIN_NS;
    this.#arm();
  }

  #arm(): void {
    const { timers } = this.#parts.core;
    timers.cancel(this.#timer);
    this.#timer = timers.schedule(this.#nextNs, () => this.announce());
  }

  announce(): void {
    if (this.#closed) return;
    const { core, book } = this.#parts;
    const topics = this.#parts.topics();
    // An empty list says goodbye, so who only looks stays silent until it has left a topic.
    if (topics.length > 0 || this.#announced) this.#send(topics, AnnounceType.ANNOUNCEMENT);
    this.#announced = topics.length > 0;
    const nowNs = core.clock.nowNs();
    const asks = topics.length === 0 && this.#queries < QUERIES && book.size === 0;
    if (asks) {
      this.#queries++;
      this.#send([], AnnounceType.QUERY);
    }
    const intervalNs = Math.max(LEAST_INTERVAL_NS, ((book.size + 1) / PEERS_PER_SECOND) * 1e9);
    const waitNs = asks ? QUERY_AGAIN_NS : intervalNs;
    this.#nextNs = nowNs + waitNs * (0.8 + 0.4 * core.random());
    this.#arm();
  }

  answerSoon(): void {
    if (this.#closed || this.#parts.topics().length === 0) return;
    const { core, book } = this.#parts;
    const withinNs = Math.max(ANSWER_WITHIN_NS, book.size * ANSWER_WITHIN_NS_PER_PEER);
    const gapNs = Math.max(ANSWER_GAP_NS, (book.size / ANSWERS_PER_SECOND) * 1e9);
    const atNs = Math.max(core.clock.nowNs() + core.random() * withinNs, this.#lastNs + gapNs);
    if (atNs >= this.#nextNs) return;
    this.#nextNs = atNs;
    this.#arm();
  }

  #send(topics: readonly string[], type: number): void {
    const { core, groups, writer } = this.#parts;
    const length = writer.write(this.#datagram, 0, topics, type);
    if (length === 0) return;
    for (const group of groups) core.port.send(this.#datagram, 0, length, group, 0);
    this.#lastNs = core.clock.nowNs();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#parts.core.timers.cancel(this.#timer);
    if (!this.#announced) return;
    for (let i = 0; i < GOODBYES; i++) this.#send([], AnnounceType.ANNOUNCEMENT);
  }
}
