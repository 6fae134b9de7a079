import type { WaveFormat } from './wave-format.js';

/** Reads one sample at a byte of a view; the full scale is 1. */
type ReadSample = (view: DataView, at: number) => number;
/** Writes one; what lies beyond the full scale of whole numbers is clipped. */
type WriteSample = (view: DataView, at: number, value: number) => void;

interface SampleAccess {
  readonly read: ReadSample;
  readonly write: WriteSample;
}

const INT: Readonly<Record<number, SampleAccess>> = {
  1: {
    // The one width that WAV has without a sign.
    read: (view, at) => (view.getUint8(at) - 128) / 128,
    write: (view, at, value) => view.setUint8(at, whole(value, 7) + 128),
  },
  2: {
    read: (view, at) => view.getInt16(at, true) / 2 ** 15,
    write: (view, at, value) => view.setInt16(at, whole(value, 15), true),
  },
  3: {
    read: (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 2 ** 23,
    write(view, at, value) {
      const bits = whole(value, 23);
      view.setUint16(at, bits & 0xffff, true);
      view.setInt8(at + 2, bits >> 16);
    },
  },
  4: {
    read: (view, at) => view.getInt32(at, true) / 2 ** 31,
    write: (view, at, value) => view.setInt32(at, whole(value, 31), true),
  },
};

const FLOAT: Readonly<Record<number, SampleAccess>> = {
  4: {
    read: (view, at) => view.getFloat32(at, true),
    write: (view, at, value) => view.setFloat32(at, value, true),
  },
  8: {
    read: (view, at) => view.getFloat64(at, true),
    write: (view, at, value) => view.setFloat64(at, value, true),
  },
};

/** How samples of that coding are read and written; undefined where no file has such. */
export function sampleAccess({
  coding,
  bytesPerSample,
}: Pick<WaveFormat, 'coding' | 'bytesPerSample'>): SampleAccess | undefined {
  return (coding === 'int' ? INT : FLOAT)[bytesPerSample];
}

/** `value` of full scale 1 as the nearest whole number of `bits` and a sign. What is no number is silence. */
function whole(value: number, bits: number): number {
  const scale = 2 ** bits;
  const nearest = Math.round(value * scale);
  if (nearest >= scale) return scale - 1;
  return nearest >= -scale ? nearest : nearest < -scale ? -scale : 0;
}
