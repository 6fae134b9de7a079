/**
 * `starting` before the first reading; `locked` while readings come; `holdover` when they stay away, or one lies far off and
 * no second one has told yet which is right; `failed` when the error may be larger than is of use, or no reading came at all.
 */
export type BridgeState = 'starting' | 'locked' | 'holdover' | 'failed';

/** The state changed. */
export class BridgeStateEvent extends Event {
  constructor(
    readonly state: BridgeState,
    readonly before: BridgeState,
  ) {
    super('state');
  }
}

/** The drift is another than the one last told, by more than `driftEventPpm`. */
export class BridgeDriftEvent extends Event {
  constructor(readonly driftPpm: number) {
    super('drift');
  }
}

/** One of the clocks was set, or stood still while the other ran: conversions jumped by this much. */
export class BridgeStepEvent extends Event {
  constructor(
    /** How much further the GPU's clock is ahead of the CPU's than before, in nanoseconds. */
    readonly stepNs: number,
  ) {
    super('step');
  }
}

export interface BridgeEventMap {
  state: BridgeStateEvent;
  drift: BridgeDriftEvent;
  step: BridgeStepEvent;
}

/** What a bridge tells, an EventTarget with types. */
export interface BridgeEvents {
  addEventListener<K extends keyof BridgeEventMap>(
    type: K,
    listener: (event: BridgeEventMap[K]) => void,
    options?: { readonly once?: boolean; readonly signal?: AbortSignal },
  ): void;
  removeEventListener<K extends keyof BridgeEventMap>(
    type: K,
    listener: (event: BridgeEventMap[K]) => void,
  ): void;
}
