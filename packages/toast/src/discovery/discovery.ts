import type { Destination, TimerId } from '@jamnet/wire';
import { decodeCompact, encodeCompactInto, type AnnounceMessage } from '@jamnet/schemas';
import { printable } from '../peer/heartbeat.js';
import { endpointTexts, type SessionCore } from '../session/session-core.js';
import type { SessionInlet } from '../session/session.js';
import { CONTROL_STREAM, FormatType, StreamType } from '../v2/codes.js';
import {
  encodeFrameAround,
  FRAME_HEADER_BYTES,
  type FrameHeader,
  type FrameView,
  MAX_DATAGRAM_BYTES,
} from '../v2/frame.js';

/** Someone who announces topics. */
export interface DiscoveredPeer {
  readonly senderId: number;
  readonly name: string;
  readonly clockId: string;
  readonly endpoints: readonly string[];
  readonly topics: readonly string[];
  readonly lastHeardNs: number;
}

/** The peer is new, says something else than before, or is gone. */
export class DiscoveryEvent extends Event {
  constructor(
    type: 'found' | 'changed' | 'lost',
    readonly peer: DiscoveredPeer,
  ) {
    super(type);
  }
}

export interface DiscoveryEvents {
  addEventListener(
    type: 'found' | 'changed' | 'lost',
    listener: (event: DiscoveryEvent) => void,
    options?: { readonly once?: boolean; readonly signal?: AbortSignal },
  ): void;
  removeEventListener(
    type: 'found' | 'changed' | 'lost',
    listener: (event: DiscoveryEvent) => void,
  ): void;
}

/** Announcements on the discovery topic (spec/toast/v2, section 8). */
export interface Discovery {
  readonly events: DiscoveryEvents;
  peers(): readonly DiscoveredPeer[];
  /** Announcements that were not what they should be. */
  readonly malformed: number;
}

export interface DiscoveryService extends Discovery, SessionInlet {
  /** Says now what this process takes part in. */
  announce(): void;
  /** Says goodbye. */
  close(): void;
}

const LEAST_INTERVAL_NS = 0.5e9;
const PEERS_PER_SECOND = 20;
const MAX_PEERS = 4096;
/** An announcement is repeated so quickly that missing some is normal. */
const MISSED = 20;

export function createDiscovery(
  core: SessionCore,
  sessionName: Uint8Array,
  destinations: readonly Destination[],
  topics: () => readonly string[],
): DiscoveryService {
  return new Announcer(core, sessionName, destinations, topics);
}

interface Known extends DiscoveredPeer {
  readonly text: string;
  lastHeardNs: number;
}

class Announcer implements DiscoveryService {
  malformed = 0;
  readonly #target = new EventTarget();
  readonly events = this.#target as unknown as DiscoveryEvents;
  readonly #known = new Map<number, Known>();
  readonly #datagram = new Uint8Array(MAX_DATAGRAM_BYTES);
  readonly #header: FrameHeader;
  #timer: TimerId = 0;
  #announced = false;
  #closed = false;

  constructor(
    readonly core: SessionCore,
    readonly sessionName: Uint8Array,
    readonly destinations: readonly Destination[],
    readonly topics: () => readonly string[],
  ) {
    this.#header = {
      streamType: StreamType.DISCOVERY,
      formatType: FormatType.COMPACT_JSONL,
      flags: 0,
      burstIndex: 0,
      burstSize: 1,
      messageType: 0,
      streamId: CONTROL_STREAM,
      timestampNs: 0,
      sequence: 0,
      sessionName,
      senderId: core.identity.senderId,
    };
    this.#timer = core.timers.schedule(core.clock.nowNs() + core.random() * 50e6, () =>
      this.announce(),
    );
  }

  announce(): void {
    if (this.#closed) return;
    const topics = this.topics();
    // An empty list says goodbye, so who only looks stays silent until it has left a topic.
    if (topics.length > 0 || this.#announced) this.#send(topics);
    this.#announced = topics.length > 0;
    this.#sweep();
    const { timers, clock, random } = this.core;
    const intervalNs = Math.max(
      LEAST_INTERVAL_NS,
      ((this.#known.size + 1) / PEERS_PER_SECOND) * 1e9,
    );
    timers.cancel(this.#timer);
    this.#timer = timers.schedule(clock.nowNs() + intervalNs * (0.8 + 0.4 * random()), () =>
      this.announce(),
    );
  }

  #send(topics: readonly string[]): void {
    const { identity, port, clock } = this.core;
    const message: AnnounceMessage = {
      type: 'announce',
      name: identity.name,
      clock: identity.clockId,
      endpoints: endpointTexts(port),
      topics: [...topics],
    };
    const end = this.#datagram.subarray(0, MAX_DATAGRAM_BYTES - 4);
    let at = encodeCompactInto(message, end, FRAME_HEADER_BYTES);
    while (at < 0 && message.topics.length > 0) {
      message.topics.pop();
      at = encodeCompactInto(message, end, FRAME_HEADER_BYTES);
    }
    if (at < 0) return;
    const payloadLength = at - FRAME_HEADER_BYTES;
    this.#header.senderId = identity.senderId;
    this.#header.timestampNs = clock.nowNs();
    const length = encodeFrameAround(this.#header, payloadLength, this.#datagram, 0);
    for (const destination of this.destinations)
      port.send(this.#datagram, 0, length, destination, 0);
    this.#header.sequence = (this.#header.sequence + 1) >>> 0;
  }

  receive(frame: FrameView, bytes: Uint8Array, arrivalNs: number): void {
    if (frame.senderId === this.core.identity.senderId || frame.streamType !== StreamType.DISCOVERY)
      return;
    const known = this.#known.get(frame.senderId);
    const message = decodeCompact(
      bytes,
      frame.payloadOffset,
      frame.payloadOffset + frame.payloadLength,
    );
    if (typeof message === 'number' || message.type !== 'announce') this.malformed++;
    else this.#learn(frame.senderId, message, arrivalNs, known);
  }

  #learn(
    senderId: number,
    message: AnnounceMessage,
    arrivalNs: number,
    known: Known | undefined,
  ): void {
    const { name, clock, endpoints, topics } = message;
    const text = [name, ...endpoints, ...topics].join('\n');
    if (known?.text === text) {
      known.lastHeardNs = arrivalNs;
      return;
    }
    const peer: Known = {
      senderId,
      text,
      name: printable(name),
      clockId: clock,
      endpoints,
      topics: topics.map(printable),
      lastHeardNs: arrivalNs,
    };
    if (peer.topics.length === 0) {
      if (known !== undefined) this.#lose(known);
      return;
    }
    if (known === undefined && this.#known.size >= MAX_PEERS) return;
    this.#known.set(senderId, peer);
    this.#target.dispatchEvent(new DiscoveryEvent(known === undefined ? 'found' : 'changed', peer));
  }

  #lose(peer: Known): void {
    this.#known.delete(peer.senderId);
    this.#target.dispatchEvent(new DiscoveryEvent('lost', peer));
  }

  #sweep(): void {
    const nowNs = this.core.clock.nowNs();
    const silenceNs =
      MISSED * Math.max(LEAST_INTERVAL_NS, (this.#known.size / PEERS_PER_SECOND) * 1e9);
    for (const peer of this.#known.values())
      if (nowNs - peer.lastHeardNs > silenceNs) this.#lose(peer);
  }

  peers(): readonly DiscoveredPeer[] {
    return [...this.#known.values()];
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.core.timers.cancel(this.#timer);
    for (let i = 0; i < 3; i++) this.#send([]);
  }
}
