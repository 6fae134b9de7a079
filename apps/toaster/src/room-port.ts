import {
  DISCOVERY_PORT,
  DISCOVERY_TOPIC,
  type OpenedPort,
  openPort,
  parseEndpoint,
  resolveTopic,
} from '@jamnet/toast';
import { type Clock, JamError, type Timers } from '@jamnet/wire';
import type { JamOptions } from './jam.js';

/** IPv4 unless IPv6 addresses of interfaces were named, and in any case what the peers' addresses need. */
export function addressFamilies(
  interfaces: readonly string[] = [],
  peers: readonly string[] = [],
): (4 | 6)[] {
  const families = new Set<4 | 6>(interfaces.map((each) => (each.includes(':') ? 6 : 4)));
  if (families.size === 0) families.add(4);
  for (const peer of peers) families.add(parseEndpoint(peer).family);
  return [...families].sort((a, b) => a - b);
}

/** Opens the port that a room is entered by. Rejects with a JamError `port-in-use` that names the option to change, and with what `openPort` rejects with. */
export async function openRoomPort(
  options: Pick<JamOptions, 'topic' | 'interfaces' | 'port' | 'native'>,
  families: readonly (4 | 6)[],
  time: { readonly clock: Clock; readonly timers: Timers },
): Promise<OpenedPort> {
  const { interfaces, topic, port: unicastPort, native } = options;
  const groups = [topic, DISCOVERY_TOPIC].map((each) => resolveTopic(each).group4.port);
  const taken = [...groups, DISCOVERY_PORT];
  if (unicastPort !== undefined && taken.includes(unicastPort)) {
    throw new JamError(
      'port-in-use',
      `UDP port ${unicastPort} is the one that ${topic} meets on: choose another with --port`,
    );
  }
  try {
    return await openPort({ ...time, families, interfaces, unicastPort, native });
  } catch (error) {
    if (!(error instanceof JamError && error.code === 'port-in-use')) throw error;
    throw new JamError(
      'port-in-use',
      `UDP port ${unicastPort} is in use by another program: choose another with --port, or 0 for any free one`,
      { cause: error },
    );
  }
}
