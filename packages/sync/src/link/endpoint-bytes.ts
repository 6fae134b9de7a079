import type { Destination } from '@jamnet/wire';

/** A numeric address as its bytes, 4 or 16; undefined where the text is none. A zone is left out. Allocates. */
export function addressBytes({ family, address }: Destination): Uint8Array | undefined {
  return family === 4 ? bytes4(address) : bytes6(address.replace(/%.*$/u, ''));
}

/** The text of the 4 or 16 bytes at the start of `bytes`. */
export function addressText(family: 4 | 6, bytes: Uint8Array): string {
  if (family === 4) return bytes.subarray(0, 4).join('.');
  const groups: string[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((bytes[i]! << 8) | bytes[i + 1]!).toString(16));
  return groups.join(':');
}

/** The zone of a link-local address with its `%`; empty where there is none. */
export function zoneOf(address: string): string {
  const at = address.indexOf('%');
  return at < 0 ? '' : address.slice(at);
}

/** How many bits two addresses begin with alike. */
export function commonBits(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! ^ b[i]!;
    if (difference !== 0) return i * 8 + Math.clz32(difference) - 24;
  }
  return a.length * 8;
}

function bytes4(address: string): Uint8Array | undefined {
  const parts = address.split('.').map(Number);
  const isValid = parts.length === 4 && parts.every((part) => part >= 0 && part <= 255);
  return isValid ? Uint8Array.from(parts) : undefined;
}

function bytes6(address: string): Uint8Array | undefined {
  const [head = '', tail, ...more] = address.split('::');
  const groups = (text: string | undefined): number[] =>
    text ? text.split(':').map((group) => Number.parseInt(group, 16)) : [];
  const before = groups(head);
  const after = groups(tail);
  const missing = 8 - before.length - after.length;
  if (more.length > 0 || missing < 0 || (tail === undefined && missing > 0)) return undefined;
  const all = [...before, ...Array.from({ length: missing }, () => 0), ...after];
  if (!all.every((group) => group >= 0 && group <= 0xffff)) return undefined;
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}
