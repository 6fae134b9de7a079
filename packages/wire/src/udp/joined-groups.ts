import { JamError } from '../errors.js';
import type { Destination } from '../ports.js';
import type { GroupSockets } from './group-sockets.js';
import type { NetworkInterface } from './interfaces.js';
import { isMulticast } from './multicast-interfaces.js';

/** The groups that a port has joined, each once. */
export interface JoinedGroups {
  /** Rejects with what `open` rejects with, or JamError `multicast-impossible` where it is no group; may be tried again. */
  join(group: Destination): Promise<void>;
  leave(group: Destination): Promise<void>;
  /** Joins and leaves interfaces for every group. Gives those that could not join. */
  follow(selected: readonly NetworkInterface[]): Promise<string[]>;
  /** Forgets all groups when the joins under way have ended; their sockets are the driver's to close. */
  clear(): Promise<void>;
}

export function createJoinedGroups(
  open: (group: Destination) => Promise<GroupSockets>,
): JoinedGroups {
  return new GroupsByKey(open);
}

class GroupsByKey implements JoinedGroups {
  readonly #open: (group: Destination) => Promise<GroupSockets>;
  /** By address and port. A promise, so that joins of one group at the same time share the socket. */
  readonly #groups = new Map<string, Promise<GroupSockets>>();

  constructor(open: (group: Destination) => Promise<GroupSockets>) {
    this.#open = open;
  }

  async join(group: Destination): Promise<void> {
    if (!isMulticast(group.address, group.family)) {
      throw new JamError(
        'multicast-impossible',
        `${group.address} is not an IPv${group.family} multicast group; groups are in 224.0.0.0/4 and ff00::/8`,
      );
    }
    const key = groupKey(group);
    let joined = this.#groups.get(key);
    if (joined === undefined) {
      joined = this.#open(group);
      this.#groups.set(key, joined);
      // A group that could not be joined may be tried again.
      joined.catch(() => this.#groups.delete(key));
    }
    await joined;
  }

  async leave(group: Destination): Promise<void> {
    const key = groupKey(group);
    const joined = this.#groups.get(key);
    if (joined === undefined) return;
    this.#groups.delete(key);
    const opened = await joined.catch(() => undefined);
    await opened?.close();
  }

  async follow(selected: readonly NetworkInterface[]): Promise<string[]> {
    const failures: string[] = [];
    for (const joined of this.#groups.values()) {
      const group = await joined.catch(() => undefined);
      if (group !== undefined) failures.push(...(await group.follow(selected)));
    }
    return failures;
  }

  async clear(): Promise<void> {
    await Promise.allSettled(this.#groups.values());
    this.#groups.clear();
  }
}

function groupKey(group: Destination): string {
  return `${group.family} ${group.address} ${group.port}`;
}
