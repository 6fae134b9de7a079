import type { BurstPlan } from '../burst/burst-plan.js';
import type { CircuitState } from '../burst/congestion-guard.js';
import type { Peer } from '../peer/peer.js';

/** A peer came, said goodbye, fell silent, or was heard again after that (`peer` once more). */
export class PeerEvent extends Event {
  constructor(
    type: 'peer' | 'peer-left' | 'peer-expired',
    readonly peer: Peer,
  ) {
    super(type);
  }
}

/** The burst plan changed. */
export class PlanEvent extends Event {
  constructor(readonly plan: BurstPlan) {
    super('plan');
  }
}

/** Media stopped because the path cannot carry it, or may be sent again. */
export class CircuitEvent extends Event {
  constructor(readonly circuit: CircuitState) {
    super('circuit');
  }
}

export interface SessionEventMap {
  peer: PeerEvent;
  'peer-left': PeerEvent;
  'peer-expired': PeerEvent;
  plan: PlanEvent;
  circuit: CircuitEvent;
  /** This process has left: by `close()`, by a signal, or because the toast was closed. The last event. */
  closed: Event;
}

/** Lifecycle of a session, an EventTarget with types. Data comes through `subscribe`. */
export interface SessionEvents {
  addEventListener<K extends keyof SessionEventMap>(
    type: K,
    listener: (event: SessionEventMap[K]) => void,
    options?: { readonly once?: boolean; readonly signal?: AbortSignal },
  ): void;
  removeEventListener<K extends keyof SessionEventMap>(
    type: K,
    listener: (event: SessionEventMap[K]) => void,
  ): void;
}
