import { JamError } from '@jamnet/wire';
import { CONTROL_STREAM, StreamType } from '../v2/codes.js';

/** A stream id of this process in one session, and where its sequence stands. */
export interface StreamNumber {
  readonly streamId: number;
  readonly streamType: number;
  /** The sequence of the next frame. */
  sequence: number;
}

/**
 * The stream ids of this process in one session. They outlive streams and the session itself: a sequence that began again under a sender id
 * that receivers know would be taken for old (spec/toast/v2, section 6), and an id stays with its stream type (section 4).
 */
export interface StreamNumbers {
  readonly control: StreamNumber;
  /** The number of a new stream: one never used before, where there is one. Throws JamError `bad-option`. */
  take(streamType: number, streamId?: number): StreamNumber;
  giveBack(number: StreamNumber): void;
}

const LAST_ID = 255;

export function createStreamNumbers(): StreamNumbers {
  const open = new Set<number>();
  /** In the order in which they were closed last. */
  const closed = new Map<number, StreamNumber>();

  const freeId = (streamType: number): number => {
    for (let id = 1; id <= LAST_ID; id++) if (!open.has(id) && !closed.has(id)) return id;
    for (const each of closed.values()) if (each.streamType === streamType) return each.streamId;
    throw new JamError('bad-option', `all ${LAST_ID} stream ids are used: close streams`);
  };
  return {
    control: { streamId: CONTROL_STREAM, streamType: StreamType.HEARTBEAT, sequence: 0 },
    take(streamType, wantedId) {
      const streamId = wantedId ?? freeId(streamType);
      const before = closed.get(streamId);
      if (open.has(streamId)) {
        throw new JamError(
          'bad-option',
          `stream id ${streamId} is in use: close that stream first`,
        );
      }
      if (before !== undefined && before.streamType !== streamType) {
        throw new JamError(
          'bad-option',
          `stream id ${streamId} has carried stream type ${before.streamType}: take another for ${streamType}`,
        );
      }
      open.add(streamId);
      closed.delete(streamId);
      return before ?? { streamId, streamType, sequence: 0 };
    },
    giveBack(number) {
      open.delete(number.streamId);
      closed.set(number.streamId, number);
    },
  };
}
