import type { DatagramPortStats } from '@jamnet/wire';
import type { RejectedStats } from './session/session-core.js';

/** Counters of all sessions together. */
export interface ToastStats {
  readonly port: DatagramPortStats;
  /** Why the port is not the native one, in a line; null where it is, or where the port was passed. */
  readonly portNotice: string | null;
  /** Frames that belonged to no session, or were no frames. */
  readonly rejected: Readonly<RejectedStats>;
}
