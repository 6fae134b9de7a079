import { crc32, readU16, readU32, Status } from '@jamnet/wire';
import { PROTOCOL_VERSION } from '../v2/codes.js';
import { endsDatagram, FRAME_OVERHEAD_BYTES, MAX_DATAGRAM_BYTES } from '../v2/frame.js';
import { DESCRIPTOR_WORDS, type FrameColumns } from './frame-columns.js';
import { Outcome } from './outcome.js';
import type { SessionNames } from './session-names.js';

/** Outcomes that a datagram of that length can have at most: each takes 42 bytes, but for one that ends it. */
export function mostOutcomes(datagramBytes: number): number {
  return datagramBytes > MAX_DATAGRAM_BYTES ? 1 : Math.ceil(datagramBytes / FRAME_OVERHEAD_BYTES);
}

/**
 * Reads the frames of `count` datagrams as `readDatagram` would, one outcome for each frame and for each status, in order; returns how
 * many. Fills `first`, `descriptors`, `outcome` and `sender`. This is what the kernels `frame_walk` and `session_filter` must equal.
 *
 * A descriptor of a frame holds its own offset and length, header and CRC included, the 64 bits of the master timestamp as
 * they came, and the datagram's arrival and source index; a format type above 15 reads 15. A descriptor of a status has the length of the
 * frame that is skipped, or of the rest that is dropped, and no other field but arrival, offset and source.
 * Does not allocate.
 */
export function readFrames(
  bytes: Uint8Array,
  columns: FrameColumns,
  count: number,
  sessions: SessionNames,
): number {
  const { datagrams, first } = columns;
  let row = 0;
  for (let i = 0; i < count; i++) {
    first[i] = row;
    const from = i * DESCRIPTOR_WORDS;
    const length = datagrams[from + 6] & 0xffff;
    let at = datagrams[from + 4];
    const end = at + length;
    if (length > MAX_DATAGRAM_BYTES) {
      writeStatus(columns, row++, from, at, length, Status.badLength);
      continue;
    }
    while (at < end) {
      const status = checkFrame(bytes, at, end);
      const whole = endsDatagram(status) ? end - at : readU32(bytes, at);
      if (status < 0) writeStatus(columns, row, from, at, whole, status);
      else writeFrame(columns, row, from, bytes, at, whole, sessions);
      row++;
      at += whole;
    }
  }
  first[count] = row;
  return row;
}

/** 0 or the first check that fails, as `decodeFrame` has it. */
function checkFrame(bytes: Uint8Array, at: number, end: number): number {
  const left = end - at;
  if (left < FRAME_OVERHEAD_BYTES) return Status.short;
  const length = readU32(bytes, at);
  if (length < FRAME_OVERHEAD_BYTES || length > left) return Status.badLength;
  const body = length - 4;
  if (readU32(bytes, at + body) !== crc32(bytes, at, body)) return Status.badCrc;
  const word = readU16(bytes, at + 6);
  if ((word & 0x0f) !== PROTOCOL_VERSION) return Status.badVersion;
  if ((word & 0xc0) !== 0) return Status.badFlags;
  if (((word >> 8) & 0x0f) > word >> 12) return Status.badBurst;
  const streamType = bytes[at + 4];
  return streamType < 1 || streamType > 7 ? Status.badStreamType : 0;
}

function writeStatus(
  columns: FrameColumns,
  row: number,
  from: number,
  offset: number,
  length: number,
  status: number,
): void {
  const { datagrams, descriptors } = columns;
  const to = row * DESCRIPTOR_WORDS;
  descriptors[to] = datagrams[from];
  descriptors[to + 1] = datagrams[from + 1];
  descriptors[to + 2] = 0;
  descriptors[to + 3] = 0;
  descriptors[to + 4] = offset;
  descriptors[to + 5] = 0;
  descriptors[to + 6] = length;
  descriptors[to + 7] = datagrams[from + 7] & 0xffff;
  columns.outcome[row] = status;
  columns.sender[row] = 0;
}

function writeFrame(
  columns: FrameColumns,
  row: number,
  from: number,
  bytes: Uint8Array,
  at: number,
  length: number,
  sessions: SessionNames,
): void {
  const { datagrams, descriptors } = columns;
  const to = row * DESCRIPTOR_WORDS;
  const format = bytes[at + 5];
  const typeAndFormat = bytes[at + 4] | ((format > 15 ? 15 : format) << 4);
  descriptors[to] = datagrams[from];
  descriptors[to + 1] = datagrams[from + 1];
  descriptors[to + 2] = readU32(bytes, at + 10);
  descriptors[to + 3] = readU32(bytes, at + 14);
  descriptors[to + 4] = at;
  descriptors[to + 5] = readU32(bytes, at + 18);
  descriptors[to + 6] = length | (bytes[at + 9] << 16) | (bytes[at + 8] << 24);
  descriptors[to + 7] =
    (datagrams[from + 7] & 0xffff) | (typeAndFormat << 16) | (bytes[at + 7] << 24);
  const session = sessions.find(bytes, at + 22);
  columns.outcome[row] = session < 0 ? Outcome.otherSession : session;
  columns.sender[row] = readU32(bytes, at + 34);
}
