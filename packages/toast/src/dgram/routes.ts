import type { Destination } from '@jamnet/wire';
import { isMulticast, splitZone } from './multicast-interfaces.js';
import type { SendSocket } from './send-socket.js';

/** A socket that multicast goes out by, and the interface that it is set to. */
export interface MulticastSender {
  readonly socket: SendSocket;
  readonly name: string;
  readonly zone: string;
}

/** What a family sends by. */
export interface Senders {
  readonly unicast: SendSocket;
  readonly multicast: readonly MulticastSender[];
}

/** How a destination is reached, worked out once. */
export interface Route {
  readonly port: number;
  readonly sockets: readonly SendSocket[];
  /** For each socket the address as it takes it. */
  readonly addresses: readonly string[];
  /** Why it is not reached at all, else null. */
  readonly refusal: string | null;
}

export interface Routes {
  /** The same route for the same destination object, until they are forgotten. Allocates on first sight only. */
  to(destination: Destination): Route;
  /** The senders have changed: every route is worked out anew. */
  forget(): void;
}

export function createRoutes(senders: ReadonlyMap<4 | 6, Senders>): Routes {
  return new CachedRoutes(senders);
}

class CachedRoutes implements Routes {
  readonly #senders: ReadonlyMap<4 | 6, Senders>;
  #routes = new WeakMap<Destination, Route>();
  #last: Destination | undefined;
  #lastRoute: Route | undefined;

  constructor(senders: ReadonlyMap<4 | 6, Senders>) {
    this.#senders = senders;
  }

  to(destination: Destination): Route {
    if (destination === this.#last) return this.#lastRoute!;
    let route = this.#routes.get(destination);
    if (route === undefined) {
      route = findRoute(destination, this.#senders.get(destination.family));
      this.#routes.set(destination, route);
    }
    this.#last = destination;
    this.#lastRoute = route;
    return route;
  }

  forget(): void {
    this.#routes = new WeakMap();
    this.#last = undefined;
    this.#lastRoute = undefined;
  }
}

export function findRoute(destination: Destination, senders: Senders | undefined): Route {
  const { address, port, family } = destination;
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    return refused(port, `${port} is not a UDP port; ports go from 1 to 65535`);
  }
  if (senders === undefined) {
    return refused(port, `${address} is not reached: this port has no IPv${family} socket`);
  }
  if (!isMulticast(address, family)) {
    return { port, sockets: [senders.unicast], addresses: [address], refusal: null };
  }
  const [group, zone] = splitZone(address);
  const outgoing = senders.multicast.filter(
    (each) => zone === '' || zone === each.zone || zone === each.name,
  );
  if (outgoing.length === 0) {
    const where =
      zone === '' ? 'no selected interface can send multicast' : `${zone} is not selected`;
    return refused(port, `${address} is not reached: ${where}`);
  }
  return {
    port,
    sockets: outgoing.map((each) => each.socket),
    addresses: outgoing.map((each) => (each.zone === '' ? group : `${group}%${each.zone}`)),
    refusal: null,
  };
}

function refused(port: number, refusal: string): Route {
  return { port, sockets: [], addresses: [], refusal };
}
