import { type Compute, JamError, type MappedArena, type RandomSource } from '@jamnet/wire';

/** How a batch pipeline is made. */
export interface FrameBatchOptions {
  /** Datagrams of one run at most, 1-65,536. @default 4096 */
  readonly maxDatagrams?: number;
  /**
   * Frames, with what stands in their place, of one run at most; a run takes no more datagrams than surely fit. From 29, which is what one
   * datagram may hold. @default 29 for each datagram
   */
  readonly maxFrames?: number;
  /** Sessions joined at once, 1-65,536. @default 64 */
  readonly maxSessions?: number;
  /** Duplicate windows, one for each (session, sender, stream id), 1-65,536; each takes about a KiB. @default 4096 */
  readonly maxStreams?: number;
  /** Different selectors subscribed at once, 1-65,536. @default 256 */
  readonly maxRoutes?: number;
  /** After so much silence a stream's window may go to another, when all are taken; from 1,000 ms. @default 60,000 */
  readonly streamIdleMs?: number;
  /** What runs the kernels; null for the processor alone. @default the native backend's, where there is one */
  readonly compute?: Compute | null;
  /** Where the columns lie; null for the heap. @default the native backend's, where there is one */
  readonly arena?: MappedArena | null;
  /** From how many datagrams on a run goes to `compute`, 1 or more; `Infinity` for never. @default measured when it is created */
  readonly crossing?: number;
  /** @default Math.random */
  readonly random?: RandomSource;
}

/** The sizes of a pipeline, checked. */
export interface BatchSizes {
  readonly maxDatagrams: number;
  readonly maxFrames: number;
  readonly maxSessions: number;
  readonly maxStreams: number;
  readonly maxRoutes: number;
  readonly streamIdleNs: number;
}

const MOST = 65_536;
export const FRAMES_PER_DATAGRAM = 29;

function checked(name: string, value: number, from: number, to: number): number {
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw new JamError('bad-option', `${name} is ${value}: give an integer from ${from} to ${to}`);
}

/** Throws JamError `bad-option`. */
export function checkBatchOptions(options: FrameBatchOptions): BatchSizes {
  const maxDatagrams = checked('maxDatagrams', options.maxDatagrams ?? 4096, 1, MOST);
  const most = maxDatagrams * FRAMES_PER_DATAGRAM;
  const { crossing } = options;
  if (crossing !== undefined && !(crossing >= 1)) {
    throw new JamError('bad-option', `crossing is ${crossing}: give 1 or more, or Infinity`);
  }
  return {
    maxDatagrams,
    maxFrames: checked('maxFrames', options.maxFrames ?? most, FRAMES_PER_DATAGRAM, MOST * 29),
    maxSessions: checked('maxSessions', options.maxSessions ?? 64, 1, MOST),
    maxStreams: checked('maxStreams', options.maxStreams ?? 4096, 1, MOST),
    maxRoutes: checked('maxRoutes', options.maxRoutes ?? 256, 1, MOST),
    streamIdleNs: checked('streamIdleMs', options.streamIdleMs ?? 60_000, 1000, 86_400_000) * 1e6,
  };
}
