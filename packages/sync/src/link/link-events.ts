/** What has happened to a Link peer's session; the peer has the new state when listeners are called. */
export type LinkEventType = 'tempo' | 'start-stop' | 'peers' | 'session';

export class LinkEvent extends Event {
  declare readonly type: LinkEventType;

  /** @param atNs when it is, was or will be so, nanoseconds of the host's clock */
  constructor(
    type: LinkEventType,
    readonly atNs: number,
  ) {
    super(type);
  }
}

/**
 * - `tempo`: somebody has changed the tempo, this side included.
 * - `start-stop`: somebody has started or stopped, this side included.
 * - `peers`: their number has changed.
 * - `session`: another session has been joined; tempo and phase are that one's.
 */
export interface LinkEvents {
  addEventListener(
    type: LinkEventType,
    listener: (event: LinkEvent) => void,
    options?: { readonly once?: boolean; readonly signal?: AbortSignal },
  ): void;
  removeEventListener(type: LinkEventType, listener: (event: LinkEvent) => void): void;
}
