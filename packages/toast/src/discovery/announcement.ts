import { type AnnounceMessage, encodeCompactInto } from '@jamnet/schemas';
import { endpointTexts, type SessionCore } from '../session/session-core.js';
import { CONTROL_STREAM, FormatType, StreamType } from '../v2/codes.js';
import {
  encodeFrameAround,
  FRAME_HEADER_BYTES,
  type FrameHeader,
  MAX_DATAGRAM_BYTES,
} from '../v2/frame.js';

/** Message types of discovery frames (spec/toast/v2, section 8). */
export const AnnounceType = {
  /** What a process takes part in; without topics, its goodbye. */
  ANNOUNCEMENT: 0,
  /** The same, which asks for an answer; without topics, of one who only looks. */
  QUERY: 1,
} as const;

/** Writes this process's announcements, whichever way they go: they share one sequence. */
export interface AnnouncementWriter {
  readonly sessionName: Uint8Array;
  /** Writes a frame at `offset`. Returns where it ends; `offset` where it does not fit. As many topics are named as fit into a datagram. */
  write(datagram: Uint8Array, offset: number, topics: readonly string[], type: number): number;
}

export function createAnnouncementWriter(
  core: SessionCore,
  sessionName: Uint8Array,
): AnnouncementWriter {
  return new Writer(core, sessionName);
}

class Writer implements AnnouncementWriter {
  readonly #header: FrameHeader;

  constructor(
    readonly core: SessionCore,
    readonly sessionName: Uint8Array,
  ) {
    this.#header = {
      streamType: StreamType.DISCOVERY,
      formatType: FormatType.COMPACT_JSONL,
      flags: 0,
      burstIndex: 0,
      burstSize: 1,
      messageType: 0,
      streamId: CONTROL_STREAM,
      timestampNs: 0,
      sequence: 0,
      sessionName,
      senderId: core.identity.senderId,
    };
  }

  write(datagram: Uint8Array, offset: number, topics: readonly string[], type: number): number {
    const { identity, port, clock } = this.core;
    const message: AnnounceMessage = {
      type: 'announce',
      name: identity.name,
      clock: identity.clockId,
      endpoints: endpointTexts(port),
      topics: [...topics],
    };
    const payload = offset + FRAME_HEADER_BYTES;
    const room = datagram.subarray(0, Math.min(datagram.length, MAX_DATAGRAM_BYTES) - 4);
    if (payload >= room.length) return offset;
    let end = encodeCompactInto(message, room, payload);
    for (let kept = topics.length - 1; end < 0 && kept > 0; kept--) {
      message.topics = topics.slice(0, kept);
      end = encodeCompactInto(message, room, payload);
    }
    if (end < 0) return offset;
    this.#header.senderId = identity.senderId;
    this.#header.messageType = type;
    this.#header.timestampNs = clock.nowNs();
    const after = encodeFrameAround(this.#header, end - payload, datagram, offset);
    this.#header.sequence = (this.#header.sequence + 1) >>> 0;
    return after;
  }
}
