import { createSystemClock, createSystemTimers, type DatagramPort } from '@jamnet/wire';
import type { UdpPortStats } from '@jamnet/wire/udp';
// Not the whole package: processes that are started for a test load this.
import { openPort } from '../../src/open-port.js';

/** What both drivers' ports are. */
export interface UdpPort extends DatagramPort {
  stats(): UdpPortStats;
}

export type PortKind = 'dgram' | 'native';

export interface PortOptions {
  readonly interfaces?: readonly string[];
  readonly families?: readonly (4 | 6)[];
  readonly receiveBufferBytes?: number;
}

const clock = createSystemClock();
const timers = createSystemTimers(clock);

export async function openKind(kind: PortKind, options: PortOptions): Promise<UdpPort> {
  const native = kind === 'native' ? 'require' : 'off';
  const { port } = await openPort({ clock, timers, native, ...options });
  return port as UdpPort;
}

/** Why there is no native port here; undefined where there is one. */
export async function nativeFault(): Promise<string | undefined> {
  try {
    const port = await openKind('native', { interfaces: ['lo'] });
    await port.close();
    return undefined;
  } catch (error) {
    if (process.env.JAMNET_REQUIRE_NATIVE === '1') throw error;
    return (error as Error).message;
  }
}

/** The kinds to test here. Says which one is left out. */
export async function testableKinds(): Promise<readonly PortKind[]> {
  const fault = await nativeFault();
  if (fault === undefined) return ['dgram', 'native'];
  console.warn(`skipped: ports of the native kind; ${fault}`);
  return ['dgram'];
}
