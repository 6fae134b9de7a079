import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { crc32 } from './crc32.js';

const BOOT_ID_PATH = '/proc/sys/kernel/random/boot_id';
const BOOT_TIME_ROUNDING_S = 10;

let cached: string | undefined;

/**
 * Names the clock that {@link createSystemClock} reads: eight hexadecimal digits, equal in two processes exactly when they
 * share the clock (but for one chance in 2^32). One-way latency means something between equal ids only.
 *
 * It is the CRC-32 of the kernel's boot id, which all processes and containers of a running Linux share. Where there is no
 * boot id, it is that of the host name and the time of boot rounded to 10 seconds; a boot time that lies on the edge of two
 * roundings, or a clock set meanwhile, can then give two processes of one host different ids, which costs them the latency figure only.
 *
 * Reads a file the first time (blocks for some microseconds).
 */
export function hostClockId(): string {
  return (cached ??= clockIdOf(bootId() ?? bootTime()));
}

/** The clock id made from a text that names a run of a host. */
export function clockIdOf(boot: string): string {
  const bytes = new TextEncoder().encode(boot);
  return crc32(bytes, 0, bytes.length).toString(16).padStart(8, '0');
}

function bootId(): string | undefined {
  try {
    return readFileSync(BOOT_ID_PATH, 'latin1').trim() || undefined;
  } catch {
    return undefined;
  }
}

function bootTime(): string {
  const bootedS = Date.now() / 1000 - uptime();
  return `${hostname()} ${Math.round(bootedS / BOOT_TIME_ROUNDING_S)}`;
}
