import { decodeCompact } from '@jamnet/schemas';
import { type Destination, nextTickNs, type TimerId } from '@jamnet/wire';
import type { NetworkInterface } from '@jamnet/wire/udp';
import type { SessionInlet } from '../session/session.js';
import type { SessionCore } from '../session/session-core.js';
import { CONTROL_STREAM, FormatType, StreamType } from '../v2/codes.js';
import type { FrameView } from '../v2/frame.js';
import { AnnounceType, createAnnouncementWriter } from './announcement.js';
import { type BonjourStats, type BonjourWay, createBonjourWay } from './bonjour/bonjour-way.js';
import { createFoundPeers, type FoundPeers, type FoundRoom } from './found-peers.js';
import { createGroupAnnouncer, type GroupAnnouncer } from './group-announcer.js';
import { type DiscoveryMode, type DiscoveryWay, waysOf } from './mode.js';
import { createPeerBook, type DiscoveredPeer, type PeerBook } from './peer-book.js';
import {
  createScanWay,
  type ScanStats,
  type ScanWay,
  type TakenAnnouncement,
} from './scan/scan-way.js';
import { type Subnet, selectPresent, subnetsOf } from './subnet.js';
import type { Surroundings } from './surroundings.js';

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

/** A snapshot of what discovery did. */
export interface DiscoveryStats {
  /** Announcements that were not what they should be. */
  readonly malformed: number;
  /** Null where that way is not gone. */
  readonly bonjour: BonjourStats | null;
  readonly scan: ScanStats | null;
}

/** Who is out there on which topic (spec/toast/v2, section 8). */
export interface Discovery {
  readonly mode: DiscoveryMode;
  readonly events: DiscoveryEvents;
  peers(): readonly DiscoveredPeer[];
  /** Ways that cannot be gone here, each with the reason, in a line for people. */
  notices(): readonly string[];
  stats(): DiscoveryStats;
}

export interface DiscoveryService extends Discovery, SessionInlet {
  /** Opens what the mode needs beside the group. Rejects never: what cannot be had is a notice. */
  start(): Promise<void>;
  /** Says now what this process takes part in. */
  announce(): void;
  /** Says goodbye. */
  close(): Promise<void>;
}

export interface DiscoveryParts {
  readonly mode: DiscoveryMode;
  readonly core: SessionCore;
  readonly sessionName: Uint8Array;
  /** Of the discovery topic; joined by the caller. */
  readonly groups: readonly Destination[];
  /** Names or addresses of the interfaces that are meant; all where there is none. */
  readonly interfaces: readonly string[] | undefined;
  readonly surroundings: Surroundings | undefined;
  rooms(): readonly FoundRoom[];
}

export function createDiscovery(parts: DiscoveryParts): DiscoveryService {
  return new Hub(parts);
}

const REVIEW_NS = 0.25e9;
/** The interfaces are looked at anew after so long. */
const LOOK_NS = 1e9;
/** In `auto`, addresses are scanned where the other ways have found nobody for so long. */
const PATIENCE_NS = 1e9;
const MOST_NOTICES = 32;

class Hub implements DiscoveryService {
  readonly mode: DiscoveryMode;
  readonly sessionName: Uint8Array;
  readonly #parts: DiscoveryParts;
  readonly #target = new EventTarget();
  readonly events = this.#target as unknown as DiscoveryEvents;
  readonly #book: PeerBook;
  readonly #found: FoundPeers;
  readonly #group: GroupAnnouncer | undefined;
  readonly #bonjour: BonjourWay | undefined;
  readonly #scan: ScanWay | undefined;
  readonly #notices: string[] = [];
  #subnets: { readonly selected: readonly Subnet[]; readonly all: readonly Subnet[] } = {
    selected: [],
    all: [],
  };
  #lookedNs = -Infinity;
  #malformed = 0;
  #timer: TimerId = 0;
  #closing: Promise<void> | undefined;

  constructor(parts: DiscoveryParts) {
    this.#parts = parts;
    const { core, mode, sessionName, groups } = parts;
    this.mode = mode;
    this.sessionName = sessionName;
    this.#book = createPeerBook((type, peer) => {
      this.#target.dispatchEvent(new DiscoveryEvent(type, peer));
      this.#found.review();
    });
    const writer = createAnnouncementWriter(core, sessionName);
    const ways = waysOf(mode);
    const book = this.#book;
    const topics = (): readonly string[] => parts.rooms().map(({ topic }) => topic);
    this.#found = createFoundPeers({
      core,
      book,
      waitsForMulticast: ways.includes('multicast'),
      rooms: () => parts.rooms(),
      subnets: () => this.#lookAround().selected,
    });
    if (ways.includes('multicast')) {
      this.#group = createGroupAnnouncer({ core, groups, writer, book, topics });
    }
    const { surroundings } = parts;
    const notice = (text: string): void => this.#notice(text);
    if (surroundings === undefined) {
      if (ways.some((way) => way !== 'multicast')) {
        notice('no DNS-SD and no scan: the clock that was passed is not that of this machine');
      }
    } else {
      const { openMdns, openProbeSocket, ownHost } = surroundings;
      if (ways.includes('bonjour')) {
        const interfaces = (): readonly NetworkInterface[] =>
          selectPresent(parts.interfaces, surroundings.interfaces());
        this.#bonjour = createBonjourWay({ core, book, openMdns, topics, interfaces, notice });
      }
      if (ways.includes('scan')) {
        this.#scan = createScanWay({
          core,
          writer,
          book,
          ownHost,
          openProbeSocket,
          patienceNs: mode === 'auto' ? PATIENCE_NS : 0,
          topics,
          subnets: () => this.#lookAround(),
          take: (frame, bytes, arrivalNs) => this.#take(frame, bytes, arrivalNs, 'scan'),
          notice,
        });
      }
    }
    this.#arm();
  }

  #arm(): void {
    const { timers, clock } = this.#parts.core;
    this.#timer = timers.schedule(nextTickNs(clock.nowNs(), REVIEW_NS), () => {
      this.#arm();
      this.#book.sweep(clock.nowNs());
      this.#found.review();
    });
  }

  #notice(text: string): void {
    if (this.#notices.length < MOST_NOTICES && !this.#notices.includes(text))
      this.#notices.push(text);
  }

  #lookAround(): { readonly selected: readonly Subnet[]; readonly all: readonly Subnet[] } {
    const nowNs = this.#parts.core.clock.nowNs();
    if (nowNs - this.#lookedNs < LOOK_NS) return this.#subnets;
    this.#lookedNs = nowNs;
    const available = this.#parts.surroundings?.interfaces() ?? [];
    const selected = selectPresent(this.#parts.interfaces, available);
    const external = selected.filter(({ internal }) => !internal);
    this.#subnets = {
      selected: subnetsOf(external),
      all: subnetsOf(available.filter(({ internal }) => !internal)),
    };
    return this.#subnets;
  }

  async start(): Promise<void> {
    await Promise.all([this.#bonjour?.start(), this.#scan?.start()]);
  }

  announce(): void {
    if (this.#closing !== undefined) return;
    this.#group?.announce();
    this.#bonjour?.announce();
    this.#scan?.announce();
    this.#found.review();
  }

  receive(frame: FrameView, bytes: Uint8Array, arrivalNs: number): void {
    this.#take(frame, bytes, arrivalNs, 'multicast');
  }

  #take(
    frame: FrameView,
    bytes: Uint8Array,
    arrivalNs: number,
    way: DiscoveryWay,
  ): TakenAnnouncement | undefined {
    const { identity } = this.#parts.core;
    if (this.#closing !== undefined || identity.isOwn(frame.senderId, arrivalNs)) return undefined;
    if (frame.streamType !== StreamType.DISCOVERY || frame.streamId !== CONTROL_STREAM)
      return undefined;
    if (frame.formatType !== FormatType.COMPACT_JSONL || frame.messageType > AnnounceType.QUERY) {
      this.#malformed++;
      return undefined;
    }
    const end = frame.payloadOffset + frame.payloadLength;
    const message = decodeCompact(bytes, frame.payloadOffset, end);
    if (typeof message === 'number' || message.type !== 'announce') {
      this.#malformed++;
      return undefined;
    }
    const { name = '', clock = '', endpoints = [], topics } = message;
    const { senderId, sequence } = frame;
    const asks = frame.messageType === AnnounceType.QUERY;
    let isNews = asks;
    if (topics !== undefined && topics.length > 0) {
      const said = { senderId, sequence, name, clockId: clock, endpoints, topics, way };
      isNews = this.#book.learn({ ...said, nowNs: arrivalNs }) === 'found' || asks;
    } else if (topics !== undefined && !asks) {
      this.#book.goodbye(senderId, sequence, arrivalNs);
    }
    if (isNews && way === 'multicast') this.#group?.answerSoon();
    return topics === undefined ? undefined : { topics: topics.length, endpoints };
  }

  peers(): readonly DiscoveredPeer[] {
    return this.#book.peers();
  }

  notices(): readonly string[] {
    return [...this.#notices];
  }

  stats(): DiscoveryStats {
    return {
      malformed: this.#malformed,
      bonjour: this.#bonjour?.stats() ?? null,
      scan: this.#scan?.stats() ?? null,
    };
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#parts.core.timers.cancel(this.#timer);
    this.#group?.close();
    await Promise.all([this.#bonjour?.close(), this.#scan?.close()]);
  }
}
