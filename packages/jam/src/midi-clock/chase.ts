import type { ArrivalJitterStats, FollowerState, TransportCommand } from '@jamnet/sync';

/** Makes a session follow one sender; all times are of this process's clock. */
export interface Chase {
  readonly running: boolean;
  /** Quarter notes per minute; NaN where unknown. */
  readonly bpm: number;
  /** Whether somebody in the session has taken it elsewhere, so that it is left alone until the sender changes something. */
  readonly yielded: boolean;
  /** Times that it was. */
  readonly yields: number;
  /** How far the session was behind the sender when that was last looked at, nanoseconds; NaN before. */
  readonly errorNs: number;
  push(bytes: Uint8Array, arrivalNs: number): void;
  /** To be called some ten times a second: gives the commands that are needed. */
  look(nowNs: number): void;
  /** Somebody has given a command. */
  foreign(command: TransportCommand): void;
  stateAt(nowNs: number): FollowerState;
  jitter(): ArrivalJitterStats;
  /** Another sender is followed from now on. */
  reset(): void;
}
