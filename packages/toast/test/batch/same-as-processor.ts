import { type BatchSelector, createFrameBatch, type FrameBatch } from '@jamnet/toast';
import type { Compute, MappedArena } from '@jamnet/wire';
import fc from 'fast-check';
import { expect } from 'vitest';
import { briefReport } from './brief-report.js';
import { crowdedBatch, datagram, layOut, names } from './datagrams.js';
import { listsOf } from './one-by-one.js';

const selectors: readonly BatchSelector[] = [
  { streamType: 1 },
  { streamType: 1, messageType: 0 },
  { streamType: 1, messageType: 0, session: 1 },
  { streamType: 2, session: 0 },
  { streamType: 7, messageType: 255 },
];

/** Columns of the last run, and where its routes' lists lie. */
function snapshot(
  results: Awaited<ReturnType<FrameBatch['run']>>,
  routes: readonly number[],
): object {
  const { datagrams, frames } = results;
  return {
    datagrams,
    frames,
    first: Array.from(results.first.subarray(0, datagrams + 1)),
    descriptors: Array.from(results.descriptors.subarray(0, frames * 8)),
    outcome: Array.from(results.outcome.subarray(0, frames)),
    sender: Array.from(results.sender.subarray(0, frames)),
    stream: Array.from(results.stream.subarray(0, frames)),
    verdict: Array.from(results.verdict.subarray(0, frames)),
    lists: listsOf(results, routes),
  };
}

export interface Comparison {
  readonly compute: () => Compute;
  readonly arena?: MappedArena | null;
  readonly numRuns: number;
  /** Datagrams a batch; left out, 300 to 800 tiny ones, whose sequences go to and fro. */
  readonly most?: number | undefined;
  /** Called after each case. */
  readonly check?: (device: FrameBatch) => void;
}

/**
 * Feeds the same random, hostile and truncated batches to the processor and to a device: columns, verdicts, lists and counters must be
 * equal after every batch, so the windows are too. Bytes lie in the arena and on the heap by turns. The seed is in the failure's message.
 */
export async function compareWithProcessor(comparison: Comparison): Promise<void> {
  const { compute, arena = null, numRuns, check } = comparison;
  const most = comparison.most ?? 800;
  const batch =
    comparison.most === undefined
      ? crowdedBatch
      : fc.array(datagram, { maxLength: most, size: 'max' });
  const batches = fc.array(batch, {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(batches, fc.boolean(), async (each, inArena) => {
      const options = { maxDatagrams: most, maxStreams: 40, maxRoutes: 8, random: () => 0.5 };
      const processor = await createFrameBatch({ ...options, compute: null, arena: null });
      const device = await createFrameBatch({ ...options, compute: compute(), arena, crossing: 1 });
      const routes = [processor, device].map((batch) => {
        for (const name of names.slice(0, 3)) batch.join(name);
        return selectors.map((selector) => batch.subscribe(selector).route);
      });
      for (const [n, datagrams] of each.entries()) {
        const range = inArena && n % 2 === 0 ? arena?.allocate(most * 1500) : undefined;
        const { bytes, descriptors, count } = layOut(datagrams, (length) =>
          range === undefined ? new Uint8Array(length) : range.bytes.subarray(0, length),
        );
        const expected = processor.runNow(bytes, descriptors, count);
        const got = await device.run(bytes, descriptors, count);
        expect(snapshot(got, routes[1]!)).toEqual(snapshot(expected, routes[0]!));
        if (n === 2) for (const batch of [processor, device]) batch.leave(1);
        range?.free();
      }
      const { deviceRuns, fallback, ...counts } = device.stats();
      expect(counts).toEqual(
        (({ deviceRuns: _, fallback: __, ...rest }) => rest)(processor.stats()),
      );
      check?.(device);
      void deviceRuns;
      void fallback;
      await processor.close();
      await device.close();
    }),
    // Shrinking a difference takes minutes on a slow device: rather the seed and a long example than a time-out without either.
    { numRuns, reporter: briefReport, interruptAfterTimeLimit: 30_000 },
  );
}
