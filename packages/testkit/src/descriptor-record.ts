import {
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  DESCRIPTOR_PEER,
} from '@jamnet/wire';

const UPPER = 2 ** 32;

/** Writes what a port knows of a datagram into the record at `index`. Does not allocate. */
export function writeReceived(
  descriptors: DataView,
  index: number,
  arrivalNs: number,
  offset: number,
  length: number,
  sourceIndex: number,
): void {
  const at = index * DESCRIPTOR_BYTES;
  writeArrival(descriptors, index, arrivalNs);
  descriptors.setUint32(at + DESCRIPTOR_OFFSET, offset, true);
  descriptors.setUint16(at + DESCRIPTOR_LENGTH, length, true);
  descriptors.setUint16(at + DESCRIPTOR_PEER, sourceIndex, true);
}

/** Writes the arrival alone. */
export function writeArrival(descriptors: DataView, index: number, arrivalNs: number): void {
  const at = index * DESCRIPTOR_BYTES + DESCRIPTOR_ARRIVAL;
  const upper = Math.floor(arrivalNs / UPPER);
  descriptors.setUint32(at, arrivalNs - upper * UPPER, true);
  descriptors.setUint32(at + 4, upper, true);
}

/** Writes where the bytes of the record at `index` now begin. */
export function writeOffset(descriptors: DataView, index: number, offset: number): void {
  descriptors.setUint32(index * DESCRIPTOR_BYTES + DESCRIPTOR_OFFSET, offset, true);
}

export function readOffset(descriptors: DataView, index: number): number {
  return descriptors.getUint32(index * DESCRIPTOR_BYTES + DESCRIPTOR_OFFSET, true);
}

export function readLength(descriptors: DataView, index: number): number {
  return descriptors.getUint16(index * DESCRIPTOR_BYTES + DESCRIPTOR_LENGTH, true);
}

export function readSourceIndex(descriptors: DataView, index: number): number {
  return descriptors.getUint16(index * DESCRIPTOR_BYTES + DESCRIPTOR_PEER, true);
}

/** The arrival in nanoseconds, exact to 2^53. */
export function readArrival(descriptors: DataView, index: number): number {
  const at = index * DESCRIPTOR_BYTES + DESCRIPTOR_ARRIVAL;
  return descriptors.getUint32(at, true) + descriptors.getUint32(at + 4, true) * UPPER;
}

/** Copies a whole record, with what upper floors wrote into it. */
export function copyRecord(
  source: DataView,
  sourceIndex: number,
  target: DataView,
  targetIndex: number,
): void {
  const from = sourceIndex * DESCRIPTOR_BYTES;
  const to = targetIndex * DESCRIPTOR_BYTES;
  for (let i = 0; i < DESCRIPTOR_BYTES; i += 4) {
    target.setUint32(to + i, source.getUint32(from + i, true), true);
  }
}
