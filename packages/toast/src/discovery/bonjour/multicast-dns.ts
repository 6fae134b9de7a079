import type { EventEmitter } from 'node:events';
import type { RemoteInfo } from 'node:dgram';

/** What is used of the library `multicast-dns`, which has no types of its own. */
export interface MulticastDns extends EventEmitter {
  query(packet: object, done?: Done): void;
  respond(packet: object, done?: Done): void;
  destroy(done?: () => void): void;
  on(event: 'ready', listener: () => void): this;
  on(event: 'error' | 'warning', listener: (error: Error) => void): this;
  on(event: 'query' | 'response', listener: (packet: unknown, from: RemoteInfo) => void): this;
}

type Done = (error?: Error | null) => void;

export interface MulticastDnsOptions {
  /** The address of the interface to join and send on. */
  readonly interface: string;
  readonly bind?: string | undefined;
}

/** As a name that a compiler does not look up. */
const LIBRARY: string = 'multicast-dns';

/** Loads it, the first time. */
export async function loadMulticastDns(): Promise<(options: MulticastDnsOptions) => MulticastDns> {
  const { default: create } = (await import(LIBRARY)) as {
    default: (options: MulticastDnsOptions) => MulticastDns;
  };
  return create;
}
