import {
  JamError,
  type Clock,
  type DatagramPort,
  type Destination,
  type RandomSource,
  type Timers,
} from '@jamnet/wire';
import { LEAST_BPM, MOST_BPM } from './timeline.js';

export interface LinkOptions {
  /**
   * A port for this peer alone, whose arrivals are stamped by `clock`. It stays the caller's to close. On a machine with several
   * networks its first address that is not loopback's is the one announced; see `announce`.
   */
  readonly port: DatagramPort;
  /** The host's clock: all times of the interface are its nanoseconds. */
  readonly clock: Clock;
  /** On the time line of `clock`. */
  readonly timers: Timers;
  /** Draws the peer's id. */
  readonly random: RandomSource;
  /**
   * Tempo until a session is joined, 20-999 beats a minute.
   * @default 120
   */
  readonly bpm?: number;
  /**
   * Beats after which the phase begins again: what the beat count is aligned to when a session is joined.
   * @default 4
   */
  readonly quantum?: number;
  /**
   * Follow the start and stop of others and tell them one's own. What others say of it is passed on either way.
   * @default true
   */
  readonly startStopSync?: boolean;
  /**
   * Which groups to join and what address to announce in each, where the port's own list does not say it well: a group with a zone
   * (`224.76.78.75%eth0`) is sent to on that interface alone.
   * @default the IPv4 group, with the port's first IPv4 address that is not loopback's, else with that
   */
  readonly announce?: readonly LinkAnnouncement[];
}

export interface LinkAnnouncement {
  readonly group: Destination;
  /** Where the peers of this group reach the port. */
  readonly endpoint: Destination;
}

/** Throws JamError `bad-option`. */
export function checkLinkOptions({ bpm, quantum, announce }: LinkOptions): void {
  if (bpm !== undefined) checkBpm(bpm);
  if (quantum !== undefined) checkQuantum(quantum);
  if (announce !== undefined && announce.length === 0)
    refuse('announce is an empty list; name a group and an endpoint, or leave it out');
}

export function checkBpm(bpm: number): void {
  if (!(bpm >= LEAST_BPM && bpm <= MOST_BPM))
    refuse(`bpm is ${bpm}; Link has tempos from ${LEAST_BPM} to ${MOST_BPM} beats a minute`);
}

export function checkQuantum(quantum: number): void {
  if (!(quantum > 0 && quantum < Infinity))
    refuse(`quantum is ${quantum}; give a number of beats above 0, such as 4`);
}

export function checkTime(name: string, value: number): void {
  if (!Number.isFinite(value)) refuse(`${name} is ${value}; give a finite number`);
}

function refuse(message: string): never {
  throw new JamError('bad-option', message);
}
