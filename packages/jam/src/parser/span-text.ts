const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A view of a span. Allocates it. */
export function spanBytes(bytes: Uint8Array, start: number, length: number): Uint8Array {
  return bytes.subarray(start, start + length);
}

/** The text of a span. Allocates it. */
export function spanString(bytes: Uint8Array, start: number, length: number): string {
  return decoder.decode(spanBytes(bytes, start, length));
}
