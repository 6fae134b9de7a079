import { type Destination, serialDistance, type TimerId } from '@jamnet/wire';
import { decodeCompact, encodeCompactInto, type AnnounceMessage } from '@jamnet/schemas';
import { printable, usableEndpoints } from '../peer/heartbeat.js';
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
const GOODBYES = 3;

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
  sequence: number;
  lastHeardNs: number;
}

/** A goodbye, so that an announcement that it overtook does not bring the peer back. */
interface Farewell {
  readonly sequence: number;
  readonly lastHeardNs: number;
}

class Announcer implements DiscoveryService {
  malformed = 0;
  readonly #target = new EventTarget();
  readonly events = this.#target as unknown as DiscoveryEvents;
  readonly #known = new Map<number, Known>();
  readonly #farewells = new Map<number, Farewell>();
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
    for (let kept = topics.length - 1; at < 0 && kept > 0; kept--) {
      message.topics = topics.slice(0, kept);
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
    if (this.core.identity.isOwn(frame.senderId, arrivalNs)) return;
    if (frame.streamType !== StreamType.DISCOVERY || frame.streamId !== CONTROL_STREAM) return;
    const end = frame.payloadOffset + frame.payloadLength;
    const message = decodeCompact(bytes, frame.payloadOffset, end);
    if (typeof message === 'number' || message.type !== 'announce') this.malformed++;
    else if (message.topics?.length === 0) this.#goodbye(frame, arrivalNs);
    else if (message.topics !== undefined) this.#learn(frame, message, arrivalNs);
  }

  /** Whether a later announcement of the sender has been taken in already. */
  #isOld(frame: FrameView): boolean {
    const before = this.#known.get(frame.senderId) ?? this.#farewells.get(frame.senderId);
    return before !== undefined && serialDistance(frame.sequence, before.sequence) <= 0;
  }

  #goodbye(frame: FrameView, arrivalNs: number): void {
    if (this.#isOld(frame)) return;
    const known = this.#known.get(frame.senderId);
    if (this.#farewells.size < MAX_PEERS) {
      this.#farewells.set(frame.senderId, { sequence: frame.sequence, lastHeardNs: arrivalNs });
    }
    if (known !== undefined) this.#lose(known);
  }

  #learn(frame: FrameView, message: AnnounceMessage, arrivalNs: number): void {
    if (this.#isOld(frame)) return;
    const { senderId, sequence } = frame;
    const { name = '', clock = '', endpoints = [], topics = [] } = message;
    const known = this.#known.get(senderId);
    const text = [name, ...endpoints, ...topics].join('\n');
    if (known?.text === text) {
      known.sequence = sequence;
      known.lastHeardNs = arrivalNs;
      return;
    }
    if (known === undefined && this.#known.size >= MAX_PEERS) return;
    const peer: Known = {
      senderId,
      text,
      sequence,
      name: printable(name),
      clockId: clock,
      endpoints: usableEndpoints(endpoints),
      topics: topics.map(printable),
      lastHeardNs: arrivalNs,
    };
    this.#farewells.delete(senderId);
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
    for (const peer of this.#known.values()) {
      if (nowNs - peer.lastHeardNs > silenceNs) this.#lose(peer);
    }
    for (const [senderId, farewell] of this.#farewells) {
      if (nowNs - farewell.lastHeardNs > silenceNs) this.#farewells.delete(senderId);
    }
  }

  peers(): readonly DiscoveredPeer[] {
    return [...this.#known.values()];
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.core.timers.cancel(this.#timer);
    if (!this.#announced) return;
    for (let i = 0; i < GOODBYES; i++) this.#send([]);
  }
}
