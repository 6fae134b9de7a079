import { createDuplicateFilter, type DuplicateFilter, StreamType, Verdict } from '@jamnet/toast';
import { type CaptureFrame, captureFrame } from './capture-line.js';
import type { FrameTapHandler } from './frame-tap.js';

/** Sorts what arrives into lines, and counts it. */
export interface CaptureRecorder {
  readonly frame: FrameTapHandler;
  /** Frames written, and by what they carry. */
  readonly frames: number;
  readonly messages: number;
  readonly unreadable: number;
  readonly byType: Readonly<Record<string, number>>;
  /** Copies of frames that had come, where those are left out. */
  readonly copies: number;
  readonly senders: number;
}

export interface CaptureRecorderOptions {
  /** Write every copy of a frame, not only the first that came. */
  readonly everyCopy: boolean;
  readonly write: (line: CaptureFrame) => void;
}

/** A flood of made-up senders is captured, but their copies are told apart only for so many. */
const MOST_STREAMS = 4_096;

const NAMES = new Map<number, string>(
  Object.entries(StreamType).map(([name, code]) => [code, name]),
);

export function createCaptureRecorder(options: CaptureRecorderOptions): CaptureRecorder {
  const { everyCopy, write } = options;
  const filters = new Map<number, DuplicateFilter>();
  const senders = new Set<number>();
  const byType: Record<string, number> = {};
  const counts = { frames: 0, messages: 0, unreadable: 0, copies: 0 };

  function isCopy(senderId: number, streamId: number, sequence: number): boolean {
    const key = senderId * 256 + streamId;
    let filter = filters.get(key);
    if (!filter) {
      if (filters.size >= MOST_STREAMS) return false;
      filter = createDuplicateFilter();
      filters.set(key, filter);
    }
    return filter.accept(sequence) === Verdict.DUPLICATE;
  }

  return {
    get frames() {
      return counts.frames;
    },
    get messages() {
      return counts.messages;
    },
    get unreadable() {
      return counts.unreadable;
    },
    get copies() {
      return counts.copies;
    },
    get senders() {
      return senders.size;
    },
    byType,
    frame(frame, bytes, arrivalNs) {
      if (isCopy(frame.senderId, frame.streamId, frame.sequence)) {
        counts.copies += 1;
        if (!everyCopy) return;
      }
      if (senders.size < MOST_STREAMS) senders.add(frame.senderId);
      const line = captureFrame(frame, bytes, arrivalNs);
      const name = NAMES.get(frame.streamType) ?? String(frame.streamType);
      byType[name] = (byType[name] ?? 0) + 1;
      counts.frames += 1;
      counts.messages += line.messages.length;
      counts.unreadable += line.unreadable ?? 0;
      write(line);
    },
  };
}
