import type { ReceivedFrame } from '@jamnet/toast';

/**
 * Bytes on their way, with what says how to read them: the payload stands at `payloadOffset` of `bytes`, `payloadLength` long. A received
 * frame of toast is one as it is. Borrowed: the object and its bytes are the publisher's again when the handler returns.
 */
export type StreamMessage = Pick<
  ReceivedFrame,
  | 'bytes'
  | 'payloadOffset'
  | 'payloadLength'
  | 'streamType'
  | 'formatType'
  | 'messageType'
  | 'flags'
  | 'sequence'
  | 'timestampNs'
  | 'arrivalNs'
>;

/** A {@link StreamMessage} whose fields its publisher fills in anew for each message. */
export type MutableStreamMessage = { -readonly [K in keyof StreamMessage]: StreamMessage[K] };

/** An empty message, to be filled in and published over and over. */
export function createStreamMessage(fields: Partial<StreamMessage> = {}): MutableStreamMessage {
  return {
    bytes: new Uint8Array(0),
    payloadOffset: 0,
    payloadLength: 0,
    streamType: 0,
    formatType: 0,
    messageType: 0,
    flags: 0,
    sequence: 0,
    timestampNs: 0,
    arrivalNs: 0,
    ...fields,
  };
}

/** What a `for await` loop gets: its own copy. */
export interface RoutedMessage extends StreamMessage {
  readonly stream: RoutedStream;
}

/** Who says something where. The same object for as long as the stream is published, so it can be a key. */
export interface RoutedStream {
  /** In its canonical form. */
  readonly topic: string;
  readonly senderId: number;
  /** 0-255. */
  readonly streamId: number;
  /** What its publisher named as the place where it comes from, so that nothing is sent back to there. */
  readonly origin: unknown;
}

/** Copies payload and fields. Allocates. */
export function copyMessage(message: StreamMessage, stream: RoutedStream): RoutedMessage {
  const { payloadOffset: at, payloadLength } = message;
  return {
    bytes: message.bytes.slice(at, at + payloadLength),
    payloadOffset: 0,
    payloadLength,
    streamType: message.streamType,
    formatType: message.formatType,
    messageType: message.messageType,
    flags: message.flags,
    sequence: message.sequence,
    timestampNs: message.timestampNs,
    arrivalNs: message.arrivalNs,
    stream,
  };
}
