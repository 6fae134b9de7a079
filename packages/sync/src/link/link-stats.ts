import { Status } from '@jamnet/wire';

/** Counters of a Link peer since it was created. */
export interface LinkStats {
  readonly alivesSent: number;
  readonly responsesSent: number;
  readonly pingsSent: number;
  readonly pongsSent: number;
  /** Messages that were not sent because a beat or a time in them is beyond what can be written. */
  readonly unsendable: number;
  /** Messages of others that were read, own ones that came back not counted. */
  readonly received: number;
  /** Measurements of a session's clock that came to a result, and that did not. */
  readonly measurements: number;
  readonly measurementsFailed: number;
  /** Measured offsets that contradicted those before. */
  readonly offsetsRefused: number;
  /** Datagrams that were not read, by cause. */
  readonly rejected: LinkRejected;
  /** Least round trip of the last measurement in microseconds; null before one. */
  readonly roundTripUs: number | null;
  /** How fast the session’s clock runs against this host’s, in millionths; 0 for a founder that keeps to nobody. */
  readonly driftPpm: number;
  /** Standard error of the session’s time in microseconds, the asymmetry of the path left out; 0 as above. */
  readonly errorUs: number;
}

export interface LinkRejected {
  /** Ended within a header. */
  readonly short: number;
  /** A size that contradicts the bytes, or longer than the protocol allows. */
  readonly badLength: number;
  /** Of no protocol that is known here, or of another version. */
  readonly unknownForm: number;
  readonly unknownType: number;
  /** Tempo or time beyond what the protocol or a Number holds. */
  readonly outOfRange: number;
  /** A field that must be there is missing. */
  readonly malformed: number;
  /** Of a group that this peer is not in. */
  readonly otherGroup: number;
  /** No room for one more peer. */
  readonly tooManyPeers: number;
}

export interface LinkCounts {
  alivesSent: number;
  responsesSent: number;
  pingsSent: number;
  pongsSent: number;
  unsendable: number;
  received: number;
  measurements: number;
  measurementsFailed: number;
  offsetsRefused: number;
  readonly rejected: { -readonly [K in keyof LinkRejected]: number };
}

export function createLinkCounts(): LinkCounts {
  return {
    alivesSent: 0,
    responsesSent: 0,
    pingsSent: 0,
    pongsSent: 0,
    unsendable: 0,
    received: 0,
    measurements: 0,
    measurementsFailed: 0,
    offsetsRefused: 0,
    rejected: {
      short: 0,
      badLength: 0,
      unknownForm: 0,
      unknownType: 0,
      outOfRange: 0,
      malformed: 0,
      otherGroup: 0,
      tooManyPeers: 0,
    },
  };
}

/** Counts what a decoder has refused. */
export function countRejected({ rejected }: LinkCounts, status: number): void {
  if (status === Status.short) rejected.short += 1;
  else if (status === Status.badLength) rejected.badLength += 1;
  else if (status === Status.unknownType) rejected.unknownType += 1;
  else if (status === Status.outOfRange) rejected.outOfRange += 1;
  else if (status === Status.malformed) rejected.malformed += 1;
  else rejected.unknownForm += 1;
}
