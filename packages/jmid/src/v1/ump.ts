import type { JmidEvent, SysexMessage } from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import type { EventSlot } from './event-slot.js';
import { midi1DataLength, packMidi1, unpackMidi1 } from './midi1-short.js';
import { decodeUmpVoice, encodeUmpVoice } from './ump-voice.js';

/**
 * JMID events as Universal MIDI Packets: 32-bit words, as numbers. Where they become bytes, the most significant goes first.
 *
 * MIDI 1.0 events are packets of type 2 (channel voice), 1 (system) and 3 (System Exclusive, up to six bytes a packet);
 * MIDI 2.0 events are of type 4. Group, and every field, survive both ways; time and event number have no place in a packet.
 * A `sysex_chunk` has no packet: only the whole message has.
 */

const TYPE_SYSTEM = 1;
const TYPE_MIDI1_VOICE = 2;
const TYPE_SYSEX = 3;
const TYPE_MIDI2_VOICE = 4;
const SYSEX_PACKET_BYTES = 6;

/** Which piece of a System Exclusive message a packet of type 3 is. */
export const UmpSysexPiece = { whole: 0, start: 1, middle: 2, end: 3 } as const;

/** Words per packet of each message type, those included that nobody has defined yet. */
const PACKET_WORDS = [1, 1, 1, 2, 2, 4, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4];

/** Words in the packet that starts with this one, 1-4: what to skip where the type is unknown. */
export function umpPacketWords(word0: number): number {
  return PACKET_WORDS[word0 >>> 28]!;
}

/** Words that the event takes, or `Status.unknownType`. Does not check the fields. Does not allocate. */
export function umpWordLength(event: JmidEvent): number {
  if (event.type === 'sysex')
    return 2 * Math.max(1, Math.ceil(event.data.length / SYSEX_PACKET_BYTES));
  if (event.type === 'sysex_chunk') return Status.unknownType;
  return event.type.startsWith('midi2_') ? 2 : 1;
}

/**
 * Writes the event and returns the offset behind it, or `Status.noSpace`, `Status.unknownType` or `Status.outOfRange`.
 * Does not allocate.
 */
export function encodeUmp(event: JmidEvent, words: Uint32Array, offset: number): number {
  const length = umpWordLength(event);
  if (length < 0) return length;
  const groupBits = (event.group ?? 1) - 1;
  if ((groupBits & 0x0f) !== groupBits) return Status.outOfRange;
  if (offset + length > words.length) return Status.noSpace;
  if (event.type === 'sysex') return encodeSysex(event, groupBits, words, offset);
  if (length === 2) return encodeUmpVoice(event, groupBits + 1, words, offset);
  const packed = packMidi1(event);
  if (packed < 0) return packed;
  const type = packed >= 0xf00000 ? TYPE_SYSTEM : TYPE_MIDI1_VOICE;
  words[offset] = (type << 28) | (groupBits << 24) | packed;
  return offset + 1;
}

/**
 * Reads the one complete message at `offset`, a System Exclusive one with all its packets in a row, and returns the offset
 * behind it. `Status.short` where words are missing, `Status.unknownType` at a packet of a type or status that carries no event
 * (skip it by {@link umpPacketWords}), `Status.malformed` where a field is invalid or the pieces do not fit together.
 * Allocates the event. Never throws. For a stream with interleaved messages use `createUmpReader`.
 */
export function decodeUmp(words: Uint32Array, offset: number, slot: EventSlot): number {
  if (offset >= words.length) return Status.short;
  const word0 = words[offset]!;
  const end = offset + umpPacketWords(word0);
  if (end > words.length) return Status.short;
  if (word0 >>> 28 === TYPE_SYSEX) return decodeSysex(words, offset, slot);
  const status = umpPacketStatus(word0);
  if (status < 0) return status;
  const event = decodeUmpPacket(word0, words[offset + 1] ?? 0);
  if (typeof event === 'number') return event;
  slot.event = event;
  return end;
}

/** 0 for a packet whose type carries events, `Status.unknownType` for another. */
export function umpPacketStatus(word0: number): number {
  const type = word0 >>> 28;
  return type >= TYPE_SYSTEM && type <= TYPE_MIDI2_VOICE ? 0 : Status.unknownType;
}

/**
 * The event in one packet of type 1, 2 or 4, with its group; `Status.unknownType` for a status or opcode that is none,
 * `Status.malformed` where a field is invalid.
 */
export function decodeUmpPacket(word0: number, word1: number): JmidEvent | number {
  const event =
    word0 >>> 28 === TYPE_MIDI2_VOICE ? decodeUmpVoice(word0, word1) : decodeShort(word0);
  const group = umpGroup(word0);
  if (typeof event !== 'number' && group !== 1) event.group = group;
  return event;
}

/** The group of a packet, 1-16. */
export function umpGroup(word0: number): number {
  return ((word0 >>> 24) & 0x0f) + 1;
}

/** Appends the data bytes of a packet of type 3 and returns which piece it is (0-3), `Status.unknownType` or `Status.malformed`. */
export function appendUmpSysex(word0: number, word1: number, data: number[]): number {
  const count = (word0 >>> 16) & 0x0f;
  const piece = (word0 >>> 20) & 0x0f;
  if (piece > UmpSysexPiece.end) return Status.unknownType;
  if (count > SYSEX_PACKET_BYTES) return Status.malformed;
  const before = data.length;
  for (let i = 0; i < count; i++) {
    const byte = i < 2 ? (word0 >>> (8 - 8 * i)) & 0xff : (word1 >>> (40 - 8 * i)) & 0xff;
    if (byte > 0x7f) {
      data.length = before;
      return Status.malformed;
    }
    data.push(byte);
  }
  return piece;
}

function decodeShort(word0: number): JmidEvent | number {
  const status = (word0 >>> 16) & 0xff;
  const isSystem = word0 >>> 28 === TYPE_SYSTEM;
  if (isSystem !== status >= 0xf0 || status < 0x80) return Status.unknownType;
  const data1 = (word0 >>> 8) & 0xff;
  const data2 = word0 & 0xff;
  // Only the bytes that the message has are looked at: the others are reserved.
  const dataLength = midi1DataLength(status);
  if ((dataLength > 0 && data1 > 0x7f) || (dataLength > 1 && data2 > 0x7f)) return Status.malformed;
  return unpackMidi1(status, data1, data2) ?? Status.unknownType;
}

function encodeSysex(
  event: SysexMessage,
  groupBits: number,
  words: Uint32Array,
  offset: number,
): number {
  const { data } = event;
  const head = (TYPE_SYSEX << 28) | (groupBits << 24);
  let at = 0;
  do {
    const count = Math.min(SYSEX_PACKET_BYTES, data.length - at);
    const isLast = at + count === data.length;
    const piece =
      at === 0
        ? isLast
          ? UmpSysexPiece.whole
          : UmpSysexPiece.start
        : isLast
          ? UmpSysexPiece.end
          : UmpSysexPiece.middle;
    let word0 = head | (piece << 20) | (count << 16);
    let word1 = 0;
    for (let i = 0; i < count; i++) {
      const byte = data[at + i]!;
      if ((byte & 0x7f) !== byte) return Status.outOfRange;
      if (i < 2) word0 |= byte << (8 - 8 * i);
      else word1 |= byte << (40 - 8 * i);
    }
    words[offset++] = word0;
    words[offset++] = word1;
    at += count;
  } while (at < data.length);
  return offset;
}

function decodeSysex(words: Uint32Array, offset: number, slot: EventSlot): number {
  const first = words[offset]!;
  const data: number[] = [];
  for (let at = offset; ; at += 2) {
    if (at + 2 > words.length) return Status.short;
    const word0 = words[at]!;
    if (word0 >>> 24 !== first >>> 24) return Status.malformed; // another type or another group in between
    const piece = appendUmpSysex(word0, words[at + 1]!, data);
    if (piece < 0) return piece;
    const opens = piece === UmpSysexPiece.whole || piece === UmpSysexPiece.start;
    if (opens !== (at === offset)) return Status.malformed;
    if (piece === UmpSysexPiece.whole || piece === UmpSysexPiece.end) {
      const group = umpGroup(word0);
      slot.event = group === 1 ? { type: 'sysex', data } : { type: 'sysex', group, data };
      return at + 2;
    }
  }
}
