import { PeerRecord } from './peer.js';

const LEAST_SILENCE_NS = 5e9;
const SILENT_INTERVALS = 20;
const SWEEP_NS = 500e6;
const FORGET_NS = 60e9;

/** Everyone heard in a session. Bounded: a flood of made-up senders is counted, not remembered. */
export interface PeerTable {
  readonly all: ReadonlyMap<number, PeerRecord>;
  /** Those alive that send media. */
  readonly senders: readonly PeerRecord[];
  /** Peers alive. */
  readonly alive: number;
  /** The peer with that id, taken in when new, as yet without telling; undefined when the table is full. */
  find(senderId: number, nowNs: number): PeerRecord | undefined;
  /** A frame of the peer has come. One that had fallen silent is back; one that said goodbye is not, since copies come late. */
  heard(peer: PeerRecord, nowNs: number): void;
  /** Tells of a new peer, once: as soon as there is more to say of it than its id. */
  announce(peer: PeerRecord): void;
  /** The peer sends media, or no longer. */
  setReceiveOnly(peer: PeerRecord, receiveOnly: boolean): void;
  /** The peer said goodbye. */
  left(peer: PeerRecord): void;
  /** A peer that had said goodbye takes part again. */
  cameBack(peer: PeerRecord): void;
  /** Expires the silent and forgets the long gone. Cheap when called often. */
  sweep(nowNs: number): void;
}

export interface PeerTableCallbacks {
  appeared(peer: PeerRecord): void;
  left(peer: PeerRecord): void;
  expired(peer: PeerRecord): void;
}

export function createPeerTable(maxPeers: number, callbacks: PeerTableCallbacks): PeerTable {
  return new Table(maxPeers, callbacks);
}

class Table implements PeerTable {
  readonly all = new Map<number, PeerRecord>();
  readonly senders: PeerRecord[] = [];
  alive = 0;
  #sweptNs = 0;

  constructor(
    readonly maxPeers: number,
    readonly callbacks: PeerTableCallbacks,
  ) {}

  find(senderId: number, nowNs: number): PeerRecord | undefined {
    const known = this.all.get(senderId);
    if (known !== undefined) return known;
    if (this.all.size >= this.maxPeers && !this.#forgetOneGone()) return undefined;
    const peer = new PeerRecord(senderId, nowNs);
    this.all.set(senderId, peer);
    this.alive++;
    return peer;
  }

  announce(peer: PeerRecord): void {
    if (peer.announced) return;
    peer.announced = true;
    this.callbacks.appeared(peer);
  }

  heard(peer: PeerRecord, nowNs: number): void {
    peer.lastHeardNs = nowNs;
    if (peer.state === 'expired') this.#revive(peer);
  }

  cameBack(peer: PeerRecord): void {
    if (peer.state === 'left') this.#revive(peer);
  }

  #revive(peer: PeerRecord): void {
    peer.state = 'alive';
    this.alive++;
    if (!peer.receiveOnly) this.senders.push(peer);
    this.callbacks.appeared(peer);
  }

  /** Who is gone makes room before anybody is turned away. */
  #forgetOneGone(): boolean {
    if (this.alive === this.all.size) return false;
    for (const peer of this.all.values()) {
      if (peer.state !== 'alive') return this.all.delete(peer.senderId);
    }
    return false;
  }

  setReceiveOnly(peer: PeerRecord, receiveOnly: boolean): void {
    if (peer.receiveOnly === receiveOnly) return;
    peer.receiveOnly = receiveOnly;
    if (peer.state !== 'alive') return;
    if (receiveOnly) this.#dropSender(peer);
    else this.senders.push(peer);
  }

  left(peer: PeerRecord): void {
    if (peer.state !== 'alive') return;
    this.#gone(peer, 'left');
    this.callbacks.left(peer);
  }

  sweep(nowNs: number): void {
    if (nowNs - this.#sweptNs < SWEEP_NS) return;
    this.#sweptNs = nowNs;
    for (const peer of this.all.values()) {
      const silence = nowNs - peer.lastHeardNs;
      if (peer.state === 'alive') {
        if (silence <= Math.max(LEAST_SILENCE_NS, SILENT_INTERVALS * peer.heartbeatIntervalNs))
          continue;
        this.#gone(peer, 'expired');
        if (peer.announced) this.callbacks.expired(peer);
      } else if (silence > FORGET_NS) this.all.delete(peer.senderId);
    }
  }

  #gone(peer: PeerRecord, state: 'left' | 'expired'): void {
    peer.state = state;
    this.alive--;
    this.#dropSender(peer);
  }

  #dropSender(peer: PeerRecord): void {
    const at = this.senders.indexOf(peer);
    if (at >= 0) this.senders.splice(at, 1);
  }
}
