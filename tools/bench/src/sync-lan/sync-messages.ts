/** What the three hosts of the sync bar are told, and what they say. All of them share CLOCK_MONOTONIC. */
export interface SyncRole {
  readonly name: string;
  readonly topic: string;
  readonly interfaceName: string;
  /** How long the thread that paces datagrams watches the clock before a time, 0-1000. */
  readonly spinUs: number;
}

export type SyncOrder =
  | { readonly kind: 'start' }
  /** Notes the timeline at each multiple of so many milliseconds of the clock. */
  | { readonly kind: 'sample'; readonly everyMs: number; readonly seconds: number }
  | { readonly kind: 'tell' }
  | { readonly kind: 'end' };

/** What a host made of a start; times of the clock in nanoseconds, NaN for what did not come about. */
export interface HostStart {
  readonly timestampNs: number;
  readonly aheadMs: number;
  /** When it is to take place: reckoned as soon as the command was known, and as it was handed to the pacer. */
  readonly firstNs: number;
  readonly lastNs: number;
  /** When the kernel had the datagram that the pacer sent at that time, and when a timer of the timeline ran. */
  readonly pacedNs: number;
  readonly ranNs: number;
}

export type SyncSays =
  | { readonly kind: 'ready'; readonly kernelTimestamps: boolean; readonly portNotice: string }
  | { readonly kind: 'locked'; readonly peers: number; readonly isMaster: boolean }
  | {
      readonly kind: 'sampled';
      /** Times of the clock (multiples of the distance), the timeline less the clock then, whether it was locked, and was the master. */
      readonly timesNs: Float64Array;
      readonly aheadNs: Float64Array;
      readonly locked: Uint8Array;
      readonly master: Uint8Array;
    }
  | { readonly kind: 'told'; readonly starts: readonly HostStart[]; readonly refused: number };
