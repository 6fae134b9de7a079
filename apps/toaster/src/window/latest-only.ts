/** Carries the newest of many values to somebody slow: one on its way, one waiting, never more. */
export interface LatestOnly<Value> {
  /** Is sent at once when nothing is on its way, and otherwise takes the place of what waits. */
  offer(value: Value): void;
  /** Values that were replaced by newer ones before they could be sent. */
  readonly replaced: number;
  /** Nothing is sent from now on. */
  close(): void;
}

/** `send` resolves when the value is shown, and rejects when it cannot be: then the next one is tried. */
export function createLatestOnly<Value>(
  send: (value: Value) => Promise<unknown>,
): LatestOnly<Value> {
  let waiting: { readonly value: Value } | null = null;
  let busy = false;
  let closed = false;
  let replaced = 0;

  function next(): void {
    if (busy || closed || waiting === null) return;
    const { value } = waiting;
    waiting = null;
    busy = true;
    const done = () => {
      busy = false;
      next();
    };
    send(value).then(done, done);
  }

  return {
    offer(value) {
      if (closed) return;
      if (waiting !== null) replaced += 1;
      waiting = { value };
      next();
    },
    get replaced() {
      return replaced;
    },
    close() {
      closed = true;
      waiting = null;
    },
  };
}
