import type { Redundancy, Session } from '@jamnet/toast';

/** How events are written on the wire. */
export type JmidForm = 'compact' | 'standard' | 'msgpack';

export interface JmidOptions {
  /** The session to play in; it stays the caller's to close. */
  readonly session: Session;
  /** @default 'compact' */
  readonly form?: JmidForm;
  /** Open a stream to send on. @default true */
  readonly send?: boolean;
  /** An event later than this is marked late, milliseconds from 1 to 10,000. @default 50, or `playoutDelayMs` where that is more */
  readonly lateMs?: number;
  /** What becomes of a late note-on: delivered with its mark, or dropped and counted. Anything else is always delivered. @default 'deliver' */
  readonly lateNotes?: 'deliver' | 'drop';
  /**
   * Hold every event until so long after its timestamp, milliseconds from 0 to 10,000: the same delay for all. For peers on this process's clock;
   * events of others are not held. @default none
   */
  readonly playoutDelayMs?: number;
  /**
   * While nothing is heard of someone who has been repeating a pattern: nothing, or the notes that are likely to be played, marked `predicted`, and released
   * where they were not. @default 'off'
   */
  readonly prediction?: 'off' | 'repeats';
  /** Copies of each frame. @default 'adaptive' */
  readonly redundancy?: Redundancy;
  /** Datagrams that an event is repeated in, from 1 to 255. @default 40, so that 66 % loss leaves 6 in 100,000,000 */
  readonly historyDatagrams?: number;
  /** Ceiling of SysEx pieces, bits per second from 64,000 to 4,000,000. @default 4,000,000 */
  readonly sysexBitsPerSecond?: number;
}
