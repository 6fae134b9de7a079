import type { DatagramPort, Destination } from '@jamnet/wire';
import { addressBytes, commonBits } from './endpoint-bytes.js';
import type { LinkAnnouncement } from './options.js';
import { LINK_GROUP4, LINK_PORT } from './v1/codes.js';
import type { DiscoveryMessage } from './v1/discovery-message.js';

/** Which address is announced to whom. */
export interface Announced {
  /** Groups with the address to announce in each. The same list while the port's addresses stay the same. */
  list(): readonly LinkAnnouncement[];
  /** The address to announce to one peer: the one that its own resembles most. */
  towards(peer: Destination): Destination | undefined;
  /** Puts an address into a message; undefined leaves it out. */
  write(endpoint: Destination | undefined, message: DiscoveryMessage): void;
}

const GROUP4: Destination = { family: 4, address: LINK_GROUP4, port: LINK_PORT };

export function createAnnounced(
  port: DatagramPort,
  given: readonly LinkAnnouncement[] | undefined,
): Announced {
  return new AnnouncedAddresses(port, given);
}

class AnnouncedAddresses implements Announced {
  readonly #port: DatagramPort;
  readonly #given: readonly LinkAnnouncement[] | undefined;
  readonly #bytes = new WeakMap<Destination, Uint8Array>();
  #seen: readonly Destination[] | undefined;
  #list: readonly LinkAnnouncement[] = [];
  /** The best address for each peer's, by identity; forgotten when the port's addresses change. */
  #towards = new WeakMap<Destination, Destination>();

  constructor(port: DatagramPort, given: readonly LinkAnnouncement[] | undefined) {
    this.#port = port;
    this.#given = given;
  }

  list(): readonly LinkAnnouncement[] {
    if (this.#given !== undefined) return this.#given;
    const own = this.#port.endpoints();
    if (own === this.#seen) return this.#list;
    this.#seen = own;
    this.#towards = new WeakMap();
    const able = own.filter(({ family }) => family === 4);
    const endpoint = able.find(({ address }) => !address.startsWith('127.')) ?? able[0];
    this.#list = endpoint === undefined ? [] : [{ group: GROUP4, endpoint }];
    return this.#list;
  }

  towards(peer: Destination): Destination | undefined {
    const list = this.list();
    const known = this.#towards.get(peer);
    if (known !== undefined) return known;
    const all = this.#given === undefined ? this.#port.endpoints() : list.map((a) => a.endpoint);
    const best = this.#mostAlike(peer, all) ?? list[0]?.endpoint;
    if (best !== undefined) this.#towards.set(peer, best);
    return best;
  }

  write(endpoint: Destination | undefined, message: DiscoveryMessage): void {
    const bytes = endpoint === undefined ? undefined : this.#bytesOf(endpoint);
    message.endpointFamily = 0;
    if (endpoint === undefined || bytes === undefined) return;
    message.endpointFamily = endpoint.family;
    message.endpointAddress.set(bytes);
    message.endpointPort = endpoint.port;
  }

  #mostAlike(peer: Destination, all: readonly Destination[]): Destination | undefined {
    const wanted = this.#bytesOf(peer);
    let best: Destination | undefined;
    let most = 0;
    for (const each of all) {
      const bytes = this.#bytesOf(each);
      if (each.family !== peer.family || wanted === undefined || bytes === undefined) continue;
      const common = commonBits(wanted, bytes);
      if (common > most) {
        most = common;
        best = each;
      }
    }
    return best;
  }

  #bytesOf(destination: Destination): Uint8Array | undefined {
    const known = this.#bytes.get(destination);
    if (known !== undefined) return known;
    const bytes = addressBytes(destination);
    if (bytes !== undefined) this.#bytes.set(destination, bytes);
    return bytes;
  }
}
