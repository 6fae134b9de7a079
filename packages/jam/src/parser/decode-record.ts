import {
  decodeMessagePack,
  decodeStandard,
  PayloadForm,
  readPayload,
  type JamMessage,
} from '@jamnet/schemas';
import { Status } from '@jamnet/wire';
import { MESSAGE_PACK_RECORD } from './cell-kind.js';

let decoded: JamMessage | number = Status.malformed;
const keep = (message: JamMessage | number): void => {
  decoded = message;
};

/** The message of one record, or a status: MessagePack where it is marked, else the compact form, else the standard form. */
export function decodeRecord(
  bytes: Uint8Array,
  start: number,
  length: number,
): JamMessage | number {
  if (length >= MESSAGE_PACK_RECORD) {
    return decodeMessagePack(bytes, start, start + length - MESSAGE_PACK_RECORD);
  }
  decoded = Status.malformed;
  readPayload(PayloadForm.compactJsonl, bytes, start, start + length, keep);
  // A standard line has no `t`, which is malformed in the compact form; and a compact line is malformed in the standard one.
  return decoded === Status.malformed ? decodeStandard(bytes, start, start + length) : decoded;
}
