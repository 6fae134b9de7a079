import type { Destination } from '../ports.js';
import type { NetworkInterface } from './interfaces.js';
import { endpointAddresses } from './multicast-interfaces.js';
import type { Senders } from './routes.js';

/**
 * Where peers reach the unicast sockets. What was among `previous` is the same object again, since ports recognise
 * destinations by identity; so is the list when nothing has changed.
 */
export function endpointsOf(
  selected: readonly NetworkInterface[],
  senders: ReadonlyMap<4 | 6, Senders>,
  previous: readonly Destination[],
): readonly Destination[] {
  const endpoints: Destination[] = [];
  for (const [family, { unicast }] of senders) {
    const { port } = unicast;
    for (const address of endpointAddresses(selected, family)) {
      const known = previous.find((each) => each.family === family && each.address === address);
      endpoints.push(known ?? { family, address, port });
    }
  }
  const unchanged =
    endpoints.length === previous.length && endpoints.every((each, i) => each === previous[i]);
  return unchanged ? previous : endpoints;
}
