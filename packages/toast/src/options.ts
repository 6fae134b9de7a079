import type { Clock, DatagramPort, RandomSource, Timers } from '@jamnet/wire';
import type { DiscoveryMode } from './discovery/mode.js';
import type { NativeChoice } from './open-port.js';

/** How a process takes part. */
export interface ToastOptions {
  /** For people; at most 64 characters. @default the host's name and the process id */
  readonly name?: string;
  /** Carries the datagrams; it is closed with the toast. @default the native port, or one on `node:dgram` */
  readonly port?: DatagramPort;
  /**
   * Whether the default port may be, must not be or has to be the native one. `Toast.stats().portNotice` says why it is not.
   * @default 'auto'
   */
  readonly native?: NativeChoice;
  /** @default the system's monotonic clock */
  readonly clock?: Clock;
  /** @default the system's timers */
  readonly timers?: Timers;
  /** @default `Math.random` */
  readonly random?: RandomSource;
  /** Names or addresses of interfaces that the default port and discovery use. @default every multicast-capable one */
  readonly interfaces?: readonly string[];
  /** The UDP port that the default port is reached at by unicast. @default 0, any free one */
  readonly unicastPort?: number;
  /** Address families that sessions use. @default [4] */
  readonly families?: readonly (4 | 6)[];
  /**
   * How peers are found, and this process by them: by announcements to the group, by DNS-SD, by asking address by address, all of
   * these (`auto`), or not at all (`direct`): then `SessionOptions.peers` lists whom multicast does not reach.
   * @default 'auto'
   */
  readonly discovery?: DiscoveryMode;
  /** Identifies the clock: equal ids share one monotonic clock. @default a hash of the host's boot id */
  readonly clockId?: string;
  /** Closes the toast when aborted; aborted already, it rejects the call. */
  readonly signal?: AbortSignal;
}

/** How one session is joined. */
export interface SessionOptions {
  /** `midi://name`, `audio://name`, `video://name` or `sync://name`. */
  readonly topic: string;
  /** Peers reached by unicast beside the group, `address:port` or `[v6]:port`. @default [] */
  readonly peers?: readonly string[];
  /** Send to and receive from the topic's multicast group. @default true */
  readonly multicast?: boolean;
  /** All datagrams of the session together, headers counted; 64,000 or more. @default 10,000,000; 100,000,000 for audio and video */
  readonly rateCeilingBitsPerSecond?: number;
  /** Peers remembered at most; further ones are counted and ignored. @default 4096 */
  readonly maxPeers?: number;
  /** Closes the session when aborted; aborted already, it rejects the call. */
  readonly signal?: AbortSignal;
}

/** How copies of a stream are sent. */
export type Redundancy =
  /** The plan follows the loss that receivers report. */
  | 'adaptive'
  /** Always so many copies (1-16) in a window (up to 45,000 µs). */
  | { readonly copies: number; readonly windowUs?: number }
  /** Always copies at these times, microseconds after the first: 1 to 16 of them, rising, the first 0, the last at most 45,000. */
  | { readonly offsetsUs: readonly number[] };

export interface StreamOptions {
  /** 1-5, see `StreamType`. */
  readonly streamType: number;
  /** 0-255, see `FormatType`. */
  readonly formatType: number;
  /** 1-255. @default one that this process has not used in the session, while there is one */
  readonly streamId?: number;
  /** @default 'adaptive' */
  readonly redundancy?: Redundancy;
}
