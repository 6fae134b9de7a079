/** Bytes written one after the other into an array that doubles when it is full. */
export interface GrowingBytes {
  readonly length: number;
  u8(value: number): void;
  u16(value: number): void;
  u32(value: number): void;
  append(bytes: ArrayLike<number>): void;
  /** A variable-length quantity: seven bits a byte, the most significant first; 0 to 2^28 - 1. */
  quantity(value: number): void;
  /** What has been written, as a view. */
  view(): Uint8Array;
}

const INITIAL_BYTES = 1024;

/** An empty array; numbers are written big-endian, as Standard MIDI Files have them. */
export function createGrowingBytes(): GrowingBytes {
  let bytes = new Uint8Array(INITIAL_BYTES);
  let length = 0;

  function reserve(count: number): void {
    if (length + count <= bytes.length) return;
    const larger = new Uint8Array(Math.max(bytes.length * 2, length + count));
    larger.set(bytes.subarray(0, length));
    bytes = larger;
  }

  function u8(value: number): void {
    reserve(1);
    bytes[length++] = value;
  }

  function u16(value: number): void {
    u8(value >>> 8);
    u8(value);
  }

  return {
    get length() {
      return length;
    },
    u8,
    u16,
    u32(value) {
      u16(value >>> 16);
      u16(value);
    },
    append(more) {
      reserve(more.length);
      bytes.set(more, length);
      length += more.length;
    },
    quantity(value) {
      for (let shift = 21; shift > 0; shift -= 7) {
        if (value >>> shift > 0) u8(((value >>> shift) & 0x7f) | 0x80);
      }
      u8(value & 0x7f);
    },
    view: () => bytes.subarray(0, length),
  };
}
