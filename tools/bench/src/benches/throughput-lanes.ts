/** What the processes of the throughput bench agree on. */

export const LANES = ['bare', 'toast-1', 'toast-3', 'jmid'] as const;
export type Lane = (typeof LANES)[number];

export const FRAME_BYTES = 150;
export const BARE_GROUP = { address: '239.195.77.21', port: 28_521 } as const;

/** One step of the ramp: the sender sends so much for a second. */
export interface Step {
  readonly kind: 'step';
  readonly lane: Lane;
  readonly perSecond: number;
}

export type SenderSays =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ran'; readonly sent: number; readonly seconds: number };
export interface Count {
  readonly kind: 'count';
}
export type ReceiverSays =
  | { readonly kind: 'ready' }
  | { readonly kind: 'counted'; readonly received: Readonly<Record<Lane, number>> };
