import type { JmidEvent, SysexMessage } from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import type { EventSlot } from './event-slot.js';
import { midi1DataLength, packMidi1, unpackMidi1 } from './midi1-short.js';

/**
 * JMID events as the bytes of a MIDI 1.0 cable, one whole message at a time, always with its status byte.
 *
 * A byte stream has no group, no time and no event number, so these three do not survive. MIDI 2.0 events have no bytes
 * here: translate them first (`translateToMidi1`), so that what is lost is lost knowingly. A `sysex_chunk` has none either:
 * only the whole message has. For a stream with running status use `createMidiByteParser`.
 */

const SYSEX_START = 0xf0;
const SYSEX_END = 0xf7;

/** Bytes that the event takes, or `Status.unknownType` / `Status.outOfRange`. Does not allocate. */
export function midiByteLength(event: JmidEvent): number {
  if (event.type === 'sysex') return event.data.length + 2;
  const packed = packMidi1(event);
  return packed < 0 ? packed : 1 + midi1DataLength(packed >> 16);
}

/**
 * Writes the event and returns the offset behind it, or `Status.noSpace`, `Status.unknownType` or `Status.outOfRange`.
 * Does not allocate.
 */
export function encodeMidiBytes(event: JmidEvent, bytes: Uint8Array, offset: number): number {
  if (event.type === 'sysex') return encodeSysex(event, bytes, offset);
  const packed = packMidi1(event);
  if (packed < 0) return packed;
  const status = packed >> 16;
  const end = offset + 1 + midi1DataLength(status);
  if (end > bytes.length) return Status.noSpace;
  bytes[offset] = status;
  if (end > offset + 1) bytes[offset + 1] = packed >> 8;
  if (end > offset + 2) bytes[offset + 2] = packed;
  return end;
}

/**
 * Reads the one complete message at `offset` and returns the offset behind it. `Status.short` where bytes are missing,
 * `Status.unknownType` at a byte that starts no message, `Status.malformed` where a data byte is none.
 * Allocates the event. Never throws.
 */
export function decodeMidiBytes(bytes: Uint8Array, offset: number, slot: EventSlot): number {
  if (offset >= bytes.length) return Status.short;
  const status = bytes[offset]!;
  if (status === SYSEX_START) return decodeSysex(bytes, offset, slot);
  const dataLength = midi1DataLength(status);
  if (dataLength < 0) return Status.unknownType;
  const end = offset + 1 + dataLength;
  if (end > bytes.length) return Status.short;
  const data1 = dataLength > 0 ? bytes[offset + 1]! : 0;
  const data2 = dataLength > 1 ? bytes[offset + 2]! : 0;
  if ((data1 | data2) > 0x7f) return Status.malformed;
  slot.event = unpackMidi1(status, data1, data2);
  return end;
}

function encodeSysex(event: SysexMessage, bytes: Uint8Array, offset: number): number {
  const { data } = event;
  const end = offset + data.length + 2;
  if (end > bytes.length) return Status.noSpace;
  bytes[offset] = SYSEX_START;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if ((value & 0x7f) !== value) return Status.outOfRange;
    bytes[offset + 1 + i] = value;
  }
  bytes[end - 1] = SYSEX_END;
  return end;
}

function decodeSysex(bytes: Uint8Array, offset: number, slot: EventSlot): number {
  const start = offset + 1;
  let end = start;
  while (end < bytes.length && bytes[end]! < 0x80) end++;
  if (end === bytes.length) return Status.short;
  if (bytes[end] !== SYSEX_END) return Status.malformed;
  slot.event = { type: 'sysex', data: Array.from(bytes.subarray(start, end)) };
  return end + 1;
}
