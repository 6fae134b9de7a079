import type { Readable } from 'node:stream';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Shells report a process ended by signal n as 128 + n; SIGINT is 2. */
const INTERRUPTED = 130;

/** One word to end in order: from Ctrl-C, from the system, from a parent, from whoever calls `stop`. */
export interface StopSignal {
  readonly signal: AbortSignal;
  stop(): void;
  /** Stops to listen; afterwards signals end the process as they always do. */
  close(): void;
}

export interface StopSignalOptions {
  /**
   * Ends too when this stream ends: how a parent stops a child on every system, and how a child notices that its parent
   * is gone. Ctrl-C, which a terminal sends to both, is then the parent's to handle.
   */
  readonly untilEnds?: Readable | undefined;
}

/** The first signal asks to end in order; a second Ctrl-C ends at once. */
export function createStopSignal(options: StopSignalOptions = {}): StopSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const onSignal = (name: NodeJS.Signals) => {
    if (name === 'SIGINT' && options.untilEnds) return;
    if (name === 'SIGINT' && controller.signal.aborted) process.exit(INTERRUPTED);
    stop();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  const parent = options.untilEnds;
  parent?.on('end', stop).on('close', stop).on('error', stop).resume();
  return {
    signal: controller.signal,
    stop,
    close() {
      for (const name of SIGNALS) process.off(name, onSignal);
      parent?.off('end', stop).off('close', stop);
      parent?.destroy();
    },
  };
}

/** Resolves when `signal` aborts, and at once when it has. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}
