import { type BatchSelector, BatchVerdict, createFrameBatch, Outcome } from '@jamnet/toast';
import { Status } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { briefReport } from './brief-report.js';
import { crowdedBatch, datagram, layOut, names, plainFrame, writeFrame } from './datagrams.js';
import { listsOf, OneByOne, rowsOf } from './one-by-one.js';

const joined = names.slice(0, 3);
const selectors: readonly BatchSelector[] = [
  { streamType: 1 },
  { streamType: 1, messageType: 0 },
  { streamType: 1, messageType: 0, session: 1 },
  { streamType: 2, session: 0 },
  { streamType: 7, messageType: 255 },
  { streamType: 3, messageType: 2 },
  { streamType: 1 },
];

describe('a batch of frames', () => {
  it('gives what reading, filtering and routing one by one gives, batch after batch', async () => {
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof({ weight: 15, arbitrary: fc.array(datagram, { maxLength: 30 }) }, crowdedBatch),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        async (batches) => {
          const batch = await createFrameBatch({
            compute: null,
            maxDatagrams: 800,
            maxStreams: 512,
          });
          const oneByOne = new OneByOne(joined, selectors);
          for (const name of joined) batch.join(name);
          const routes = selectors.map((selector) => batch.subscribe(selector).route);
          for (const each of batches) {
            const input = layOut(each);
            const results = batch.runNow(input.bytes, input.descriptors, input.count);
            const { rows, first } = oneByOne.run(input);
            for (const { outcome } of rows) seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
            expect(rowsOf(results)).toEqual(rows);
            expect(Array.from(results.first.subarray(0, input.count + 1))).toEqual(first);
            expect(listsOf(results, routes)).toEqual(oneByOne.lists);
            expect(results).toMatchObject({ datagrams: input.count, ranOn: 'cpu' });
          }
          expect(batch.stats().streams).toBe(oneByOne.filters.size);
        },
      ),
      { numRuns: 250, reporter: briefReport },
    );
    const all = [0, 1, 2, Outcome.otherSession, Status.short, Status.badLength, Status.badCrc];
    const skipped = [Status.badVersion, Status.badFlags, Status.badBurst, Status.badStreamType];
    for (const outcome of [...all, ...skipped])
      expect(seen.get(outcome), `${outcome}`).toBeGreaterThan(5);
  });

  it('says what a descriptor of a status stands for', async () => {
    const batch = await createFrameBatch({ compute: null, arena: null });
    batch.join(names[0]!);
    const good = writeFrame(plainFrame);
    const wrong = writeFrame({ ...plainFrame, harm: 'flags' });
    const both = new Uint8Array(Buffer.concat([wrong, good, new Uint8Array(11)]));
    const input = layOut([both, new Uint8Array(1201)]);
    const { descriptors, outcome, first, frames } = batch.runNow(input.bytes, input.descriptors, 2);
    expect(frames).toBe(4);
    expect(Array.from(outcome.subarray(0, 4))).toEqual([
      Status.badFlags,
      0,
      Status.short,
      Status.badLength,
    ]);
    expect(Array.from(first.subarray(0, 3))).toEqual([0, 3, 4]);
    const place = (row: number): number[] => [
      descriptors[row * 8 + 4]!,
      descriptors[row * 8 + 6]! & 0xffff,
    ];
    expect([0, 1, 2, 3].map(place)).toEqual([
      [5, 62],
      [67, 62],
      [129, 11],
      [141, 1201],
    ]);
    expect(batch.stats()).toMatchObject({
      datagrams: 2,
      fresh: 1,
      rejected: { badFlags: 1, short: 1, badLength: 1 },
    });
  });

  it('takes what surely fits and leaves the rest for the next run', async () => {
    const batch = await createFrameBatch({ compute: null, maxDatagrams: 8, maxFrames: 29 });
    batch.join(names[0]!);
    const all = Array.from({ length: 20 }, (_, sequence) =>
      writeFrame({ ...plainFrame, sequence, payloadBytes: 200 }),
    );
    const input = layOut(all);
    let done = 0;
    while (done < 20) {
      const rest = new DataView(input.descriptors.buffer, done * 32);
      const { datagrams } = batch.runNow(input.bytes, rest, 20 - done);
      expect(datagrams).toBe(Math.min(4, 20 - done));
      done += datagrams;
    }
    expect(batch.stats()).toMatchObject({ datagrams: 20, fresh: 20 });
  });

  it('turns streams away when every window is taken, and gives idle ones to others', async () => {
    const batch = await createFrameBatch({ compute: null, maxStreams: 3, streamIdleMs: 1000 });
    batch.join(names[0]!);
    const run = (atMs: number, senders: number[], sequence = 1): number[] => {
      const input = layOut(
        senders.map((sender) => writeFrame({ ...plainFrame, sender, sequence })),
      );
      senders.forEach((_, i) => input.descriptors.setBigUint64(i * 32, BigInt(atMs * 1e6), true));
      const { verdict } = batch.runNow(input.bytes, input.descriptors, input.count);
      return Array.from(verdict.subarray(0, senders.length));
    };
    const { NEW, DUPLICATE, TOO_MANY } = BatchVerdict;
    expect(run(0, [1, 2, 3, 4, 1])).toEqual([NEW, NEW, NEW, TOO_MANY, DUPLICATE]);
    expect(run(500, [1, 2])).toEqual([DUPLICATE, DUPLICATE]);
    expect(run(1200, [4, 1, 5])).toEqual([NEW, DUPLICATE, TOO_MANY]);
    expect(run(1300, [4, 3, 2])).toEqual([DUPLICATE, TOO_MANY, DUPLICATE]);
    expect(run(2400, [3, 5, 6, 7])).toEqual([NEW, NEW, NEW, TOO_MANY]);
    expect(batch.stats()).toMatchObject({ streams: 3, rejected: { tooMany: 4 } });
  });

  it('takes no window from a stream of the same batch, however long that lasts', async () => {
    const batch = await createFrameBatch({ compute: null, maxStreams: 1, streamIdleMs: 1000 });
    batch.join(names[0]!);
    const input = layOut([1, 2, 1].map((sender) => writeFrame({ ...plainFrame, sender })));
    for (let i = 0; i < 3; i++) input.descriptors.setBigUint64(i * 32, BigInt(i * 10e9), true);
    const { verdict } = batch.runNow(input.bytes, input.descriptors, 3);
    const { NEW, DUPLICATE, TOO_MANY } = BatchVerdict;
    expect(Array.from(verdict.subarray(0, 3))).toEqual([NEW, TOO_MANY, DUPLICATE]);
  });

  it('forgets a session that is left: its windows, its routes, its index', async () => {
    const batch = await createFrameBatch({ compute: null });
    const index = batch.join(names[0]!);
    const route = batch.subscribe({ streamType: 1, session: index });
    const input = layOut([writeFrame(plainFrame)]);
    const run = () => batch.runNow(input.bytes, input.descriptors, 1);
    expect(listsOf(run(), [route.route])).toEqual([[0]]);
    batch.leave(index);
    expect(run().outcome[0]).toBe(Outcome.otherSession);
    expect(batch.join(names[0]!)).toBe(index);
    const again = batch.subscribe({ streamType: 1, session: index });
    route.end();
    const results = run();
    expect(results.verdict[0]).toBe(BatchVerdict.NEW);
    expect(listsOf(results, [again.route])).toEqual([[0]]);
    again.end();
    expect(run().routes).toBe(0);
  });

  it('takes nothing for any session or any type that does not say so', async () => {
    const batch = await createFrameBatch({ compute: null, maxSessions: 2 });
    const bad = expect.objectContaining({ code: 'bad-option' });
    expect(() => batch.subscribe({ streamType: 1, messageType: 256 })).toThrow(bad);
    expect(() => batch.subscribe({ streamType: 1, session: 2 })).toThrow(bad);
    batch.join(names[0]!);
    const { route } = batch.subscribe({ streamType: 1 });
    batch.leave(2);
    batch.leave(1);
    const input = layOut([writeFrame(plainFrame)]);
    expect(listsOf(batch.runNow(input.bytes, input.descriptors, 1), [route])).toEqual([[0]]);
    batch.join(names[1]!);
    expect(() => batch.join(names[2]!)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });

  it('refuses what cannot be', async () => {
    const bad = expect.objectContaining({ code: 'bad-option' });
    for (const options of [
      { maxDatagrams: 0 },
      { maxFrames: 28 },
      { streamIdleMs: 1 },
      { crossing: 0 },
    ]) {
      await expect(createFrameBatch(options)).rejects.toEqual(bad);
    }
    const batch = await createFrameBatch({ compute: null, maxSessions: 1, maxRoutes: 1 });
    batch.join(names[0]!);
    expect(() => batch.join(names[0]!)).toThrowError(bad);
    expect(() => batch.join(new Uint8Array(11))).toThrowError(bad);
    expect(() => batch.join(names[1]!)).toThrowError(
      expect.objectContaining({ code: 'too-large' }),
    );
    expect(() => batch.subscribe({ streamType: 8 })).toThrowError(bad);
    batch.subscribe({ streamType: 1 });
    expect(() => batch.subscribe({ streamType: 2 })).toThrowError(
      expect.objectContaining({ code: 'too-large' }),
    );
    const { bytes, descriptors } = layOut([new Uint8Array(50)]);
    expect(() => batch.runNow(bytes.subarray(0, 50), descriptors, 1)).toThrowError(bad);
    await batch.close();
    await expect(batch.run(bytes, descriptors, 1)).rejects.toMatchObject({ code: 'closed' });
  });
});
