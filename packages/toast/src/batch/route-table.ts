import { JamError } from '@jamnet/wire';
import type { ColumnMemory } from './column-memory.js';

const ANY_TYPE = 256;
const STREAM_TYPES = 8;
const TYPES = ANY_TYPE + 1;
const NO_ROUTE = -1;

/** Two words a route for kernels: the session, or one of these; then the stream type, and from bit 8 the message type, 256 for any. */
export const ROUTE_WORDS = 2;
export const ANY_SESSION = 0xffffffff;
const NO_SESSION = 0xfffffffe;

/** Which frames a subscriber of a batch wants. */
export interface BatchSelector {
  /** 1-7, see `StreamType`. */
  readonly streamType: number;
  /** 0-255. @default any */
  readonly messageType?: number;
  /** The index that `join` gave. @default any */
  readonly session?: number;
}

/** What subscribers with equal selectors share. */
export interface Route {
  readonly index: number;
  /** An index, or `maxSessions` for any. */
  readonly session: number;
  /** In the look-up of its session. */
  readonly place: number;
  subscribers: number;
}

/**
 * Who wants what. Subscribers with equal selectors share a route, so a frame has four routes at most, however many subscribe:
 * its own session's and everybody's, for its message type and for any.
 */
export interface RouteTable {
  /** For kernels: {@link ROUTE_WORDS} for each route. */
  readonly words: Uint32Array;
  /** Routes up to the highest in use. */
  readonly count: number;
  /** The route of a selector. Throws JamError `bad-option`, `too-large`. */
  add(selector: BatchSelector): Route;
  /** One subscriber less. A route that has ended with its session is left alone. */
  release(route: Route): void;
  /** Ends all routes of a session. */
  forgetSession(session: number): void;
  /** Brings `words` and the look-up up to what was added and ended. */
  refresh(): void;
  /** Writes a frame's routes to `into` and returns how many. Does not allocate. */
  routesOf(session: number, streamType: number, messageType: number, into: Int32Array): number;
}

export function createRouteTable(
  memory: ColumnMemory,
  maxSessions: number,
  maxRoutes: number,
): RouteTable {
  return new Table(memory.words(maxRoutes * ROUTE_WORDS), maxSessions, maxRoutes);
}

class Table implements RouteTable {
  count = 0;
  readonly #routes: (Route | undefined)[];
  /** By session, the last for any: the route at `stream type × 257 + message type`. Made for sessions that have routes. */
  readonly #lookUp: (Int32Array | undefined)[];
  #stale = false;

  constructor(
    readonly words: Uint32Array,
    readonly maxSessions: number,
    maxRoutes: number,
  ) {
    this.#routes = new Array<Route | undefined>(maxRoutes).fill(undefined);
    this.#lookUp = new Array<Int32Array | undefined>(maxSessions + 1).fill(undefined);
  }

  add(selector: BatchSelector): Route {
    const { streamType, messageType = ANY_TYPE, session = this.maxSessions } = selector;
    // What stands for any of them inside is nothing that a caller could mean.
    const ok =
      selector.messageType !== ANY_TYPE &&
      selector.session !== this.maxSessions &&
      Number.isInteger(streamType) &&
      streamType >= 1 &&
      streamType < STREAM_TYPES &&
      Number.isInteger(messageType) &&
      messageType >= 0 &&
      messageType <= ANY_TYPE &&
      Number.isInteger(session) &&
      session >= 0 &&
      session <= this.maxSessions;
    if (!ok) {
      throw new JamError(
        'bad-option',
        `no frame has session ${session}, stream type ${streamType} and message type ${messageType}: ` +
          `they are an index from join(), 1 to 7 and 0 to 255`,
      );
    }
    const place = streamType * TYPES + messageType;
    const known = this.#routes.find((r) => r?.session === session && r.place === place);
    if (known !== undefined) {
      known.subscribers++;
      return known;
    }
    const index = this.#routes.indexOf(undefined);
    if (index < 0) {
      const message = `${this.#routes.length} different selectors are subscribed: raise maxRoutes`;
      throw new JamError('too-large', message);
    }
    this.#stale = true;
    return (this.#routes[index] = { index, session, place, subscribers: 1 });
  }

  release(route: Route): void {
    if (this.#routes[route.index] !== route || --route.subscribers > 0) return;
    this.#routes[route.index] = undefined;
    this.#stale = true;
  }

  forgetSession(session: number): void {
    this.#routes.forEach((route, i) => {
      if (route?.session === session) this.#routes[i] = undefined;
    });
    this.#stale = true;
  }

  refresh(): void {
    if (!this.#stale) return;
    this.#stale = false;
    for (const table of this.#lookUp) table?.fill(NO_ROUTE);
    this.count = 0;
    this.#routes.forEach((route, i) => {
      const at = i * ROUTE_WORDS;
      this.words[at] = NO_SESSION;
      if (route === undefined) return;
      const { session, place } = route;
      this.count = i + 1;
      this.words[at] = session === this.maxSessions ? ANY_SESSION : session;
      this.words[at + 1] = Math.floor(place / TYPES) | ((place % TYPES) << 8);
      const table = (this.#lookUp[session] ??= new Int32Array(STREAM_TYPES * TYPES).fill(NO_ROUTE));
      table[place] = i;
    });
  }

  routesOf(session: number, streamType: number, messageType: number, into: Int32Array): number {
    const any = streamType * TYPES + ANY_TYPE;
    const exact = streamType * TYPES + messageType;
    let found = 0;
    for (let side = 0; side < 2; side++) {
      const table = this.#lookUp[side === 0 ? session : this.maxSessions];
      if (table === undefined) continue;
      if (table[any] !== NO_ROUTE) into[found++] = table[any];
      if (table[exact] !== NO_ROUTE) into[found++] = table[exact];
    }
    return found;
  }
}
