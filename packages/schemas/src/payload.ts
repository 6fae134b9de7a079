import { Status, readU16 } from '@jamnet/wire';
import { AudioBinary } from './audio-binary-layout.js';
import { decodeBinary } from './audio-binary.js';
import { decodeCompact } from './compact-line.js';
import { readCanonicalEvent } from './generated/jmid-decoder.js';
import type { JamMessage } from './generated/message-types.js';
import { decodeMessagePack } from './message-pack.js';
import { messagePackEnd } from './message-pack-scan.js';
import { decodeStandard } from './standard-text.js';

/** Forms of a payload: the codes of the frame's format byte (spec/registry, "Format types"). */
export const PayloadForm = {
  standardJson: 0,
  compactJsonl: 1,
  gpuBinary: 2,
  messagePack: 3,
} as const;

/** Gets each message of a payload, or the status of one that could not be read. */
export type MessageSink = (message: JamMessage | number) => void;

const LINE_END = 10;

/** Whether a line has nothing but white space. */
function isBlank(bytes: Uint8Array, start: number, stop: number): boolean {
  for (let at = start; at < stop; at += 1) {
    const byte = bytes[at]!;
    if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return false;
  }
  return true;
}

function readLines(
  bytes: Uint8Array,
  offset: number,
  end: number,
  decode: (bytes: Uint8Array, offset: number, end: number) => JamMessage | number,
  sink: MessageSink,
): void {
  let start = offset;
  while (start < end) {
    let stop = bytes.indexOf(LINE_END, start);
    if (stop < 0 || stop > end) stop = end;
    if (!isBlank(bytes, start, stop)) sink(decode(bytes, start, stop));
    start = stop + 1;
  }
}

function readBinary(bytes: Uint8Array, offset: number, end: number, sink: MessageSink): void {
  for (let at = offset; at < end;) {
    const length = end - at < AudioBinary.HEADER_BYTES ? 0 : readU16(bytes, at);
    // Where a length cannot be, the next message cannot be found.
    if (length < AudioBinary.HEADER_BYTES || at + length > end) return sink(Status.malformed);
    sink(decodeBinary(bytes, at, at + length));
    at += length;
  }
}

function decodeCompactLine(bytes: Uint8Array, offset: number, end: number): JamMessage | number {
  return readCanonicalEvent(bytes, offset, end) ?? decodeCompact(bytes, offset, end);
}

/**
 * Reads the messages of a payload one after the other (spec/notation, sections 3 to 5). A bad one leaves the others
 * unharmed; MessagePack and binary messages that cannot be followed end the payload with one status.
 *
 * 0, or `unknownForm`, in which case nothing is given. Never throws of itself. Allocates the messages.
 */
export function readPayload(
  form: number,
  bytes: Uint8Array,
  offset: number,
  end: number,
  sink: MessageSink,
): number {
  switch (form) {
    case PayloadForm.standardJson:
      readLines(bytes, offset, end, decodeStandard, sink);
      return 0;
    case PayloadForm.compactJsonl:
      readLines(bytes, offset, end, decodeCompactLine, sink);
      return 0;
    case PayloadForm.gpuBinary:
      readBinary(bytes, offset, end, sink);
      return 0;
    case PayloadForm.messagePack:
      for (let at = offset; at < end;) {
        const next = messagePackEnd(bytes, at, end);
        sink(next < 0 ? next : decodeMessagePack(bytes, at, next));
        if (next < 0) break;
        at = next;
      }
      return 0;
    default:
      return Status.unknownForm;
  }
}
