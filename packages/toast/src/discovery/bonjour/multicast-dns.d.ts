declare module 'multicast-dns' {
  import type { EventEmitter } from 'node:events';
  import type { RemoteInfo } from 'node:dgram';

  namespace createMulticastDns {
    interface Options {
      readonly port?: number;
      readonly ip?: string;
      /** The address of the interface to join and send on. */
      readonly interface?: string;
      readonly bind?: string;
      readonly reuseAddr?: boolean;
    }

    type Done = (error?: Error | null) => void;

    interface MulticastDns extends EventEmitter {
      query(packet: object, done?: Done): void;
      respond(packet: object, done?: Done): void;
      destroy(done?: () => void): void;
      on(event: 'ready', listener: () => void): this;
      on(event: 'error' | 'warning', listener: (error: Error) => void): this;
      on(event: 'query' | 'response', listener: (packet: unknown, from: RemoteInfo) => void): this;
    }
  }

  function createMulticastDns(
    options?: createMulticastDns.Options,
  ): createMulticastDns.MulticastDns;
  export = createMulticastDns;
}
