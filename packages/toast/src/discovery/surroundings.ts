import { type Clock, isSystemClock, type Timers } from '@jamnet/wire';
import { listInterfaces, type NetworkInterface } from '@jamnet/wire/udp';
import type { OpenMdns } from './bonjour/mdns-link.js';
import { openMulticastDns } from './bonjour/multicast-dns-link.js';
import { createProbeSockets, type OpenProbeSocket } from './scan/probe-socket.js';

/** What discovery uses of this machine beside the toast's own port. */
export interface Surroundings {
  /** The network's interfaces as they are now, whether they are meant or not. */
  interfaces(): readonly NetworkInterface[];
  /** Where processes of this machine reach whoever answers for it. */
  readonly ownHost: string;
  readonly openProbeSocket: OpenProbeSocket;
  readonly openMdns: OpenMdns;
}

/** The machine as it is; undefined where the toast lives on another clock than the machine's, and so is not on its network. */
export function systemSurroundings(clock: Clock, timers: Timers): Surroundings | undefined {
  if (!isSystemClock(clock)) return undefined;
  return {
    interfaces: listInterfaces,
    ownHost: '127.0.0.1',
    openProbeSocket: createProbeSockets(clock, timers),
    openMdns: openMulticastDns,
  };
}
