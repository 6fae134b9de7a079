import type { Destination } from '@jamnet/wire';
import type { SessionCore } from '../session/session-core.js';
import { LEAST_INTERVAL_NS, type DiscoveredPeer, type PeerBook } from './peer-book.js';
import { onLinkAddress, type Subnet } from './subnet.js';

/** A session as far as those who were found for it matter. */
export interface FoundRoom {
  readonly topic: string;
  /** Whether peers are added by themselves: not where the program has listed those that there are. */
  readonly takesFound: boolean;
  /** Sends to these too from now on, beside the group and the peers that were listed. */
  reach(found: readonly Destination[]): void;
  /** When a sender was heard in the session last; -Infinity where it never was. */
  heardNs(senderId: number): number;
}

/** Adds whoever was found on a session's topic to those that it sends to, where multicast does not do that. */
export interface FoundPeers {
  /** Looks whom each session has to reach now. */
  review(): void;
}

export interface FoundPeersParts {
  readonly core: SessionCore;
  readonly book: PeerBook;
  /** Whether peers are looked for by multicast too. */
  readonly waitsForMulticast: boolean;
  rooms(): readonly FoundRoom[];
  subnets(): readonly Subnet[];
}

/** Each costs the whole rate of the session. */
export const MOST_FOUND_PER_ROOM = 16;
/** Somebody who was found by another way may be heard by multicast a moment later. */
const GRACE_NS = 0.3e9;
/** Multicast has come to nothing where so many announcements are missing. */
const MISSED = 6;
/**
 * Whoever is not heard for so long is sent nothing for a while: anybody can claim to be at an address, and nobody is to be flooded
 * for it.
 */
const SILENCE_NS = 5e9;
const PAUSE_NS = 30e9;

export function createFoundPeers(parts: FoundPeersParts): FoundPeers {
  return new Adder(parts);
}

interface Reached {
  readonly destination: Destination;
  sinceNs: number;
  /** -Infinity while it is sent to. */
  pausedNs: number;
}

class Adder implements FoundPeers {
  readonly #parts: FoundPeersParts;
  readonly #reached = new WeakMap<FoundRoom, Map<number, Reached>>();

  constructor(parts: FoundPeersParts) {
    this.#parts = parts;
  }

  review(): void {
    const rooms = this.#parts.rooms();
    if (rooms.length === 0) return;
    const peers = this.#parts.book.peers();
    for (const room of rooms) if (room.takesFound) this.#reviewRoom(room, peers);
  }

  #reviewRoom(room: FoundRoom, peers: readonly DiscoveredPeer[]): void {
    const nowNs = this.#parts.core.clock.nowNs();
    const before = this.#reached.get(room);
    if (before === undefined && peers.length === 0) return;
    const after = new Map<number, Reached>();
    for (const peer of peers) {
      if (after.size >= MOST_FOUND_PER_ROOM) break;
      if (!peer.topics.includes(room.topic) || this.#comesByMulticast(peer, nowNs)) continue;
      const endpoint = onLinkAddress(peer.endpoints, this.#parts.subnets());
      if (endpoint === undefined) continue;
      const known = before?.get(peer.senderId);
      // Ports recognise a destination by its identity.
      const isSame = known !== undefined && same(known.destination, endpoint);
      after.set(
        peer.senderId,
        isSame ? known : { destination: endpoint, sinceNs: nowNs, pausedNs: -Infinity },
      );
    }
    const active: Destination[] = [];
    for (const [senderId, reached] of after) {
      this.#judge(reached, room.heardNs(senderId), nowNs);
      if (reached.pausedNs === -Infinity) active.push(reached.destination);
    }
    this.#reached.set(room, after);
    room.reach(active);
  }

  #comesByMulticast({ senderId, foundNs }: DiscoveredPeer, nowNs: number): boolean {
    const { book, waitsForMulticast } = this.#parts;
    const patienceNs = Math.max(MISSED * LEAST_INTERVAL_NS, (MISSED / 20) * book.silenceNs);
    if (nowNs - book.heardNs(senderId, 'multicast') < patienceNs) return true;
    return waitsForMulticast && nowNs - foundNs < GRACE_NS;
  }

  #judge(reached: Reached, heardNs: number, nowNs: number): void {
    const { pausedNs } = reached;
    if (pausedNs > -Infinity) {
      if (heardNs > pausedNs || nowNs - pausedNs > PAUSE_NS) {
        reached.sinceNs = nowNs;
        reached.pausedNs = -Infinity;
      }
    } else if (nowNs - Math.max(reached.sinceNs, heardNs) > SILENCE_NS) {
      reached.pausedNs = nowNs;
    }
  }
}

function same(a: Destination, b: Destination): boolean {
  return a.address === b.address && a.port === b.port;
}
