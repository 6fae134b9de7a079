import type { SysexChunkMessage, SysexMessage } from '@jamnet/schemas';
import { FormatType } from '@jamnet/toast';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSysexAssembler, type SysexAssembler } from '../../src/session/sysex-assembler.js';
import { aFrame, aFrameOf, payloadOf } from '../support/frame.js';

function pieces(
  id: number,
  data: readonly number[],
  size: number,
  more: Partial<SysexChunkMessage> = {},
): SysexChunkMessage[] {
  const count = Math.ceil(data.length / size);
  return Array.from({ length: count }, (_, index) => ({
    type: 'sysex_chunk',
    id,
    index,
    count,
    data: data.slice(index * size, (index + 1) * size),
    timestamp: 5,
    sequence: (0xffff_fffe + index) >>> 0,
    ...more,
  }));
}

const bytes = (length: number, seed = 0): number[] =>
  Array.from({ length }, (_, i) => (i * 7 + seed) & 127);

interface Setup {
  readonly assembler: SysexAssembler;
  readonly whole: SysexMessage[];
  readonly room: { bytes: number };
  take(chunk: SysexChunkMessage, nowNs?: number): void;
}

function setUp(): Setup {
  const room = { bytes: 0 };
  const assembler = createSysexAssembler(room);
  const whole: SysexMessage[] = [];
  return {
    assembler,
    whole,
    room,
    take: (chunk, nowNs = 0) => assembler.take(chunk, nowNs, (message) => whole.push(message)),
  };
}

describe('SysEx assembler', () => {
  it('joins pieces that come in any order, any number of times, among those of others', () => {
    const anyMessages = fc.array(fc.array(fc.nat(127), { minLength: 1, maxLength: 300 }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        anyMessages,
        fc.integer({ min: 1, max: 100 }),
        fc.nat(1000),
        (datas, size, salt) => {
          const { assembler, whole, room, take } = setUp();
          const all = datas.flatMap((data, id) => pieces((id - 3) >>> 0, data, size, { group: 2 }));
          const shuffled = [...all, ...all]
            .map((piece, i) => ({ piece, key: Math.imul(i + 1, salt * 2 + 1) % 997 }))
            .toSorted((a, b) => a.key - b.key);
          for (const { piece } of shuffled) take(piece);
          expect(whole.length).toBe(datas.length);
          for (const data of datas)
            expect(whole).toContainEqual({
              type: 'sysex',
              group: 2,
              data,
              timestamp: 5,
              sequence: 0xffff_fffe,
            });
          expect(assembler.counters).toEqual({
            completed: datas.length,
            incomplete: 0,
            chunks: 2 * all.length,
            repeats: all.length,
            malformed: 0,
          });
          expect(room.bytes).toBe(0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('takes group, time and number of the piece of index 0', () => {
    const { whole, take } = setUp();
    const [first, second] = pieces(1, bytes(20), 10);
    take({ ...second, group: 9, timestamp: 99, sequence: 99 });
    take({ ...first, group: 4, timestamp: 3, sequence: 2 });
    expect(whole[0]).toMatchObject({ group: 4, timestamp: 3, sequence: 2 });
  });

  it('drops and counts a piece with another count than the first', () => {
    const { assembler, whole, take } = setUp();
    const [first, second] = pieces(1, bytes(20), 10);
    take(first);
    take({ ...second, count: 3 });
    expect([assembler.counters.malformed, whole.length]).toEqual([1, 0]);
    take(second);
    expect(whole.length).toBe(1);
  });

  it('keeps the first of two pieces of one index', () => {
    const { whole, take } = setUp();
    const [first, second] = pieces(1, bytes(20), 10);
    take(first);
    take({ ...first, data: [1, 2, 3] });
    take(second);
    expect(whole[0].data).toEqual(bytes(20));
  });

  it('drops and counts what is incomplete 30 s after its first piece, and ignores the rest of it', () => {
    const { assembler, whole, take, room } = setUp();
    const [first, second, third] = pieces(1, bytes(30), 10);
    take(first, 5e9);
    take(second, 34e9);
    assembler.sweep(35e9);
    expect([assembler.counters.incomplete, room.bytes]).toEqual([0, 20]);
    assembler.sweep(35e9 + 1);
    expect([assembler.counters.incomplete, room.bytes]).toEqual([1, 0]);
    take(third, 36e9);
    take(first, 36e9);
    assembler.sweep(99e9);
    expect([assembler.counters.incomplete, whole.length, room.bytes]).toEqual([1, 0, 0]);
  });

  it('takes 16 messages at once, and gives up the oldest for another', () => {
    const { assembler, whole, take } = setUp();
    const all = Array.from({ length: 17 }, (_, id) => pieces(id, bytes(70_000, id), 1000));
    for (const [first] of all.slice(0, 16)) take(first);
    expect(assembler.counters.incomplete).toBe(0);
    take(all[16][0]);
    expect(assembler.counters.incomplete).toBe(1);
    for (const message of all) for (const piece of message) take(piece);
    expect(whole.map(({ data }) => data)).toEqual(all.slice(1).map((_, i) => bytes(70_000, i + 1)));
  });

  it('takes 4 MiB at once and no more, whatever the sender claims', () => {
    const { assembler, room, take } = setUp();
    const data = bytes(1024);
    for (let index = 0; index < 20_000; index++)
      take({ type: 'sysex_chunk', id: index & 7, index: index >> 3, count: 65_536, data });
    expect(room.bytes).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(assembler.counters.incomplete).toBeGreaterThan(0);
    const whole = setUp();
    for (const piece of pieces(1, bytes(4 * 1024 * 1024), 1024)) whole.take(piece);
    expect(whole.whole.length).toBe(1);
  });

  it('gives up a message that grows too long alone', () => {
    const { assembler, room, take } = setUp();
    const data = bytes(1024);
    for (let index = 0; index <= 4096; index++)
      take({ type: 'sysex_chunk', id: 1, index, count: 65_536, data });
    expect([assembler.counters.incomplete, room.bytes]).toEqual([1, 0]);
    take({ type: 'sysex_chunk', id: 1, index: 5000, count: 65_536, data });
    expect(room.bytes).toBe(0);
  });

  it('shares a bound with all other senders', () => {
    const room = { bytes: 0 };
    const data = bytes(1024);
    const many = Array.from({ length: 40 }, () => createSysexAssembler(room));
    for (const assembler of many)
      for (let index = 0; index < 1000; index++)
        assembler.take({ type: 'sysex_chunk', id: 1, index, count: 65_536, data }, 0, () => {});
    expect(room.bytes).toBeLessThanOrEqual(32 * 1024 * 1024);
    expect(many.reduce((sum, { counters }) => sum + counters.incomplete, 0)).toBeGreaterThan(0);
    for (const assembler of many) assembler.close();
    expect(room.bytes).toBe(0);
  });

  it('takes an id again when 2^32 of them have gone by', () => {
    const { whole, take } = setUp();
    for (const piece of pieces(0xffff_ffff, bytes(30, 1), 10)) take(piece);
    for (let id = 0; id < 100; id++) for (const piece of pieces(id, bytes(20, id), 10)) take(piece);
    for (const piece of pieces(0xffff_ffff, bytes(30, 2), 10)) take(piece);
    expect(whole.length).toBe(102);
    expect(whole[101].data).toEqual(bytes(30, 2));
  });

  it.each(['msgpack', 'compact', 'standard'] as const)('reads frames in the form %s', (form) => {
    const { assembler, whole } = setUp();
    const all = pieces(1, bytes(300), 100);
    const read = (chunks: readonly SysexChunkMessage[]): boolean =>
      assembler.read(aFrame(chunks, {}, form), (message) => whole.push(message));
    expect(read([all[2]])).toBe(true);
    expect(read([all[0], all[1]])).toBe(true);
    expect(whole[0].data).toEqual(bytes(300));
  });

  it('counts what is no piece, reads on, and leaves forms that it does not know', () => {
    const { assembler, whole } = setUp();
    const payload = payloadOf(
      [{ type: 'start', sequence: 1 }, ...pieces(1, bytes(10), 10)],
      'msgpack',
    );
    const frame = aFrameOf(payload, { formatType: FormatType.MSGPACK });
    assembler.read(frame, (message) => whole.push(message));
    expect([assembler.counters.malformed, whole.length]).toEqual([1, 1]);
    expect(assembler.read({ ...frame, formatType: FormatType.GPU_BINARY }, () => {})).toBe(false);
  });

  it('never throws, and takes no more memory than the datagrams had, whatever comes', () => {
    const { assembler, room, whole } = setUp();
    const good = payloadOf(pieces(7, bytes(50), 25), 'msgpack');
    let received = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 5 }),
        ),
        fc.constantFrom(0, 1, 3),
        (change, formatType) => {
          const payload = change instanceof Uint8Array ? change : good.slice();
          if (!(change instanceof Uint8Array))
            for (const [at, value] of change) payload[at] = value;
          received += payload.length;
          assembler.read(aFrameOf(payload, { formatType }), (message) => whole.push(message));
          expect(room.bytes).toBeLessThanOrEqual(received);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
