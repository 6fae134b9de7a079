import type { Clock, DatagramPort, RandomSource, Timers } from '@jamnet/wire';

const TWO_32 = 2 ** 32;
/** Copies that wait to be sent, and what is on its way, carry the former id for a little longer. */
const FORMER_ID_NS = 1e9;

/** Who this process is in all its sessions. */
export interface Identity {
  readonly senderId: number;
  readonly name: string;
  readonly clockId: string;
  /** Draws another sender id: another process turned out to have the same. */
  redraw(nowNs: number): void;
  /** Whether a frame under that id was sent here: a group brings senders their own frames too. */
  isOwn(senderId: number, nowNs: number): boolean;
}

export function createIdentity(name: string, clockId: string, random: RandomSource): Identity {
  let senderId = Math.floor(random() * TWO_32);
  let formerId = -1;
  let formerUntilNs = 0;
  return {
    name,
    clockId,
    get senderId() {
      return senderId;
    },
    redraw(nowNs) {
      formerId = senderId;
      formerUntilNs = nowNs + FORMER_ID_NS;
      senderId = Math.floor(random() * TWO_32);
    },
    isOwn: (id, nowNs) => id === senderId || (id === formerId && nowNs < formerUntilNs),
  };
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
  /** A control frame in a form that control frames do not have. */
  unknownForm: number;
  /** A control frame whose payload is not what it says, or that is not on stream 0; media on stream 0. */
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
    unknownForm: 0,
    malformed: 0,
    unrouted: 0,
    collisions: 0,
  };
}

/** Endpoints as heartbeats and announcements write them: at most four. */
export function endpointTexts(port: DatagramPort): string[] {
  return port
    .endpoints()
    .slice(0, 4)
    .map(({ family, address, port: number }) =>
      family === 6 ? `[${address}]:${number}` : `${address}:${number}`,
    );
}
