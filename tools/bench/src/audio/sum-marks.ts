import type { PlayMarksResult } from './play-marks.js';

/** Several runs taken together. */
export interface MarkSums {
  readonly chunks: number;
  /** Shares of the chunks, 0 to 1. */
  readonly exact: number;
  readonly silentFrames: number;
  readonly longestGap: number;
  /** The most of one run. */
  readonly moves: number;
  /** What was sent, times what one plain copy takes, on the wire with headers. */
  readonly bitRateFactor: number;
}

export function sumMarks(results: readonly PlayMarksResult[]): MarkSums {
  const sum = (of: (result: PlayMarksResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  const chunks = sum((r) => r.chunks);
  return {
    chunks,
    exact: sum((r) => r.exactChunks) / chunks,
    silentFrames: sum((r) => r.silentFrames),
    longestGap: Math.max(...results.map((r) => r.longestGap)),
    moves: Math.max(...results.map((r) => r.moves)),
    bitRateFactor: sum((r) => r.bytesPerSecond) / sum((r) => r.plainBytesPerSecond),
  };
}
