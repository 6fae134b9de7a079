import { createSystemClock, type HeldBatch, JamError } from '@jamnet/wire';
import { createUdpPort, type UdpPort, type UdpPortOptions } from '@jamnet/wire/udp';
import { loadAddon } from '../addon.js';
import { nativeArena } from '../native-arena.js';
import type { NativeEngineOptions } from './engine-options.js';
import { createNativeDriver, type NativeExtras } from './native-driver.js';

/** How a port on the native engine is opened. */
export interface NativePortOptions extends UdpPortOptions, NativeEngineOptions {}

/** A port on the native engine. */
export interface NativePort extends UdpPort, NativeExtras {
  holdBatch(): HeldBatch | undefined;
}

/** Clocks read one after the other may be apart by as long as the thread loses its processor in between. */
const SAME_CLOCK_NS = 1e9;

/**
 * Opens a port on the native engine, as `createDgramPort` in `@jamnet/toast` does on `node:dgram`; see `createUdpPort`.
 *
 * Rejects with JamError `native-unavailable` where there is none, `bad-option`, also for a clock that is not the system's monotonic one, and with what
 * `createUdpPort` rejects with.
 */
export async function createNativePort(options: NativePortOptions): Promise<NativePort> {
  const loaded = loadAddon();
  if (!loaded.ok) throw new JamError('native-unavailable', `${loaded.reason}; ${loaded.hint}`);
  const memory = nativeArena();
  if (!memory.ok) throw new JamError('native-unavailable', `${memory.reason}; ${memory.hint}`);
  const apartNs = Math.abs(options.clock.nowNs() - createSystemClock().nowNs());
  if (!(apartNs < SAME_CLOCK_NS)) {
    throw new JamError(
      'bad-option',
      `clock: it is ${apartNs / 1e9} s away from the system's monotonic clock, which the engine works with; pass createSystemClock()`,
    );
  }
  const driver = createNativeDriver(loaded.addon, memory.arena, options);
  const port = await createUdpPort(options, driver);
  return Object.assign(port, {
    pacingHistogram: () => driver.pacingHistogram(),
    holdBatch: () => driver.holdBatch(),
    engine: () => driver.engine(),
  });
}
