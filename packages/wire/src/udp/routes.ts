import type { Destination } from '../ports.js';
import { isMulticast, splitZone } from './multicast-interfaces.js';
import type { SendTarget, UdpSocket } from './socket-driver.js';

/** A socket that multicast goes out by, and the interface that it is set to. */
export interface MulticastSender {
  readonly socket: UdpSocket;
  readonly name: string;
  readonly zone: string;
}

/** What a family sends by. */
export interface Senders {
  readonly unicast: UdpSocket;
  readonly multicast: readonly MulticastSender[];
}

/** How a destination is reached, worked out once. */
export interface Route {
  readonly targets: readonly SendTarget[];
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
    return refused(`${port} is not a UDP port; ports go from 1 to 65535`);
  }
  if (senders === undefined) {
    return refused(`${address} is not reached: this port has no IPv${family} socket`);
  }
  if (!isMulticast(address, family)) return reached([senders.unicast.target(address, port)]);
  const [group, zone] = splitZone(address);
  const outgoing = senders.multicast.filter(
    (each) => zone === '' || zone === each.zone || zone === each.name,
  );
  if (outgoing.length === 0) {
    const where =
      zone === '' ? 'no selected interface can send multicast' : `${zone} is not selected`;
    return refused(`${address} is not reached: ${where}`);
  }
  return reached(
    outgoing.map((each) =>
      each.socket.target(each.zone === '' ? group : `${group}%${each.zone}`, port),
    ),
  );
}

function reached(targets: readonly SendTarget[]): Route {
  return { targets, refusal: null };
}

function refused(refusal: string): Route {
  return { targets: [], refusal };
}
