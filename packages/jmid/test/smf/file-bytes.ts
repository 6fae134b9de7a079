/** Standard MIDI Files put together by hand, byte by byte, so that the reader is not tested by the writer. */

export const END_OF_TRACK = [0, 0xff, 0x2f, 0];

export function header(format: number, tracks: number, division: number): number[] {
  return [...chunkHead('MThd', 6), 0, format, 0, tracks, division >> 8, division & 0xff];
}

export function track(...bytes: number[]): number[] {
  return [...chunkHead('MTrk', bytes.length), ...bytes];
}

export function chunkHead(id: string, length: number): number[] {
  const codes = [...id].map((letter) => letter.charCodeAt(0));
  return [...codes, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff];
}

/** A tempo after `delta` ticks (below 128). */
export function tempo(delta: number, microsecondsPerQuarter: number): number[] {
  const [high, middle, low] = [16, 8, 0].map((shift) => (microsecondsPerQuarter >> shift) & 0xff);
  return [delta, 0xff, 0x51, 3, high!, middle!, low!];
}

export function text(delta: number, kind: number, bytes: Iterable<number>): number[] {
  const list = [...bytes];
  return [delta, 0xff, kind, list.length, ...list];
}

export function file(...parts: number[][]): Uint8Array {
  return Uint8Array.from(parts.flat());
}
