import {
  BatchVerdict,
  createDuplicateFilter,
  createFrameView,
  type DuplicateFilter,
  Outcome,
  readDatagram,
  type FrameBatchResults,
  type BatchSelector,
} from '@jamnet/toast';
import { writeU64 } from '@jamnet/wire';
import { createFrameRouter, type ReceivedFrame } from '../../src/router.js';
import type { TestBatch } from './datagrams.js';

export interface Row {
  outcome: number;
  sender: number;
  verdict: number;
  words: number[];
  /** (session, sender, stream id) as text. */
  stream: string | null;
}

/** The pipeline in the words of toast's own path: readDatagram, a DuplicateFilter for each stream, a FrameRouter. */
export class OneByOne {
  readonly filters = new Map<string, DuplicateFilter>();
  readonly lists: number[][];
  readonly #routers;
  #row = 0;

  constructor(
    readonly joined: readonly Uint8Array[],
    selectors: readonly BatchSelector[],
  ) {
    this.lists = selectors.map(() => []);
    this.#routers = joined.map((_, session) => {
      const router = createFrameRouter();
      selectors.forEach((selector, i) => {
        if (selector.session !== undefined && selector.session !== session) return;
        router.subscribe(selector, () => this.lists[i]!.push(this.#row));
      });
      return router;
    });
  }

  run({ bytes, descriptors, count }: TestBatch): { rows: Row[]; first: number[] } {
    const rows: Row[] = [];
    const first: number[] = [];
    for (const list of this.lists) list.length = 0;
    for (let i = 0; i < count; i++) {
      first.push(rows.length);
      const offset = descriptors.getUint32(i * 32 + 16, true);
      const end = offset + descriptors.getUint16(i * 32 + 24, true);
      const arrival = [
        descriptors.getUint32(i * 32, true),
        descriptors.getUint32(i * 32 + 4, true),
      ];
      const peer = descriptors.getUint16(i * 32 + 28, true);
      const frame = createFrameView();
      readDatagram(
        bytes,
        offset,
        end,
        frame,
        () => {
          const at = frame.payloadOffset - 38;
          const session = this.joined.findIndex((n) =>
            n.every((b, k) => b === frame.sessionName[k]),
          );
          const time = new Uint8Array(8);
          writeU64(time, 0, frame.timestampNs);
          const [low, high] = new Uint32Array(time.buffer);
          const row: Row = {
            outcome: session < 0 ? Outcome.otherSession : session,
            sender: frame.senderId,
            verdict: BatchVerdict.NONE,
            stream: null,
            words: [
              ...arrival,
              low!,
              high!,
              at,
              frame.sequence,
              ((frame.payloadLength + 42) | (frame.streamId << 16) | (frame.messageType << 24)) >>>
                0,
              (peer |
                (frame.streamType << 16) |
                (Math.min(frame.formatType, 15) << 20) |
                (frame.burstIndex << 24) |
                ((frame.burstSize - 1) << 28)) >>>
                0,
            ],
          };
          if (session >= 0) {
            row.stream = `${session}/${frame.senderId}/${frame.streamId}`;
            let filter = this.filters.get(row.stream);
            if (!filter) this.filters.set(row.stream, (filter = createDuplicateFilter()));
            row.verdict = filter.accept(frame.sequence);
            this.#row = rows.length;
            if (row.verdict === 0) this.#routers[session]!.route(frame as unknown as ReceivedFrame);
          }
          rows.push(row);
        },
        (status) => {
          rows.push({
            outcome: status,
            sender: 0,
            verdict: BatchVerdict.NONE,
            stream: null,
            words: [],
          });
        },
      );
    }
    first.push(rows.length);
    return { rows, first };
  }
}

/** The rows of a batch in the same shape. A status' words are left out: one by one, nothing is known but the status. */
export function rowsOf(results: FrameBatchResults): Row[] {
  return Array.from({ length: results.frames }, (_, row) => ({
    outcome: results.outcome[row]!,
    sender: results.sender[row]!,
    verdict: results.verdict[row]!,
    stream:
      results.stream[row]! < 0
        ? null
        : `${results.outcome[row]}/${results.sender[row]}/${(results.descriptors[row * 8 + 6]! >>> 16) & 0xff}`,
    words:
      results.outcome[row]! < 0 && results.outcome[row] !== Outcome.otherSession
        ? []
        : Array.from(results.descriptors.subarray(row * 8, row * 8 + 8)),
  }));
}

export function listsOf(results: FrameBatchResults, routes: readonly number[]): number[][] {
  return routes.map((r) =>
    Array.from(results.routed.subarray(results.routeFirst[r], results.routeFirst[r + 1])),
  );
}
