import { encodeCompactInto, type JamMessage } from '@jamnet/schemas';
import { MAX_PAYLOAD_BYTES, type Session } from '@jamnet/toast';

/** Puts messages into heartbeats as compact lines. */
export interface LineWriter {
  /** Repeats the message until another one of that kind takes its place. False for one that cannot be written: then nothing is repeated. */
  repeat(kind: string, message: JamMessage): boolean;
}

export function createLineWriter(session: Session): LineWriter {
  const bytes = new Uint8Array(MAX_PAYLOAD_BYTES);
  return {
    repeat(kind, message) {
      const end = encodeCompactInto(message, bytes, 0);
      session.setHeartbeatLine(kind, end > 0 ? bytes.subarray(0, end) : null);
      return end > 0;
    },
  };
}
