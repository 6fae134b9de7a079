import type { Destination } from '@jamnet/wire';

/** Numbers source addresses for descriptors, which have 16 bits for one. Bounded: addresses that fell silent make room. */
export interface SourceTable {
  /** The index of an address, given on first sight. Allocates only then. */
  indexOf(address: string, port: number, family: 4 | 6): number;
  /** The address behind an index: always the same object as long as it is remembered. */
  at(index: number): Destination | undefined;
}

export const SOURCE_CAPACITY = 4096;

export function createSourceTable(capacity = SOURCE_CAPACITY): SourceTable {
  return new RecyclingSourceTable(Math.min(capacity, 0xffff));
}

/**
 * Second chance: a hand goes round, takes the mark off indices that were used since it last came by, and recycles the
 * first without one. About as good as least recently used, without a list to mend for each datagram.
 */
class RecyclingSourceTable implements SourceTable {
  readonly #capacity: number;
  readonly #sources: Destination[] = [];
  readonly #used: Uint8Array;
  readonly #indices = new Map<string, Map<number, number>>();
  #hand = 0;
  // Datagrams come in runs from one sender.
  #lastAddress = '';
  #lastPort = -1;
  #lastIndex = -1;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#used = new Uint8Array(capacity);
  }

  indexOf(address: string, port: number, family: 4 | 6): number {
    if (port === this.#lastPort && address === this.#lastAddress) return this.#lastIndex;
    let index = this.#indices.get(address)?.get(port);
    // Seen again is what counts: addresses that are heard once push each other out, and nobody else.
    if (index === undefined) index = this.#remember(address, port, family);
    else this.#used[index] = 1;
    this.#lastAddress = address;
    this.#lastPort = port;
    this.#lastIndex = index;
    return index;
  }

  at(index: number): Destination | undefined {
    return this.#sources[index];
  }

  #remember(address: string, port: number, family: 4 | 6): number {
    const index =
      this.#sources.length < this.#capacity ? this.#sources.length : this.#recycledIndex();
    this.#sources[index] = { family, address, port };
    let ports = this.#indices.get(address);
    if (ports === undefined) this.#indices.set(address, (ports = new Map()));
    ports.set(port, index);
    return index;
  }

  #recycledIndex(): number {
    while (this.#used[this.#hand] === 1) {
      this.#used[this.#hand] = 0;
      this.#hand = (this.#hand + 1) % this.#capacity;
    }
    const index = this.#hand;
    this.#hand = (index + 1) % this.#capacity;
    const { address, port } = this.#sources[index]!;
    const ports = this.#indices.get(address)!;
    ports.delete(port);
    if (ports.size === 0) this.#indices.delete(address);
    return index;
  }
}
