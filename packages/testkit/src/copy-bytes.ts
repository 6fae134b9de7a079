/** Up to here a loop is faster than making a view for `set`. */
const LOOP_BYTES = 48;

/** Copies `length` bytes. Allocates a view only where the range is a long part of its array. */
export function copyBytes(
  source: Uint8Array,
  offset: number,
  length: number,
  target: Uint8Array,
  targetOffset: number,
): void {
  if (offset === 0 && length === source.length) {
    target.set(source, targetOffset);
  } else if (length <= LOOP_BYTES) {
    for (let i = 0; i < length; i += 1) target[targetOffset + i] = source[offset + i];
  } else {
    target.set(source.subarray(offset, offset + length), targetOffset);
  }
}
