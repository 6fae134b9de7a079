/** From which side something comes. */
export type LinkSide = 'link' | 'session';

/** One side has the other's tempo now. */
export class LinkTempoEvent extends Event {
  constructor(
    readonly bpm: number,
    /** Whose it was. */
    readonly from: LinkSide,
  ) {
    super('tempo');
  }
}

/** One side was started or stopped because the other one was. */
export class LinkStartStopEvent extends Event {
  constructor(
    readonly playing: boolean,
    /** Time on the session's timeline, which may be still to come: a start by Link waits for its phase. */
    readonly atNs: number,
    readonly from: LinkSide,
  ) {
    super('start-stop');
  }
}

/** One side was moved to the other's phase, by more than clocks that drift apart explain. */
export class LinkPhaseEvent extends Event {
  constructor(
    /** How far it was moved, quarter notes. */
    readonly byBeats: number,
    /** Whose phase it was. */
    readonly from: LinkSide,
  ) {
    super('phase');
  }
}

/** This process keeps the two together from now on, or another one of the session does. */
export class LinkActiveEvent extends Event {
  constructor(readonly active: boolean) {
    super('active');
  }
}

export interface LinkConnectionEventMap {
  tempo: LinkTempoEvent;
  'start-stop': LinkStartStopEvent;
  phase: LinkPhaseEvent;
  active: LinkActiveEvent;
}

/** An EventTarget with types. What happens on Link itself is told by `link.events`. */
export interface LinkConnectionEvents {
  addEventListener<K extends keyof LinkConnectionEventMap>(
    type: K,
    listener: (event: LinkConnectionEventMap[K]) => void,
    options?: { readonly once?: boolean; readonly signal?: AbortSignal },
  ): void;
  removeEventListener<K extends keyof LinkConnectionEventMap>(
    type: K,
    listener: (event: LinkConnectionEventMap[K]) => void,
  ): void;
}
