import type { SessionEventMap, SessionEvents } from '@jamnet/toast';

/** This process has left the session. */
export class JamClosedEvent extends Event {
  constructor(
    /** Whether the signal did it rather than a call. */
    readonly aborted: boolean,
  ) {
    super('closed');
  }
}

export interface JamEventMap extends SessionEventMap {
  closed: JamClosedEvent;
}

/** Lifecycle of a joined session: that of the session (`peer`, `peer-left`, `peer-expired`, `plan`, `circuit`), and `closed`. */
export interface JamEvents {
  addEventListener<K extends keyof JamEventMap>(
    type: K,
    listener: (event: JamEventMap[K]) => void,
    options?: { readonly once?: boolean; readonly signal?: AbortSignal },
  ): void;
  removeEventListener<K extends keyof JamEventMap>(
    type: K,
    listener: (event: JamEventMap[K]) => void,
  ): void;
}

/** `closed` is dispatched on `own`; everything else is the session's. */
export function joinEvents(session: SessionEvents, own: EventTarget): JamEvents {
  const targetOf = (type: string): EventTarget =>
    type === 'closed' ? own : (session as unknown as EventTarget);
  return {
    addEventListener: (type, listener, options) =>
      targetOf(type).addEventListener(type, listener as (event: Event) => void, options),
    removeEventListener: (type, listener) =>
      targetOf(type).removeEventListener(type, listener as (event: Event) => void),
  };
}
