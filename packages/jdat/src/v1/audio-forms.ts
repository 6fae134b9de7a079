import {
  decodeMessagePack,
  encodeMessagePackInto,
  messagePackEnd,
  PayloadForm,
} from '@jamnet/schemas';
import { checkRecord, MOST_BAD_MESSAGES, type AudioRecord } from './audio-record.js';
import { binaryOverhead, encodeBinaryRecordInto, integerBytes, readBinary } from './binary.js';
import { fillRecord, messageOf } from './fill-record.js';
import { lineKeysOf } from './line-keys.js';
import { readLines } from './line-reader.js';
import { encodeLineInto, lineOverhead } from './line-writer.js';
import { sampleLength } from './text-numbers.js';

/** How the messages of AUDIO are written and read in one form. */
export interface AudioForm {
  /** The frame's format type. */
  readonly formatType: number;
  /** Writes one message: the offset after it, or a status. Never throws. */
  encodeInto(record: AudioRecord, bytes: Uint8Array, offset: number): number;
  /** Bytes of a message without its integers, at most. */
  overhead(record: AudioRecord): number;
  /** Bytes that an integer takes, what separates it from the next included. */
  integerLength(record: AudioRecord, value: number): number;
  /** Most bytes that an integer takes. */
  longestInteger(record: AudioRecord): number;
  /** Reads a payload: `onRecord` for each good message; 0, or the status of the first bad one. Never throws of itself. */
  readPayload(
    bytes: Uint8Array,
    offset: number,
    end: number,
    record: AudioRecord,
    onRecord: () => void,
  ): number;
}

const typeNames = ['jdat', 'jellie'] as const;

function typeOf(record: AudioRecord): string {
  return typeNames[record.messageType]!;
}

function lineForm(formatType: number, standard: boolean): AudioForm {
  return {
    formatType,
    encodeInto: (record, bytes, offset) =>
      encodeLineInto(lineKeysOf(record.messageType, standard), record, bytes, offset),
    overhead: (record) => lineOverhead(lineKeysOf(record.messageType, standard), record),
    integerLength: (_record, value) => sampleLength(value) + 1,
    // -8388608, -16777216 and -25165824, and a comma.
    longestInteger: (record) => (record.part < 2 ? 9 : 10),
    readPayload: (bytes, offset, end, record, onRecord) =>
      readLines(lineKeysOf(record.messageType, standard), bytes, offset, end, record, onRecord),
  };
}

const binary: AudioForm = {
  formatType: PayloadForm.gpuBinary,
  encodeInto: encodeBinaryRecordInto,
  overhead: binaryOverhead,
  integerLength: (record) => integerBytes(record.part),
  longestInteger: (record) => integerBytes(record.part),
  readPayload: (bytes, offset, end, record, onRecord) =>
    readBinary(typeOf(record), bytes, offset, end, record, onRecord),
};

function packedLength(value: number): number {
  if (value >= 0) return value < 0x80 ? 1 : value < 0x100 ? 2 : value < 0x1_0000 ? 3 : 5;
  return value >= -0x20 ? 1 : value >= -0x80 ? 2 : value >= -0x8000 ? 3 : 5;
}

/** Allocates for each message: it goes by way of the general codec. */
const messagePack: AudioForm = {
  formatType: PayloadForm.messagePack,
  encodeInto(record, bytes, offset) {
    const status = checkRecord(record);
    return status < 0 ? status : encodeMessagePackInto(messageOf(record), bytes, offset);
  },
  // Every member at its longest: codes 6, ver 16, r 7, c 3, n 5, k 3, p 11, nx 18, d 6, ts 12, seq 9.
  overhead: () => 96,
  integerLength: (_record, value) => packedLength(value),
  longestInteger: () => 5,
  readPayload(bytes, offset, end, record, onRecord) {
    let outcome = 0;
    let bad = 0;
    for (let at = offset; at < end && bad < MOST_BAD_MESSAGES;) {
      const next = messagePackEnd(bytes, at, end);
      const message = next < 0 ? next : decodeMessagePack(bytes, at, next);
      const status = fillRecord(message, typeOf(record), record);
      if (status === 0) onRecord();
      else if (bad++ === 0) outcome = status;
      if (next < 0) break;
      at = next;
    }
    return outcome;
  },
};

const forms: readonly AudioForm[] = [
  lineForm(PayloadForm.standardJson, true),
  lineForm(PayloadForm.compactJsonl, false),
  binary,
  messagePack,
];

/** The form of a format type; undefined where there is none: `Status.unknownForm`. */
export function audioFormOf(formatType: number): AudioForm | undefined {
  return forms[formatType];
}
