import { encodeFrame, FormatType, type FrameHeader, setBurst, StreamType } from '@jamnet/toast';
import {
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  readU32,
  writeU32,
  writeU64,
} from '@jamnet/wire';

/** Frames of 150 bytes. */
const PAYLOAD_BYTES = 108;
const SLOT_BYTES = 160;
const STREAMS_A_SENDER = 4;
/** Messages of one batch at most. */
const MOST_MESSAGES = 256;

/** Frames of many streams, round and round, each in several copies, in batches as a port hands them over. */
export interface RouterLoad {
  readonly bytes: Uint8Array;
  readonly descriptors: DataView;
  /** Messages made so far. */
  readonly messages: number;
  /** Makes the next batch, the copies of all its messages behind the first ones; returns how many datagrams it has. Does not allocate. */
  next(messages: number, nowNs: number): number;
}

/** Which of the streams a message is of, and which of that stream's it is. */
export const numberIn = (bytes: Uint8Array, payloadOffset: number): number =>
  readU32(bytes, payloadOffset);

/** The name of stream `index` of the load. */
export function streamName(index: number): { senderId: number; streamId: number } {
  return {
    // High ones too: an id is 32 bits wide.
    senderId: (0xf000_0000 + Math.floor(index / STREAMS_A_SENDER)) >>> 0,
    streamId: 1 + (index % STREAMS_A_SENDER),
  };
}

export function createRouterLoad(
  sessionName: Uint8Array,
  streams: number,
  copies: number,
): RouterLoad {
  const bytes = new Uint8Array(MOST_MESSAGES * copies * SLOT_BYTES);
  const records = new Uint8Array(MOST_MESSAGES * copies * DESCRIPTOR_BYTES);
  const descriptors = new DataView(records.buffer);
  const payload = new Uint8Array(PAYLOAD_BYTES).fill(0x20);
  const names = Array.from({ length: streams }, (_, i) => streamName(i));
  const header: FrameHeader = {
    streamType: StreamType.MIDI,
    formatType: FormatType.COMPACT_JSONL,
    flags: 0,
    burstIndex: 0,
    burstSize: copies,
    messageType: 0,
    streamId: 0,
    timestampNs: 0,
    sequence: 0,
    sessionName,
    senderId: 0,
  };
  let made = 0;

  function describe(slot: number, length: number, nowNs: number): void {
    const at = slot * DESCRIPTOR_BYTES;
    writeU64(records, at + DESCRIPTOR_ARRIVAL, nowNs);
    descriptors.setUint32(at + DESCRIPTOR_OFFSET, slot * SLOT_BYTES, true);
    descriptors.setUint16(at + DESCRIPTOR_LENGTH, length, true);
  }

  return {
    bytes,
    descriptors,
    get messages() {
      return made;
    },
    next(wanted, nowNs) {
      const count = Math.min(wanted, MOST_MESSAGES);
      for (let n = 0; n < count; n++) {
        const { senderId, streamId } = names[made % streams];
        const sequence = Math.floor(made / streams);
        header.senderId = senderId;
        header.streamId = streamId;
        header.sequence = sequence;
        header.timestampNs = nowNs;
        writeU32(payload, 0, sequence);
        const first = n * SLOT_BYTES;
        const end = encodeFrame(header, payload, 0, PAYLOAD_BYTES, bytes, first);
        describe(n, end - first, nowNs);
        for (let copy = 1; copy < copies; copy++) {
          const slot = copy * count + n;
          bytes.copyWithin(slot * SLOT_BYTES, first, end);
          setBurst(bytes, slot * SLOT_BYTES, copy, copies);
          describe(slot, end - first, nowNs);
        }
        made++;
      }
      return count * copies;
    },
  };
}
