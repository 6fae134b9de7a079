import type { Destination } from '@jamnet/wire';
import type { SimulatedPort } from './port.js';

/** An address and port, and the ports that get what is sent there: one for unicast, all members for a group. */
export interface Endpoint {
  readonly destination: Destination;
  /** Replaced, never changed, so that a delivery under way is not disturbed by who joins or leaves in it. */
  receivers: readonly SimulatedPort[];
}

/** Finds the endpoint behind a destination: by identity where it has been used before, else by its text. */
export class EndpointTable {
  readonly #byIdentity = new WeakMap<Destination, Endpoint>();
  readonly #byText = new Map<string, Endpoint>();
  #last: Destination | undefined;
  #lastEndpoint: Endpoint | undefined;

  find(destination: Destination): Endpoint {
    if (destination === this.#last && this.#lastEndpoint) return this.#lastEndpoint;
    let endpoint = this.#byIdentity.get(destination);
    if (!endpoint) {
      endpoint = this.#byAddress(destination);
      this.#byIdentity.set(destination, endpoint);
    }
    this.#last = destination;
    this.#lastEndpoint = endpoint;
    return endpoint;
  }

  add(destination: Destination, port: SimulatedPort): void {
    const endpoint = this.find(destination);
    if (!endpoint.receivers.includes(port)) endpoint.receivers = [...endpoint.receivers, port];
  }

  remove(destination: Destination, port: SimulatedPort): void {
    const endpoint = this.find(destination);
    endpoint.receivers = endpoint.receivers.filter((receiver) => receiver !== port);
  }

  #byAddress(destination: Destination): Endpoint {
    // There is one LAN, so the zone of a link-local address says nothing here.
    const address = destination.address.toLowerCase().replace(/%.*$/, '');
    const text = `${address} ${destination.port}`;
    let endpoint = this.#byText.get(text);
    if (!endpoint) {
      endpoint = { destination, receivers: [] };
      this.#byText.set(text, endpoint);
    }
    return endpoint;
  }
}

/** Whether an address names a group: 224.0.0.0/4 or ff00::/8. */
export function isMulticast(destination: Destination): boolean {
  if (destination.family === 6) return /^ff/i.test(destination.address);
  const first = Number.parseInt(destination.address, 10);
  return first >= 224 && first <= 239;
}
