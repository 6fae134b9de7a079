import { JamError } from '../errors.js';
import type { Destination } from '../ports.js';
import { bindError } from './bind-error.js';
import type { NetworkInterface } from './interfaces.js';
import {
  isSameInterface,
  isZoned,
  joinInterfaces,
  type MulticastInterface,
  splitZone,
} from './multicast-interfaces.js';
import type { PortSockets } from './port-sockets.js';
import type { SocketBinding, UdpSocket } from './socket-driver.js';

/** The sockets that receive one group. */
export interface GroupSockets {
  /**
   * Joins on the interfaces that the selected addresses stand for, and on no others. What is joined already stays as it is. Gives the interfaces that could not
   * join, with the system's reason; they can be tried again.
   */
  follow(selected: readonly NetworkInterface[]): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * Opens the socket that receives a group, shared with other programs on the port, and joins on each interface by name: a join
 * that names none takes the default route, and fails where there is none. Succeeds when one interface does; tells of the
 * others by `onFailures`.
 *
 * Rejects with JamError `port-in-use`, `not-permitted` or `multicast-impossible`.
 */
export async function openGroup(
  group: Destination,
  selected: readonly NetworkInterface[],
  sockets: PortSockets,
  onFailures: (failures: readonly string[]) => void = () => {},
): Promise<GroupSockets> {
  const opened = new FollowingGroup(group, sockets);
  const failures = await opened.follow(selected);
  if (!opened.hears) throw opened.refusal ?? impossible(group, failures);
  onFailures(failures);
  return opened;
}

/** A socket, and the interfaces that it has joined on. */
interface Joined {
  readonly binding: SocketBinding;
  readonly socket: UdpSocket;
  readonly members: readonly MulticastInterface[];
}

class FollowingGroup implements GroupSockets {
  /** Why a socket could not be bound, for the caller. */
  refusal: JamError | undefined;
  readonly #group: Destination;
  readonly #sockets: PortSockets;
  #joined: readonly Joined[] = [];
  #closed = false;
  /** One at a time: leaving must find every socket that following has opened. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(group: Destination, sockets: PortSockets) {
    this.#group = group;
    this.#sockets = sockets;
  }

  get hears(): boolean {
    return this.#joined.length > 0;
  }

  follow(selected: readonly NetworkInterface[]): Promise<readonly string[]> {
    const interfaces = joinInterfaces(selected, this.#group.family);
    const followed = this.#work.then(() => this.#follow(interfaces));
    this.#work = followed;
    return followed;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#work;
    await Promise.all(this.#joined.map((each) => each.socket.close()));
  }

  async #follow(interfaces: readonly MulticastInterface[]): Promise<string[]> {
    const failures: string[] = [];
    if (this.#closed) return failures;
    const joined: Joined[] = [];
    for (const plan of planGroup(this.#group, interfaces, process.platform)) {
      const before = this.#joined.find((each) => each.binding.address === plan.binding.address);
      const after = await this.#join(plan, before, failures);
      if (after !== undefined) joined.push(after);
    }
    const over = this.#joined.filter((old) => !joined.some((each) => each.socket === old.socket));
    this.#joined = joined;
    await Promise.all(over.map((each) => each.socket.close()));
    return failures;
  }

  /**
   * Adds to the socket there is, unless it is a member where it should not be: then another takes its place, for a
   * membership ends for certain only with its socket (a device that is gone can no longer be named to the system).
   */
  async #join(
    { binding, members }: GroupPlan,
    before: Joined | undefined,
    failures: string[],
  ): Promise<Joined | undefined> {
    const isMember = (each: MulticastInterface): boolean =>
      before?.members.some((old) => isSameInterface(old, each)) ?? false;
    const kept = members.filter(isMember);
    const address = splitZone(this.#group.address)[0];
    if (before !== undefined && kept.length === before.members.length) {
      const fresh = members.filter((each) => !isMember(each));
      const added = joinEach(before.socket, address, fresh, failures);
      return { binding, socket: before.socket, members: [...kept, ...added] };
    }
    let socket: UdpSocket;
    try {
      socket = await this.#sockets.openReceiving(binding);
    } catch (error) {
      this.refusal ??= bindError(error, binding);
      failures.push(failure(members, error));
      return before;
    }
    const added = joinEach(socket, address, members, failures);
    if (added.length > 0) return { binding, socket, members: added };
    await socket.close();
    return before;
  }
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

/** Gives those that joined. */
function joinEach(
  socket: UdpSocket,
  address: string,
  members: readonly MulticastInterface[],
  failures: string[],
): MulticastInterface[] {
  return members.filter((each) => {
    try {
      socket.addMembership(address, each.selector);
      return true;
    } catch (error) {
      failures.push(failure([each], error));
      return false;
    }
  });
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
