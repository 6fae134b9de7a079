import { JamError } from '@jamnet/wire';
import type { FrameView } from './v2/frame.js';
import type { Peer } from './peer/peer.js';

/** A frame that arrived for the first time. Borrowed: the object and its bytes are reused after the handler returns. */
export interface ReceivedFrame extends FrameView {
  readonly peer: Peer;
  /** When it was received, nanoseconds on this process's clock. */
  readonly arrivalNs: number;
  /** Holds the payload at `payloadOffset`, `payloadLength` bytes. */
  readonly bytes: Uint8Array;
}

export type FrameHandler = (frame: ReceivedFrame) => void;

/** Which frames a subscriber wants. */
export interface FrameSelector {
  /** 1-7, see `StreamType`. */
  readonly streamType: number;
  /** 0-255. @default any */
  readonly messageType?: number;
}

/** Hands frames to subscribers by type (row T12): a table look-up, no lock, no copy, no allocation. */
export interface FrameRouter {
  /** Returns what ends it, for the frame that is being handed around too. Throws JamError `bad-option`. */
  subscribe(selector: FrameSelector, handler: FrameHandler): () => void;
  /** Calls every subscriber of the frame's type. Returns how many there were. */
  route(frame: ReceivedFrame): number;
}

interface Subscription {
  readonly messageType: number;
  readonly handler: FrameHandler;
  /** False once it was ended, also for the frame that is being handed around. */
  open: boolean;
}

const ANY = -1;
const STREAM_TYPES = 8;

function checkSelector(streamType: number, messageType: number): void {
  const known = Number.isInteger(streamType) && streamType >= 1 && streamType < STREAM_TYPES;
  const inRange = Number.isInteger(messageType) && messageType >= ANY && messageType <= 255;
  if (known && inRange) return;
  throw new JamError(
    'bad-option',
    `no frame has stream type ${streamType} and message type ${messageType}: they are 1 to 7 and 0 to 255`,
  );
}

export function createFrameRouter(): FrameRouter {
  const table: (readonly Subscription[])[] = Array.from({ length: STREAM_TYPES }, () => []);
  return {
    subscribe({ streamType, messageType = ANY }, handler) {
      checkSelector(streamType, messageType);
      const subscription: Subscription = { messageType, handler, open: true };
      table[streamType] = [...table[streamType], subscription];
      return () => {
        subscription.open = false;
        table[streamType] = table[streamType].filter((s) => s !== subscription);
      };
    },
    route(frame) {
      // The list is replaced, never changed, so a handler may subscribe and unsubscribe while it is walked.
      const subscriptions = table[frame.streamType];
      let count = 0;
      for (let i = 0; i < subscriptions.length; i++) {
        const subscription = subscriptions[i];
        const { messageType } = subscription;
        if (messageType !== ANY && messageType !== frame.messageType) continue;
        if (!subscription.open) continue;
        subscription.handler(frame);
        count++;
      }
      return count;
    },
  };
}
