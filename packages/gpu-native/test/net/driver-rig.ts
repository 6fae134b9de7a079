import { readdirSync } from 'node:fs';
import { createSystemClock, type MappedArena, readU64 } from '@jamnet/wire';
import type { SendTarget, SocketBinding, UdpSocket } from '@jamnet/wire/udp';
import { loadAddon, nativeArena } from '../../src/index.js';
import type { NativeEngineOptions } from '../../src/net/engine-options.js';
import { createNativeDriver, type NativeDriver } from '../../src/net/native-driver.js';

export const clock = createSystemClock();

/** A datagram, copied out of the arena. */
export interface Seen {
  readonly bytes: Uint8Array;
  readonly arrivalNs: number;
  readonly source: number;
  /** Which call of the handler it came with. */
  readonly batch: number;
}

export function arena(): MappedArena {
  const answer = nativeArena();
  if (!answer.ok) throw new Error(answer.reason);
  return answer.arena;
}

export function openDriver(options: NativeEngineOptions = {}): NativeDriver {
  const loaded = loadAddon();
  if (!loaded.ok) throw new Error(loaded.reason);
  return createNativeDriver(loaded.addon, arena(), options);
}

export function openSocket(
  driver: NativeDriver,
  binding: Partial<SocketBinding> = {},
): Promise<UdpSocket> {
  return driver.open(
    { family: 4, address: '127.0.0.1', port: 0, shared: false, ...binding },
    { receiveBytes: 1 << 20, sendBytes: 1 << 20 },
  );
}

/** Everything that the driver receives from now on. */
export function record(driver: NativeDriver): Seen[] {
  const seen: Seen[] = [];
  let batch = 0;
  driver.onBatch((view, descriptors, count) => {
    for (let i = 0; i < count; i++) {
      const at = descriptors.byteOffset + i * 32;
      const descriptor = new Uint8Array(descriptors.buffer, at, 32);
      const offset = descriptors.getUint32(i * 32 + 16, true);
      seen.push({
        bytes: view.slice(offset, offset + descriptors.getUint16(i * 32 + 24, true)),
        arrivalNs: readU64(descriptor, 0),
        source: descriptors.getUint16(i * 32 + 28, true),
        batch,
      });
    }
    batch++;
  });
  return seen;
}

/** Resolves when `is` says so; turns of the loop pass meanwhile. The test's own time-out ends it. */
export async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setImmediate(resolve));
}

export const openDescriptors = (): number => readdirSync('/proc/self/fd').length;

export const numbered = (number: number, length = 100): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i === 0 ? number : number + i));

/** Two sockets of one driver, and the second one as the first one sends to it. */
export async function pair(
  driver: NativeDriver,
): Promise<{ a: UdpSocket; b: UdpSocket; to: SendTarget }> {
  const a = await openSocket(driver);
  const b = await openSocket(driver);
  return { a, b, to: a.target('127.0.0.1', b.port) };
}

/** What is free when engines closed before have let go of theirs. */
export async function settledRoom(): Promise<number> {
  let room = -1;
  for (let same = 0; same < 10;) {
    await new Promise((resolve) => setImmediate(resolve));
    const now = arena().freeBytes();
    same = now === room ? same + 1 : 0;
    room = now;
  }
  return room;
}
