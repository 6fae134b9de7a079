import { readFileSync } from 'node:fs';

/** A file of test vectors that the independent implementation made. */
export function readVectors<T>(path: string): T {
  const url = new URL(`../../../spec/${path}`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as T;
}

export const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
