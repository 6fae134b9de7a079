import type { GrantedToSocket, NetEngine } from './net-addon.js';
import type { NativeEngineOptions } from './engine-options.js';

/** What the system granted of what the engine asked it for, as it is now. */
export interface EngineFacts {
  /** Who waits for datagrams. */
  readonly receive: Required<NativeEngineOptions>['receive'];
  /** Sockets that are open. What follows is what all of them have. */
  readonly sockets: number;
  /**
   * The longest datagram that runs of equal ones are handed to the system as one piece for (UDP_SEGMENT): 65,535 at first, less after
   * the system has refused a run, 0 where it takes none.
   */
  readonly segmentBytes: number;
  /** The system may hand over received runs in one piece (UDP_GRO). */
  readonly grouping: boolean;
  /** Arrival times are the kernel's. */
  readonly kernelTimestamps: boolean;
  /** SO_BUSY_POLL in microseconds. */
  readonly busyPollUs: number;
  /** Datagrams that the system dropped because a receive buffer was full: of all open sockets together, modulo 2^32 each. */
  readonly receiveDrops: number;
  /** The thread that sends timed datagrams goes before ordinary threads (SCHED_FIFO). */
  readonly realtimePacing: boolean;
}

/** Asks the system: some calls per socket, not for the packet path. */
export function readEngineFacts(
  engine: NetEngine,
  receive: EngineFacts['receive'],
  ids: Iterable<number>,
): EngineFacts {
  const granted: GrantedToSocket[] = [];
  for (const id of ids) {
    const each = engine.granted(id);
    if (each !== null) granted.push(each);
  }
  const some = granted.length > 0;
  const least = (of: (each: GrantedToSocket) => number): number =>
    some ? Math.min(...granted.map(of)) : 0;
  return {
    receive,
    sockets: granted.length,
    segmentBytes: least((each) => each.segmentBytes),
    grouping: some && granted.every((each) => each.grouping),
    kernelTimestamps: some && granted.every((each) => each.kernelTimestamps),
    busyPollUs: least((each) => each.busyPollUs),
    receiveDrops: granted.reduce((sum, each) => sum + each.receiveDrops, 0),
    realtimePacing: engine.pacesRealtime(),
  };
}
