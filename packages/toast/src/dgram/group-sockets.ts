import type { Socket } from 'node:dgram';
import { type Destination, JamError } from '@jamnet/wire';
import { isZoned, type MulticastInterface, splitZone } from './multicast-interfaces.js';
import {
  bindError,
  closeSocket,
  openSocket,
  type SocketBinding,
  type SocketEvents,
} from './open-socket.js';

/** The sockets that receive one group. */
export interface GroupSockets {
  readonly sockets: readonly Socket[];
  /** Interfaces that could not join, with the system's reason; empty when all did. */
  readonly failures: readonly string[];
}

/**
 * Opens the socket that receives a group, shared with other programs on the port, and joins on each interface by name: a join
 * that names none takes the default route, and fails where there is none. Succeeds when one interface does.
 *
 * Rejects with JamError `port-in-use`, `not-permitted` or `multicast-impossible`.
 */
export async function openGroup(
  group: Destination,
  interfaces: readonly MulticastInterface[],
  events: SocketEvents,
): Promise<GroupSockets> {
  const opened: Socket[] = [];
  const failures: string[] = [];
  let refusal: JamError | undefined;
  for (const { binding, members } of planGroup(group, interfaces, process.platform)) {
    let socket: Socket;
    try {
      socket = await openSocket(binding, events);
    } catch (error) {
      refusal ??= bindError(error, binding);
      failures.push(failure(members, error));
      continue;
    }
    const failed = joinEach(socket, splitZone(group.address)[0], members);
    failures.push(...failed);
    if (failed.length < members.length) opened.push(socket);
    else await closeSocket(socket);
  }
  if (opened.length > 0) return { sockets: opened, failures };
  throw refusal ?? impossible(group, failures);
}

/** One socket to open for a group, and the interfaces to join on. */
export interface GroupPlan {
  readonly binding: SocketBinding;
  readonly members: readonly MulticastInterface[];
}

/**
 * A socket bound to the group's own address gets no other group of its port. Windows cannot bind to a group, so there it is
 * the wildcard, and the session's identity in each frame tells the groups apart. An IPv6 group of link-local scope is
 * bound together with an interface, so each interface takes a socket of its own.
 */
export function planGroup(
  group: Destination,
  interfaces: readonly MulticastInterface[],
  platform: NodeJS.Platform,
): GroupPlan[] {
  const [address, zone] = splitZone(group.address);
  const { family, port } = group;
  const members =
    zone === ''
      ? interfaces
      : interfaces.filter((each) => each.zone === zone || each.name === zone);
  if (members.length === 0) return [];
  if (platform === 'win32') {
    const wildcard = family === 4 ? '0.0.0.0' : '::';
    return [{ binding: { family, address: wildcard, port, shared: true }, members }];
  }
  if (family === 4 || !isZoned(address)) {
    return [{ binding: { family, address, port, shared: true }, members }];
  }
  return members.map((each) => ({
    binding: { family, address: `${address}%${each.zone}`, port, shared: true },
    members: [each],
  }));
}

function joinEach(
  socket: Socket,
  address: string,
  members: readonly MulticastInterface[],
): string[] {
  const failures: string[] = [];
  for (const each of members) {
    try {
      socket.addMembership(address, each.selector);
    } catch (error) {
      failures.push(failure([each], error));
    }
  }
  return failures;
}

function failure(members: readonly MulticastInterface[], error: unknown): string {
  const where = members.map((each) => `${each.name} (${each.selector})`).join(', ');
  return `${where}: ${(error as Error).message}`;
}

function impossible(group: Destination, failures: readonly string[]): JamError {
  const tried =
    failures.length > 0
      ? `tried ${failures.join('; ')}`
      : group.family === 6
        ? 'no selected interface can: IPv6 multicast needs a network interface that is up, it does not work on loopback'
        : 'no selected interface has an IPv4 address';
  return new JamError(
    'multicast-impossible',
    `cannot receive the multicast group ${group.address} port ${group.port}: ${tried}. Bring an interface up or select ` +
      `another one; where the network forbids multicast, list the peers' unicast addresses instead`,
  );
}
