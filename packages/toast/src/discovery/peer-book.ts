import { serialDistance } from '@jamnet/wire';
import { printable, usableEndpoints } from '../peer/heartbeat.js';
import type { DiscoveryWay } from './mode.js';

/** Someone who announces topics. */
export interface DiscoveredPeer {
  readonly senderId: number;
  readonly name: string;
  readonly clockId: string;
  readonly endpoints: readonly string[];
  readonly topics: readonly string[];
  readonly lastHeardNs: number;
  /** The way by which it was found first. */
  readonly foundBy: DiscoveryWay;
  readonly foundNs: number;
}

/** What somebody says of himself, not yet looked at. */
export interface Saying {
  readonly senderId: number;
  /** Of the frame; undefined where it did not come in one. */
  readonly sequence?: number;
  readonly name: string;
  readonly clockId: string;
  readonly endpoints: readonly string[];
  readonly topics: readonly string[];
  readonly way: DiscoveryWay;
  readonly nowNs: number;
  /** Until when it holds without being repeated. @default until the sender has been silent for too long */
  readonly untilNs?: number;
}

export type News = 'found' | 'changed' | 'known' | 'old' | 'full';

/** Whom this process has found, by whichever way. */
export interface PeerBook {
  readonly size: number;
  peers(): readonly DiscoveredPeer[];
  learn(saying: Saying): News;
  /** The sender takes part in nothing any more. */
  goodbye(senderId: number, sequence: number, nowNs: number): void;
  /** What was learnt by DNS-SD holds no longer. */
  forgetRecords(senderId: number, nowNs: number): void;
  /** When an announcement came that way last; -Infinity where none did. */
  heardNs(senderId: number, way: DiscoveryWay): number;
  /** Loses who has been silent for too long. */
  sweep(nowNs: number): void;
  /** How long an announcement may be missing. */
  readonly silenceNs: number;
}

export type PeerChange = (type: 'found' | 'changed' | 'lost', peer: DiscoveredPeer) => void;

export const LEAST_INTERVAL_NS = 0.5e9;
export const PEERS_PER_SECOND = 20;
const MAX_PEERS = 4096;
/** An announcement is repeated so quickly that missing some is normal. */
const MISSED = 20;

export function createPeerBook(changed: PeerChange): PeerBook {
  return new Book(changed);
}

interface Known extends DiscoveredPeer {
  readonly text: string;
  readonly heard: Record<DiscoveryWay, number>;
  /** -1 while no frame has come. */
  sequence: number;
  recordsUntilNs: number;
  lastHeardNs: number;
}

/** A goodbye, so that an announcement that it overtook does not bring the peer back. */
interface Farewell {
  readonly sequence: number;
  readonly atNs: number;
}

class Book implements PeerBook {
  readonly #known = new Map<number, Known>();
  readonly #farewells = new Map<number, Farewell>();

  constructor(readonly changed: PeerChange) {}

  get size(): number {
    return this.#known.size;
  }

  get silenceNs(): number {
    return MISSED * Math.max(LEAST_INTERVAL_NS, (this.#known.size / PEERS_PER_SECOND) * 1e9);
  }

  peers(): readonly DiscoveredPeer[] {
    return [...this.#known.values()];
  }

  heardNs(senderId: number, way: DiscoveryWay): number {
    return this.#known.get(senderId)?.heard[way] ?? -Infinity;
  }

  learn(saying: Saying): News {
    const { senderId, sequence, way, nowNs } = saying;
    const known = this.#known.get(senderId);
    if (sequence === undefined) {
      // Records of somebody who has said goodbye may still be under way.
      if (this.#farewells.has(senderId)) return 'old';
    } else if (this.#isOld(senderId, sequence)) {
      return 'old';
    }
    const name = printable(saying.name);
    const endpoints = usableEndpoints(saying.endpoints);
    const topics = saying.topics.map(printable);
    const text = [name, ...endpoints, ...topics].join('\n');
    if (known !== undefined) {
      known.lastHeardNs = nowNs;
      known.heard[way] = nowNs;
      if (sequence === undefined) known.recordsUntilNs = saying.untilNs ?? nowNs;
      else known.sequence = sequence;
      // A record has less room than a frame, so frames have the last word while they come.
      const outranked = sequence === undefined && this.#hasFrames(known, nowNs);
      if (known.text === text || outranked) return 'known';
    } else if (this.#known.size >= MAX_PEERS) {
      return 'full';
    }
    const peer: Known = {
      senderId,
      text,
      name,
      clockId: saying.clockId,
      endpoints,
      topics,
      foundBy: known?.foundBy ?? way,
      foundNs: known?.foundNs ?? nowNs,
      heard: known?.heard ?? { multicast: -Infinity, bonjour: -Infinity, scan: -Infinity },
      sequence: sequence ?? known?.sequence ?? -1,
      recordsUntilNs: known?.recordsUntilNs ?? -Infinity,
      lastHeardNs: nowNs,
    };
    peer.heard[way] = nowNs;
    if (sequence === undefined) peer.recordsUntilNs = saying.untilNs ?? nowNs;
    this.#farewells.delete(senderId);
    this.#known.set(senderId, peer);
    const news = known === undefined ? 'found' : 'changed';
    this.changed(news, peer);
    return news;
  }

  /** Whether a later frame of the sender has been taken in already. */
  #isOld(senderId: number, sequence: number): boolean {
    const before = this.#known.get(senderId)?.sequence ?? this.#farewells.get(senderId)?.sequence;
    if (before === undefined || before < 0) return false;
    return serialDistance(sequence, before) <= 0;
  }

  goodbye(senderId: number, sequence: number, nowNs: number): void {
    if (this.#isOld(senderId, sequence)) return;
    if (this.#farewells.size < MAX_PEERS) this.#farewells.set(senderId, { sequence, atNs: nowNs });
    this.#lose(this.#known.get(senderId));
  }

  forgetRecords(senderId: number, nowNs: number): void {
    const known = this.#known.get(senderId);
    if (known === undefined) return;
    known.recordsUntilNs = -Infinity;
    if (!this.#hasFrames(known, nowNs)) this.#lose(known);
  }

  #hasFrames({ heard }: Known, nowNs: number): boolean {
    return nowNs - Math.max(heard.multicast, heard.scan) <= this.silenceNs;
  }

  #lose(peer: Known | undefined): void {
    if (peer === undefined) return;
    this.#known.delete(peer.senderId);
    this.changed('lost', peer);
  }

  sweep(nowNs: number): void {
    const silenceNs = this.silenceNs;
    for (const peer of this.#known.values()) {
      if (peer.recordsUntilNs < nowNs && !this.#hasFrames(peer, nowNs)) this.#lose(peer);
    }
    for (const [senderId, { atNs }] of this.#farewells) {
      if (nowNs - atNs > silenceNs) this.#farewells.delete(senderId);
    }
  }
}
