import { type Clock, JamError, type RandomSource } from '@jamnet/wire';
import type { TransportLog } from './transport-log.js';

/** How a transport is made. */
export interface TransportOptions {
  /** The timeline. */
  readonly clock: Clock;
  /** The sender id under which commands are given here, u32. */
  readonly peer: number;
  /** @default an empty log */
  readonly log?: TransportLog;
  /**
   * How far ahead a command is given whose time is not said, in milliseconds, 0-10,000. A command takes effect everywhere at once only when
   * it is there before its time. 150 ms leave room for a way of 60 ms with some jitter and for the copies that are spread over 45 ms against
   * runs of loss, and are still felt as one press of a button. Raise it for longer ways. @default 150
   */
  readonly leadMs?: number;
  /** Name of the peer whose timeline counts, 1-64 characters, as commands carry it. @default the peer's id in hexadecimal */
  readonly masterPeer?: () => string;
  /** Where the rotation of the log's lines begins, so that peers do not all say the same one. @default Math.random */
  readonly random?: RandomSource;
}

/** Throws JamError `bad-option`. */
export function checkTransportOptions({ peer, leadMs = 150 }: TransportOptions): void {
  if (!Number.isInteger(peer) || peer < 0 || peer > 0xffffffff) {
    throw new JamError('bad-option', `peer is ${peer}: give the sender id, a number of 32 bits`);
  }
  if (!(leadMs >= 0 && leadMs <= 10_000)) {
    throw new JamError('bad-option', `leadMs is ${leadMs}: give 0 to 10,000 milliseconds`);
  }
}
