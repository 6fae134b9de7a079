import { countStatus } from '../session/frame-inlet.js';
import type { RejectedStats } from '../session/session-core.js';
import {
  DESCRIPTOR_WORDS,
  type FrameColumns,
  WORD_LENGTH,
  WORD_SEQUENCE,
} from './frame-columns.js';
import { BatchVerdict, Outcome } from './outcome.js';
import type { SequenceWindows } from './sequence-windows.js';
import type { StreamRows } from './stream-rows.js';

const TWO_32 = 2 ** 32;

/**
 * Finds the window of each frame: fills `stream`, and `verdict` with NONE and TOO_MANY where there is none (NEW elsewhere). On the
 * processor always: who gets the last row must not depend on which invocation came first. Does not allocate.
 */
export function findStreams(columns: FrameColumns, frames: number, rows: StreamRows): void {
  const { descriptors, outcome, sender, stream, verdict } = columns;
  rows.nextBatch();
  for (let row = 0; row < frames; row++) {
    if (outcome[row] < 0) {
      stream[row] = -1;
      verdict[row] = BatchVerdict.NONE;
      continue;
    }
    const at = row * DESCRIPTOR_WORDS;
    const streamId = (descriptors[at + WORD_LENGTH] >>> 16) & 0xff;
    const arrivalNs = descriptors[at + 1] * TWO_32 + descriptors[at];
    const found = rows.take(outcome[row], sender[row], streamId, arrivalNs);
    stream[row] = found;
    verdict[row] = found < 0 ? BatchVerdict.TOO_MANY : BatchVerdict.NEW;
  }
}

/** Judges each frame that has a window, in order of arrival. What the kernel `burst_dedupe` must equal. Does not allocate. */
export function judgeFrames(columns: FrameColumns, frames: number, windows: SequenceWindows): void {
  const { descriptors, stream, verdict } = columns;
  for (let row = 0; row < frames; row++) {
    const window = stream[row];
    if (window < 0) continue;
    verdict[row] = windows.accept(window, descriptors[row * DESCRIPTOR_WORDS + WORD_SEQUENCE]);
  }
}

/** What batches have brought since the start. */
export interface BatchCounts {
  datagrams: number;
  /** New, duplicate and late frames of joined sessions. */
  fresh: number;
  duplicates: number;
  late: number;
  readonly rejected: RejectedStats;
}

/** Adds a finished batch to the counts. Does not allocate. */
export function countFrames(columns: FrameColumns, frames: number, counts: BatchCounts): void {
  const { outcome, verdict } = columns;
  for (let row = 0; row < frames; row++) {
    if (verdict[row] === BatchVerdict.NEW) counts.fresh++;
    else if (verdict[row] === BatchVerdict.DUPLICATE) counts.duplicates++;
    else if (verdict[row] === BatchVerdict.LATE) counts.late++;
    else if (verdict[row] === BatchVerdict.TOO_MANY) counts.rejected.tooMany++;
    else if (outcome[row] === Outcome.otherSession) counts.rejected.otherSession++;
    else countStatus(counts.rejected, outcome[row]);
  }
}
