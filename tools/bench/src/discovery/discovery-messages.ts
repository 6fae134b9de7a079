import type { DiscoveryMode } from '@jamnet/toast';

/** What the processes on the hosts of the LAN are told at their start. */
export interface DiscoveryRole {
  readonly name: string;
  readonly discovery: DiscoveryMode;
  readonly topic: string;
  /** Joins so often, one time after the other; 0: joins once, and plays until it is told to end. */
  readonly rounds: number;
}

/** How one search went, milliseconds. */
export interface SearchTimes {
  /** From before the sockets were opened to the moment at which the other was found. */
  readonly foundMs: number;
  /** From then to the first frame of music. */
  readonly mediaMs: number;
  readonly foundBy: string;
}

export type DiscoverySays =
  | { readonly kind: 'open'; readonly notices: readonly string[] }
  | { readonly kind: 'round'; readonly times: SearchTimes }
  | { readonly kind: 'done' };
