import { encodeCompactInto, type JamMessage } from '@jamnet/schemas';
import { MAX_PAYLOAD_BYTES, type Session } from '@jamnet/toast';

/** Puts messages into heartbeats as compact lines. */
export interface LineWriter {
  /** Repeats the message until another one of that kind takes its place. One that cannot be written is left out. */
  repeat(kind: string, message: JamMessage): void;
}

export function createLineWriter(session: Session): LineWriter {
  const bytes = new Uint8Array(MAX_PAYLOAD_BYTES);
  return {
    repeat(kind, message) {
      const end = encodeCompactInto(message, bytes, 0);
      if (end > 0) session.setHeartbeatLine(kind, bytes.subarray(0, end));
    },
  };
}
