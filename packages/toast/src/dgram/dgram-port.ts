import {
  createUdpPort,
  type NetworkInterface,
  type UdpPort,
  type UdpPortOptions,
} from '@jamnet/wire/udp';
import { createDgramDriver } from './dgram-driver.js';

/** Opens a port on the sockets of `node:dgram`. Rejects with JamError `bad-option`, `no-such-interface` or `not-permitted`. */
export function createDgramPort(
  options: UdpPortOptions,
  scan?: () => readonly NetworkInterface[],
): Promise<UdpPort> {
  return createUdpPort(options, createDgramDriver(options.clock, options.timers), scan);
}
