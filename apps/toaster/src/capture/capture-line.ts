import { DEFAULT_VERSION, type JamMessage, readPayload } from '@jamnet/schemas';
import { Flag, type FrameView } from '@jamnet/toast';
import { hexId } from '../report/json-lines.js';

/** First line of a capture (spec/capture/v1, section 2). */
export interface CaptureHeader {
  readonly type: 'capture';
  readonly version: string;
  readonly topic: string;
  /** Identifies the clock of `at`: eight hexadecimal digits. */
  readonly clock: string;
  /** The same moment by the calendar and by that clock. */
  readonly started: string;
  readonly at: number;
}

/** A frame that arrived (section 3). */
export interface CaptureFrame {
  readonly type: 'frame';
  /** When it arrived, nanoseconds on the clock of the header. */
  readonly at: number;
  readonly sender: string;
  readonly stream: number;
  readonly streamType: number;
  readonly messageType: number;
  readonly form: number;
  readonly flags: number;
  /** Which copy of how many. */
  readonly burst: readonly [index: number, size: number];
  readonly sequence: number;
  /** Nanoseconds on the sender's clock; absent where the frame's is above 2^53 − 1. */
  readonly timestamp?: number;
  readonly messages: readonly JamMessage[];
  /** How many messages could not be read. Absent: none. */
  readonly unreadable?: number;
  /** Base64; only where the messages do not say all. */
  readonly payload?: string;
}

/** Last line (section 4); a capture that was cut off has none. */
export interface CaptureEnd {
  readonly type: 'end';
  readonly at: number;
  /** Frame lines before it. */
  readonly frames: number;
  /** Copies that were left out, and frames that could not be read, by cause. */
  readonly copies: number;
  readonly rejected: Readonly<Record<string, number>>;
}

export type CaptureLine = CaptureHeader | CaptureFrame | CaptureEnd;

/** Message types from here on are an application's own: what is in them is not for JAMNet to read. */
const FIRST_APPLICATION_TYPE = 128;

/** A frame as it is written. Allocates. */
export function captureFrame(frame: FrameView, bytes: Uint8Array, atNs: number): CaptureFrame {
  const { payloadOffset, payloadLength } = frame;
  const end = payloadOffset + payloadLength;
  const messages: JamMessage[] = [];
  let unreadable = 0;
  const foreign = (frame.flags & Flag.SEALED) !== 0 || frame.messageType >= FIRST_APPLICATION_TYPE;
  const status = foreign
    ? -1
    : readPayload(frame.formatType, bytes, payloadOffset, end, (message) => {
        if (typeof message === 'number') unreadable += 1;
        else messages.push(withVersion(message));
      });
  const isWhole = status === 0 && unreadable === 0;
  return {
    type: 'frame',
    at: Math.round(atNs),
    sender: hexId(frame.senderId),
    stream: frame.streamId,
    streamType: frame.streamType,
    messageType: frame.messageType,
    form: frame.formatType,
    flags: frame.flags,
    burst: [frame.burstIndex, frame.burstSize],
    sequence: frame.sequence,
    ...(frame.timestampNs >= 0 && { timestamp: frame.timestampNs }),
    messages,
    ...(unreadable > 0 && { unreadable }),
    ...(!isWhole && {
      payload: Buffer.from(bytes.buffer, bytes.byteOffset + payloadOffset, payloadLength).toString(
        'base64',
      ),
    }),
  };
}

/** The standard form names the version always, right after the type. */
function withVersion({ type, version = DEFAULT_VERSION, ...rest }: JamMessage): JamMessage {
  return { type, version, ...rest } as JamMessage;
}
