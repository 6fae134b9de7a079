import { JamError, type RandomSource } from '@jamnet/wire';
import type { ColumnMemory } from './column-memory.js';
import { createFrameColumns, DESCRIPTOR_WORDS, type FrameColumns } from './frame-columns.js';
import { mostOutcomes, readFrames } from './frame-reader.js';
import { findStreams, judgeFrames } from './judge-frames.js';
import type { BatchSizes } from './options.js';
import { routeFrames } from './route-frames.js';
import { createRouteTable, type RouteTable } from './route-table.js';
import { createSequenceWindows, type SequenceWindows } from './sequence-windows.js';
import { createSessionNames, type SessionNames } from './session-names.js';
import { createStreamRows, type StreamRows } from './stream-rows.js';

/** State and columns of a pipeline, and its three stages on the processor. */
export interface Pipeline {
  readonly columns: FrameColumns;
  readonly sessions: SessionNames;
  readonly windows: SequenceWindows;
  readonly rows: StreamRows;
  readonly routes: RouteTable;
  /**
   * Takes over the descriptors of as many datagrams as surely fit and returns how many. Throws JamError `bad-option` for a
   * datagram that does not lie in the bytes.
   */
  take(bytes: Uint8Array, descriptors: DataView, count: number): number;
  /** First and second stage; returns how many outcomes there are. */
  readAndJudge(bytes: Uint8Array, datagrams: number): number;
  /** Third stage. */
  route(frames: number): void;
  /** From here on works on memory that no device reaches, with what stands in the columns. */
  leaveDevice(): void;
}

export function createPipeline(
  sizes: BatchSizes,
  memory: ColumnMemory,
  random: RandomSource,
): Pipeline {
  return new CpuPipeline(sizes, memory, random);
}

class CpuPipeline implements Pipeline {
  columns: FrameColumns;
  readonly sessions: SessionNames;
  readonly windows: SequenceWindows;
  readonly rows: StreamRows;
  readonly routes: RouteTable;
  readonly #cursors: Uint32Array;

  constructor(
    readonly sizes: BatchSizes,
    memory: ColumnMemory,
    random: RandomSource,
  ) {
    const { maxDatagrams, maxFrames, maxSessions, maxStreams, maxRoutes, streamIdleNs } = sizes;
    this.columns = createFrameColumns(memory, maxDatagrams, maxFrames, maxRoutes);
    this.sessions = createSessionNames(memory, maxSessions);
    this.windows = createSequenceWindows(memory, maxStreams);
    this.rows = createStreamRows(this.windows, maxStreams, streamIdleNs, random);
    this.routes = createRouteTable(memory, maxSessions, maxRoutes);
    this.#cursors = new Uint32Array(maxRoutes);
  }

  take(bytes: Uint8Array, descriptors: DataView, count: number): number {
    const { maxDatagrams, maxFrames } = this.sizes;
    const { datagrams } = this.columns;
    let room = maxFrames;
    for (let i = 0; i < count; i++) {
      const from = i * DESCRIPTOR_WORDS;
      const offset = descriptors.getUint32(from * 4 + 16, true);
      const length = descriptors.getUint16(from * 4 + 24, true);
      room -= mostOutcomes(length);
      if (room < 0 || i === maxDatagrams) return i;
      if (offset + length > bytes.length) throw outside(i, offset, length, bytes.length);
      for (let word = 0; word < DESCRIPTOR_WORDS; word++) {
        datagrams[from + word] = descriptors.getUint32((from + word) * 4, true);
      }
    }
    return count;
  }

  readAndJudge(bytes: Uint8Array, datagrams: number): number {
    const frames = readFrames(bytes, this.columns, datagrams, this.sessions);
    findStreams(this.columns, frames, this.rows);
    judgeFrames(this.columns, frames, this.windows);
    return frames;
  }

  route(frames: number): void {
    routeFrames(this.columns, frames, this.routes, this.#cursors);
  }

  leaveDevice(): void {
    const entries = Object.entries(this.columns) as [string, Uint32Array | Int32Array][];
    const copies = entries.map(([name, column]) => [name, column.slice()]);
    this.columns = Object.fromEntries(copies) as FrameColumns;
    this.windows.leaveDevice();
  }
}

function outside(index: number, offset: number, length: number, bytes: number): JamError {
  return new JamError(
    'bad-option',
    `datagram ${index} lies at ${offset} to ${offset + length} of ${bytes} bytes: give the bytes that the descriptors speak of`,
  );
}
