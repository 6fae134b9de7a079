import { encodeFrame, FormatType, type FrameHeader, resolveTopic, StreamType } from '@jamnet/toast';
import {
  DESCRIPTOR_ARRIVAL,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  writeU64,
} from '@jamnet/wire';

/** Arrival of the first one; each other is a nanosecond later. */
export const ARRIVAL_NS = 5e15;

export interface SentFrame extends Partial<FrameHeader> {
  readonly topic: string;
  readonly text?: string;
}

/** Datagrams of one frame each, as a port hands them over. */
export function received(...frames: readonly SentFrame[]): [Uint8Array, DataView, number] {
  const bytes = new Uint8Array(frames.length * 100);
  const records = new Uint8Array(frames.length * DESCRIPTOR_BYTES);
  const descriptors = new DataView(records.buffer);
  for (const [i, { topic, text = '', ...header }] of frames.entries()) {
    const full: FrameHeader = {
      streamType: StreamType.MIDI,
      formatType: FormatType.COMPACT_JSONL,
      flags: 0,
      burstIndex: 0,
      burstSize: 2,
      messageType: 0,
      streamId: 1,
      timestampNs: 0,
      sequence: 0,
      sessionName: resolveTopic(topic).sessionName,
      senderId: 1,
      ...header,
    };
    const payload = Buffer.from(text);
    const end = encodeFrame(full, payload, 0, payload.length, bytes, i * 100);
    writeU64(records, i * DESCRIPTOR_BYTES + DESCRIPTOR_ARRIVAL, ARRIVAL_NS + i);
    descriptors.setUint32(i * DESCRIPTOR_BYTES + DESCRIPTOR_OFFSET, i * 100, true);
    descriptors.setUint16(i * DESCRIPTOR_BYTES + DESCRIPTOR_LENGTH, end - i * 100, true);
  }
  return [bytes, descriptors, frames.length];
}
