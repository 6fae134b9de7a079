import { type Clock, type DatagramPort, isSystemClock, JamError, nativeHandle } from '@jamnet/wire';
import type { UdpPortOptions } from '@jamnet/wire/udp';
import { createDgramPort } from './dgram/dgram-port.js';

/** Whether the native port is used: where it is there, never, or else nothing is opened at all. */
export type NativeChoice = 'auto' | 'off' | 'require';

export interface OpenPortOptions extends UdpPortOptions {
  /** @default 'auto' */
  readonly native?: NativeChoice;
}

/** A port, and why it is not the native one. */
export interface OpenedPort {
  readonly port: DatagramPort;
  /** One line for people; null where the native port is used. */
  readonly notice: string | null;
}

type CreatePort = (options: UdpPortOptions) => Promise<DatagramPort>;
type Available = { readonly createPort: CreatePort } | { readonly reason: string };

/**
 * Opens the best port that this machine has: that of the native package where it loads, else one on `node:dgram`.
 *
 * Rejects with JamError `bad-option`, `no-such-interface`, `port-in-use` or `not-permitted`, and with `native-unavailable`, which
 * gives the reason, where the native port is required and cannot be had.
 */
export async function openPort(
  options: OpenPortOptions,
  find: () => Promise<Available> = findNative,
): Promise<OpenedPort> {
  const { native = 'auto', ...udp } = options;
  if (native === 'off') return onDgram(udp, 'it was switched off by `native`');
  const clockFault = faultOf(udp.clock);
  const found = clockFault === undefined ? await find() : { reason: clockFault };
  if ('createPort' in found) {
    try {
      return { port: await found.createPort(udp), notice: null };
    } catch (error) {
      // What is wrong with the options is wrong with either port.
      if (error instanceof JamError && error.code !== 'native-unavailable') throw error;
      return instead(native, udp, (error as Error).message);
    }
  }
  return instead(native, udp, found.reason);
}

function instead(native: NativeChoice, udp: UdpPortOptions, reason: string): Promise<OpenedPort> {
  if (native !== 'require') return onDgram(udp, reason);
  throw new JamError('native-unavailable', `the native port is required, but ${reason}`);
}

async function onDgram(udp: UdpPortOptions, reason: string): Promise<OpenedPort> {
  return { port: await createDgramPort(udp), notice: `node:dgram, not the native port: ${reason}` };
}

/** Importing the native package sets the handle. Nothing of it is opened before a port is asked for. */
async function findNative(): Promise<Available> {
  try {
    if (nativeHandle() === undefined) await import('@jamnet/gpu-native');
  } catch (error) {
    return { reason: `@jamnet/gpu-native does not load (${firstLine(error)})` };
  }
  const handle = nativeHandle();
  const createPort = handle?.createPort;
  if (createPort !== undefined) return { createPort };
  return { reason: handle?.failure ?? 'the native package has no network engine here' };
}

/** The native engine stamps and sends by the system's monotonic clock, so times on any other mean nothing to it. */
function faultOf(clock: Clock): string | undefined {
  return isSystemClock(clock)
    ? undefined
    : 'the clock that was passed is not the monotonic clock of the system, which the native port goes by';
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
