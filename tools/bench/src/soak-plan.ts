/** What the soak and its two processes agree on. */
export interface SoakPlan {
  readonly role: 'player' | 'listener';
  readonly minutes: number;
  readonly rate: number;
  readonly loss: number;
  readonly topic: string;
}

/** Said every few seconds. */
export interface SoakSample {
  readonly kind: 'sample';
  readonly minute: number;
  /** Events sent by the player; events that came to the listener. */
  readonly events: number;
  readonly refused: number;
  /** Share of received datagrams that was thrown away on purpose. */
  readonly loss: number;
  /** After collection. */
  readonly heapBytes: number;
  readonly residentBytes: number;
  readonly copies: number;
  /** Share of repetitions that the path is thought to bear, and how often it was thought to be congested. */
  readonly level: number;
  readonly congestionTrips: number;
  readonly kbitPerSecond: number;
}

export interface SoakEnd {
  readonly kind: 'end';
  /** Sequences are counted from 1: the player's last one, or what the listener makes of those up to it. */
  readonly events: number;
  readonly twice: number;
  readonly altered: number;
  readonly late: number;
  readonly repaired: number;
  readonly synthesised: number;
  readonly everythingOut: boolean;
  /** The first of those that never came, up to the last that did. */
  readonly missing: readonly number[];
  /** The longest that the process did not get to its events. */
  readonly longestStallMs: number;
}

export type SoakSays = { readonly kind: 'ready' } | SoakSample | SoakEnd;
export interface SoakHears {
  readonly kind: 'start' | 'finish';
}

/** The note of an event follows from its sequence, so that the listener can tell whether it came unaltered. */
export function noteOf(sequence: number): number {
  return 36 + ((sequence >> 1) % 48);
}
