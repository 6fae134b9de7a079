import { JamError } from '../errors.js';
import type { Clock, Timers } from '../ports.js';

/** How a port on UDP sockets is opened, whatever the sockets are. */
export interface UdpPortOptions {
  /** Stamps arrivals, and is what the times of sends are on. */
  readonly clock: Clock;
  /** On the time line of `clock`. */
  readonly timers: Timers;
  /**
   * Names or addresses of the interfaces to use. Sending is confined to them. Receiving is where the system does so: on Linux a
   * group also arrives by an interface on which another program of this host has joined it.
   * Each has to be there when the port is opened; later it may go away and is taken again when it is back.
   * @default every one that is up, loopback included
   */
  readonly interfaces?: readonly string[];
  /**
   * Address families to open a socket for. One that is named here and cannot be had is an error.
   * @default IPv4, and IPv6 where the selected interfaces have it
   */
  readonly families?: readonly (4 | 6)[];
  /**
   * The UDP port that peers reach this one at by unicast, 0-65535: fixed where others list it by hand or a firewall lets it in.
   * @default 0, any free one
   */
  readonly unicastPort?: number;
  /**
   * Receive buffer to ask the system for, for each socket. What Linux grants is capped by `net.core.rmem_max`, 208 KiB on most
   * systems, where some 270 datagrams wait; 4 MiB hold about 5,000, half a second of a busy session.
   * @default 4 MiB
   */
  readonly receiveBufferBytes?: number;
}

export const DEFAULT_RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/** Throws JamError `bad-option`. */
export function checkOptions(options: UdpPortOptions): void {
  const { families, receiveBufferBytes, interfaces, unicastPort = 0 } = options;
  if (families !== undefined) {
    const known = families.every((family) => family === 4 || family === 6);
    if (families.length === 0 || !known || new Set(families).size < families.length) {
      throw new JamError(
        'bad-option',
        `families: [${families.join(', ')}]; pass [4], [6] or [4, 6]`,
      );
    }
  }
  if (
    receiveBufferBytes !== undefined &&
    !(
      Number.isInteger(receiveBufferBytes) &&
      receiveBufferBytes >= 4096 &&
      receiveBufferBytes < 2 ** 31
    )
  ) {
    throw new JamError(
      'bad-option',
      `receiveBufferBytes: ${receiveBufferBytes}; pass an integer from 4096 to 2147483647`,
    );
  }
  if (!(Number.isInteger(unicastPort) && unicastPort >= 0 && unicastPort <= 65535)) {
    throw new JamError(
      'bad-option',
      `unicastPort: ${unicastPort}; pass an integer from 0 to 65535`,
    );
  }
  if (interfaces?.some((each) => typeof each !== 'string' || each === '')) {
    throw new JamError('bad-option', 'interfaces: an empty name; pass names or addresses');
  }
}
