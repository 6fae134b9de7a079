import {
  createFrameView,
  encodeFrame,
  Flag,
  type FrameView,
  MAX_DATAGRAM_BYTES,
  readDatagram,
} from '@jamnet/toast';
import { statusText } from '@jamnet/wire';
import { fromHex, toHex } from '../vector-file.js';

/** A frame as the vectors write it. */
export interface FrameJson {
  streamType: number;
  formatType: number;
  sealed: boolean;
  refresh: boolean;
  burstIndex: number;
  burstSize: number;
  messageType: number;
  streamId: number;
  timestamp: string;
  sequence: number;
  uuid: string;
  payload: string;
}

/** What becomes of a datagram: the status of each frame, and the good frames. `null` stands for a timestamp that a Number does not hold. */
export interface DatagramReading {
  readonly statuses: string[];
  readonly frames: (Omit<FrameJson, 'timestamp'> & { timestamp: string | null })[];
}

export function frameToJson(frame: FrameView, bytes: Uint8Array): DatagramReading['frames'][0] {
  const sender = Buffer.alloc(4);
  sender.writeUInt32LE(frame.senderId);
  const end = frame.payloadOffset + frame.payloadLength;
  return {
    streamType: frame.streamType,
    formatType: frame.formatType,
    sealed: (frame.flags & Flag.SEALED) !== 0,
    refresh: (frame.flags & Flag.REFRESH) !== 0,
    burstIndex: frame.burstIndex,
    burstSize: frame.burstSize,
    messageType: frame.messageType,
    streamId: frame.streamId,
    timestamp: frame.timestampNs < 0 ? null : String(frame.timestampNs),
    sequence: frame.sequence,
    uuid: toHex(frame.sessionName) + sender.toString('hex'),
    payload: toHex(bytes.subarray(frame.payloadOffset, end)),
  };
}

/** Reads a datagram as a toast does. It stands somewhere in a larger buffer that is full of other bytes. */
export function readAsToast(datagram: Uint8Array): DatagramReading {
  const reading: DatagramReading = { statuses: [], frames: [] };
  const bytes = new Uint8Array(datagram.length + 107).fill(0xa5);
  bytes.set(datagram, 7);
  readDatagram(
    bytes,
    7,
    7 + datagram.length,
    createFrameView(),
    (frame) => {
      reading.statuses.push('ok');
      reading.frames.push(frameToJson(frame, bytes));
    },
    (status) => reading.statuses.push(statusText(status)),
  );
  return reading;
}

/** The bytes of a frame that is given as the vectors write it. */
export function encodeJson(frame: FrameJson): Uint8Array {
  const uuid = fromHex(frame.uuid);
  const payload = fromHex(frame.payload);
  const bytes = new Uint8Array(MAX_DATAGRAM_BYTES);
  const end = encodeFrame(
    {
      streamType: frame.streamType,
      formatType: frame.formatType,
      flags: (frame.sealed ? Flag.SEALED : 0) | (frame.refresh ? Flag.REFRESH : 0),
      burstIndex: frame.burstIndex,
      burstSize: frame.burstSize,
      messageType: frame.messageType,
      streamId: frame.streamId,
      timestampNs: Number(frame.timestamp),
      sequence: frame.sequence,
      sessionName: uuid.subarray(0, 12),
      senderId: Buffer.from(uuid).readUInt32LE(12),
    },
    payload,
    0,
    payload.length,
    bytes,
    0,
  );
  return bytes.subarray(0, Math.max(0, end));
}
