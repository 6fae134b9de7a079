import type { Clock } from '@jamnet/wire';
import type { SentHandler } from './send-socket.js';

/** What the sockets of one driver have sent. */
export interface SendCounts {
  datagrams: number;
  bytes: number;
  queueFull: number;
  errors: number;
  lastError: string | null;
  lastErrorAtNs: number;
  readonly onSent: SentHandler;
  /** Counts a send that came to nothing. */
  refuse(why: string): false;
  setLastError(what: string): void;
}

export function createSendCounts(clock: Clock): SendCounts {
  const counts: SendCounts = {
    datagrams: 0,
    bytes: 0,
    queueFull: 0,
    errors: 0,
    lastError: null,
    lastErrorAtNs: 0,
    onSent: (error, bytes) => {
      if (error === null) {
        counts.datagrams++;
        counts.bytes += bytes;
      } else {
        counts.refuse(error.message);
      }
    },
    refuse(why) {
      counts.errors++;
      counts.setLastError(why);
      return false;
    },
    setLastError(what) {
      counts.lastError = what;
      counts.lastErrorAtNs = clock.nowNs();
    },
  };
  return counts;
}
