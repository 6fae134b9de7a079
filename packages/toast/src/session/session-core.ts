import type { Clock, DatagramPort, RandomSource, Timers } from '@jamnet/wire';
import type { Peer } from '../peer/peer.js';

/** Who this process is in all its sessions. */
export interface Identity {
  /** Drawn again when another process turns out to have the same. */
  senderId: number;
  readonly name: string;
  readonly clockId: string;
}

/** What a session is given by its toast. */
export interface SessionCore {
  readonly port: DatagramPort;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly identity: Identity;
}

/** Frames that were not delivered, by cause. A live object. */
export interface RejectedStats {
  short: number;
  badLength: number;
  badCrc: number;
  badVersion: number;
  badFlags: number;
  badBurst: number;
  badStreamType: number;
  /** Of a session that this process has not joined. */
  otherSession: number;
  /** Encrypted, and there is no key. */
  sealed: number;
  /** From a peer above `maxPeers`, or a peer's stream above 16. */
  tooMany: number;
  /** A control frame whose payload is not what it says. */
  malformed: number;
  /** Nobody subscribed to its type. */
  unrouted: number;
  /** Of another process with this one's sender id; a new id was drawn. */
  collisions: number;
}

export function createRejectedStats(): RejectedStats {
  return {
    short: 0,
    badLength: 0,
    badCrc: 0,
    badVersion: 0,
    badFlags: 0,
    badBurst: 0,
    badStreamType: 0,
    otherSession: 0,
    sealed: 0,
    tooMany: 0,
    malformed: 0,
    unrouted: 0,
    collisions: 0,
  };
}

/** Peers of a session, in the order in which they were first heard. */
export type PeerList = readonly Peer[];

/** Endpoints as heartbeats and announcements write them: at most four. */
export function endpointTexts(port: DatagramPort): string[] {
  return port
    .endpoints()
    .slice(0, 4)
    .map(({ family, address, port: number }) =>
      family === 6 ? `[${address}]:${number}` : `${address}:${number}`,
    );
}
