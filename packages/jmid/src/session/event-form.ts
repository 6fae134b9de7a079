import {
  decodeEvent,
  decodeMessagePack,
  decodeStandard,
  encodeEventInto,
  encodeMessagePackInto,
  encodeStandardInto,
  type JmidMessage,
  messagePackEnd,
  readSequenceFromEnd,
} from '@jamnet/schemas';
import { FormatType } from '@jamnet/toast';
import { Status } from '@jamnet/wire';
import type { JmidForm } from '../options.js';

/** One way to write events. All functions are plain: nothing throws, a negative result is a status. */
export interface EventForm {
  readonly formatType: number;
  /** Writes one event with what separates it from the next. Returns the offset after it. */
  encodeInto(bytes: Uint8Array, offset: number, message: JmidMessage): number;
  /** Where the event that starts at `offset` ends, its separator included. */
  eventEnd(bytes: Uint8Array, offset: number, end: number): number;
  /** Whether nothing stands there: text may have empty lines. */
  isBlank(bytes: Uint8Array, offset: number, eventEnd: number): boolean;
  /** The event's sequence without decoding it; negative when that needs decoding. */
  peekSequence(bytes: Uint8Array, offset: number, eventEnd: number): number;
  /** The event, or a status. Allocates the event. */
  decode(bytes: Uint8Array, offset: number, eventEnd: number): JmidMessage | number;
}

const NEWLINE = 10;

function lineEnd(bytes: Uint8Array, offset: number, end: number): number {
  for (let at = offset; at < end; at++) if (bytes[at] === NEWLINE) return at + 1;
  return end;
}

function endLine(bytes: Uint8Array, offset: number): number {
  if (offset < 0) return offset;
  if (offset >= bytes.length) return Status.noSpace;
  bytes[offset] = NEWLINE;
  return offset + 1;
}

function blankLine(bytes: Uint8Array, offset: number, end: number): boolean {
  for (let at = offset; at < end; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== NEWLINE) return false;
  }
  return true;
}

const compact: EventForm = {
  formatType: FormatType.COMPACT_JSONL,
  encodeInto: (bytes, offset, message) => encodeEventInto(bytes, offset, message),
  eventEnd: lineEnd,
  isBlank: blankLine,
  peekSequence: (bytes, _offset, end) =>
    readSequenceFromEnd(bytes, bytes[end - 1] === NEWLINE ? end - 1 : end),
  decode: (bytes, offset, end) => decodeEvent(bytes, offset, end),
};

const standard: EventForm = {
  formatType: FormatType.STANDARD_JSON,
  encodeInto: (bytes, offset, message) =>
    endLine(bytes, encodeStandardInto(message, bytes, offset)),
  eventEnd: lineEnd,
  isBlank: blankLine,
  peekSequence: () => Status.unknownForm,
  decode: (bytes, offset, end) => asJmid(decodeStandard(bytes, offset, end)),
};

const msgpack: EventForm = {
  formatType: FormatType.MSGPACK,
  encodeInto: (bytes, offset, message) => encodeMessagePackInto(message, bytes, offset),
  eventEnd: messagePackEnd,
  isBlank: () => false,
  peekSequence: () => Status.unknownForm,
  decode: (bytes, offset, end) => asJmid(decodeMessagePack(bytes, offset, end)),
};

function asJmid(message: ReturnType<typeof decodeStandard>): JmidMessage | number {
  if (typeof message === 'number') return message;
  switch (message.type) {
    case 'heartbeat':
    case 'announce':
    case 'sync_calibration_block':
    case 'sync_state':
    case 'transport':
    case 'transport_log':
    case 'jdat':
    case 'jellie':
      return Status.unknownType;
    default:
      return message;
  }
}

export const eventForms: Readonly<Record<JmidForm, EventForm>> = { compact, standard, msgpack };

/** The form of a format type; undefined when there is none: such a frame is counted and skipped. */
export function eventFormOf(formatType: number): EventForm | undefined {
  if (formatType === FormatType.COMPACT_JSONL) return compact;
  if (formatType === FormatType.STANDARD_JSON) return standard;
  return formatType === FormatType.MSGPACK ? msgpack : undefined;
}
