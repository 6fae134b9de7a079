import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Split } from './sources.js';

/** Where everything is kept: outside what is committed. */
export const CACHE = fileURLToPath(new URL('../../.jamnet/recordings/', import.meta.url));

export const SAMPLE_RATE = 48_000;

/** A package, unpacked. */
export function packageFolder(source: string): string {
  return join(CACHE, 'packages', source);
}

/** A clip: raw 32-bit floats, little-endian, mono, 48 kHz. */
export function clipFile(split: Split, name: string): string {
  return join(CACHE, 'clips', split, `${name}.f32`);
}
