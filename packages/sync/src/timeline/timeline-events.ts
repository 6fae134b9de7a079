export type TimelineState = 'joining' | 'locked' | 'holdover';

/** How far the timeline is known has changed. `holdover`: it goes on as it was, the master being silent. */
export class TimelineStateEvent extends Event {
  constructor(readonly state: TimelineState) {
    super('state');
  }
}

/** Another peer's clock is followed. */
export class MasterEvent extends Event {
  constructor(
    /** Sender id. */
    readonly master: number,
    readonly term: number,
    readonly isSelf: boolean,
  ) {
    super('master');
  }
}

/** The timeline has jumped: at joining, when another timeline turned out to be the older one, or after a clock has stepped. */
export class TimelineStepEvent extends Event {
  constructor(
    /** New less old, nanoseconds. */
    readonly stepNs: number,
    /** Whether it is another timeline, so that what was scheduled on the old one means nothing. */
    readonly newEpoch: boolean,
  ) {
    super('step');
  }
}

export interface TimelineEventMap {
  state: TimelineStateEvent;
  master: MasterEvent;
  step: TimelineStepEvent;
}

export interface TimelineEvents {
  addEventListener<K extends keyof TimelineEventMap>(
    type: K,
    listener: (event: TimelineEventMap[K]) => void,
    options?: { readonly once?: boolean; readonly signal?: AbortSignal },
  ): void;
  removeEventListener<K extends keyof TimelineEventMap>(
    type: K,
    listener: (event: TimelineEventMap[K]) => void,
  ): void;
}
