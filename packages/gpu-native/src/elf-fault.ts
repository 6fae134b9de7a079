const HEADER_BYTES = 64;
const PROGRAM_HEADER_BYTES = 56;

/**
 * What is wrong with a shared object in ELF's 64-bit little-endian form: that it is none, or that it ends before what its
 * headers promise. Undefined where nothing is. Whether it was made for this machine is left to the system, which can tell.
 */
export function elfFault(file: Uint8Array): string | undefined {
  if (file.length < HEADER_BYTES) return `${file.length} bytes are no binary`;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0) !== 0x7f454c46) return 'it is no ELF file';
  if (view.getUint8(4) !== 2 || view.getUint8(5) !== 1) return 'it is not 64-bit little-endian';
  const sectionHeaders = view.getUint16(58, true) * view.getUint16(60, true);
  let promised = Number(view.getBigUint64(40, true)) + sectionHeaders;
  const programHeaders = Number(view.getBigUint64(32, true));
  const count = view.getUint16(56, true);
  const segmentsEnd = programHeaders + count * PROGRAM_HEADER_BYTES;
  if (count === 0 || segmentsEnd > file.length) return 'its headers are not all there';
  for (let at = programHeaders; at < segmentsEnd; at += PROGRAM_HEADER_BYTES) {
    const end = Number(view.getBigUint64(at + 8, true) + view.getBigUint64(at + 32, true));
    promised = Math.max(promised, end);
  }
  if (promised <= file.length) return undefined;
  return `it ends after ${file.length} of ${promised} bytes`;
}
