import { createToast, type Peer, type Session, type SessionStats, type Toast } from '@jamnet/toast';
import { JamError } from '@jamnet/wire';
import { JamClosedEvent, type JamEvents, joinEvents } from './session/events.js';
import { checkJoinOptions, type JoinSessionOptions } from './session/join-options.js';
import {
  closeLayers,
  type JamLayers,
  type LayerName,
  type OpenLayer,
  openLayers,
} from './session/layers.js';

/** A snapshot of all counters, each layer's under its name. */
export type JamStats<L extends LayerName = never> = {
  readonly toast: ReturnType<Toast['stats']>;
  readonly session: SessionStats;
} & { readonly [K in L]: ReturnType<JamLayers[K]['stats']> };

/** A session that was joined, whatever its layers. */
export interface JoinedSession<L extends LayerName = never> {
  /** In its canonical form. */
  readonly topic: string;
  /** This process's place on the network; closed with the session, unless it was given. */
  readonly toast: Toast;
  readonly session: Session;
  readonly events: JamEvents;
  /** Who is there now. */
  peers(): Peer[];
  /** Allocates. */
  stats(): JamStats<L>;
  /** Resolves when every layer has sent everything and repeated it enough, or after `timeoutMs`. True when nothing was left. @default 1500 */
  drain(timeoutMs?: number): Promise<boolean>;
  /**
   * Releases what is held, says goodbye and leaves. Does not wait for repetitions: `drain()` does. Rejects with what a handler throws when it is told
   * of a release; everything is closed then too.
   */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A session that was joined, with the layers asked for: `jam.midi`. */
export type Jam<L extends LayerName = never> = JoinedSession<L> & Pick<JamLayers, L>;

/**
 * Joins a session with the layers asked for. Rejects with what `createToast`, `openSession` and the layers reject with: JamError `bad-option`,
 * `bad-topic`, `no-such-interface`, `multicast-impossible`, `port-in-use`, `not-permitted`, `native-unavailable`, `closed`; what was opened by then is closed again.
 */
export async function joinSession<const L extends LayerName = never>(
  options: JoinSessionOptions<L>,
): Promise<Jam<L>> {
  const { signal } = options;
  const { layers, layerOptions, sessionOptions, toastOptions } = checkJoinOptions(options);
  checkSignal(signal, sessionOptions.topic);
  const toast = options.toast ?? (await createToast(toastOptions));
  let session: Session | undefined;
  try {
    session = await toast.openSession(sessionOptions);
    checkSignal(signal, session.topic);
    const opened = openLayers(session, layers, layerOptions);
    const jam = new LayeredSession(toast, session, opened, options.toast === undefined);
    jam.follow(signal);
    return Object.assign(jam, Object.fromEntries(opened)) as unknown as Jam<L>;
  } catch (error) {
    // Open sockets and running timers would keep the process alive.
    if (options.toast === undefined) await toast.close();
    else await session?.close();
    throw error;
  }
}

function checkSignal(signal: AbortSignal | undefined, topic: string): void {
  if (signal?.aborted !== true) return;
  throw new JamError('closed', `joining ${topic} was aborted by its signal`, {
    cause: signal.reason,
  });
}

class LayeredSession implements JoinedSession {
  readonly #target = new EventTarget();
  readonly events: JamEvents;
  readonly #layers: ReadonlyMap<string, OpenLayer>;
  readonly #ownsToast: boolean;
  readonly #following = new AbortController();
  #closing: Promise<void> | undefined;

  constructor(
    readonly toast: Toast,
    readonly session: Session,
    layers: ReadonlyMap<string, OpenLayer>,
    ownsToast: boolean,
  ) {
    this.events = joinEvents(session.events, this.#target);
    this.#layers = layers;
    this.#ownsToast = ownsToast;
  }

  get topic(): string {
    return this.session.topic;
  }

  /** Leaves when the caller's signal is aborted, and when the session or the toast is closed by itself. */
  follow(signal: AbortSignal | undefined): void {
    const until = { signal: this.#following.signal };
    signal?.addEventListener('abort', () => void this.#leave(true), until);
    this.session.events.addEventListener('closed', () => void this.#leave(false), until);
  }

  peers(): Peer[] {
    return this.session.peers();
  }

  stats(): JamStats {
    const layers = [...this.#layers].map(([name, layer]) => [name, layer.stats()]);
    return {
      toast: this.toast.stats(),
      session: this.session.stats(),
      ...Object.fromEntries(layers),
    };
  }

  async drain(timeoutMs?: number): Promise<boolean> {
    const all = [...this.#layers.values()].map((layer) => layer.drain(timeoutMs));
    return (await Promise.all(all)).every((done) => done);
  }

  close(): Promise<void> {
    return this.#leave(false);
  }

  #leave(aborted: boolean): Promise<void> {
    return (this.#closing ??= this.#close(aborted));
  }

  async #close(aborted: boolean): Promise<void> {
    // A handler that is told of a release may close as well.
    const first = !this.#following.signal.aborted;
    this.#following.abort();
    try {
      closeLayers(this.#layers);
    } finally {
      // A toast closes its sessions too.
      await (this.#ownsToast ? this.toast : this.session).close();
      if (first) this.#target.dispatchEvent(new JamClosedEvent(aborted));
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
