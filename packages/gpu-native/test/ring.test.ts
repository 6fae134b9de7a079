import { DESCRIPTOR_OFFSET, type MappedArena } from '@jamnet/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRing, openRing, RECORD_WORDS } from '../src/ring.js';
import { isRecord, writeRecord } from './numbered-record.js';

// The logic alone, on ordinary memory; threads and C++ are in ring.integration.test.ts.

function plainArena(bytes: number): MappedArena {
  const buffer = new ArrayBuffer(bytes);
  let next = 256;
  return {
    buffer,
    allocate(length) {
      if (next + length > bytes) return undefined;
      const offset = next;
      next += Math.ceil(length / 256) * 256;
      return { bytes: new Uint8Array(buffer, offset, length), offset, free: () => (next = offset) };
    },
    freeBytes: () => bytes - next,
  };
}

function setCounters(arena: MappedArena, offset: number, value: number): void {
  new Uint32Array(arena.buffer, offset + 128, 1)[0] = value;
  new Uint32Array(arena.buffer, offset + 256, 1)[0] = value;
}

const starts = fc.constantFrom(0, 5, 2 ** 32 - 20, 2 ** 32 - 1);

describe('a ring', () => {
  test('equals a queue of limited length, across the wrap of its memory and of its counters', () => {
    const step = fc.tuple(fc.constantFrom('push', 'pop', 'claim', 'peek'), fc.nat({ max: 20 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), starts, (steps, start) => {
        const arena = plainArena(4096);
        const made = createRing(arena, 16)!;
        setCounters(arena, made.offset, start);
        const producer = openRing(arena, made.offset);
        const consumer = openRing(arena, made.offset);
        const words = new Uint32Array(20 * RECORD_WORDS);
        const inRing = new Uint32Array(arena.buffer, made.offset + 384, 16 * RECORD_WORDS);
        let [sent, received, dropped] = [0, 0, 0];
        for (const [what, count] of steps) {
          const room = 16 - (sent - received);
          if (what === 'push') {
            for (let i = 0; i < count; i += 1) writeRecord(words, i, sent + i);
            expect(producer.push(words, 0, count)).toBe(count <= room);
            if (count <= room) sent += count;
            else dropped += count;
          } else if (what === 'claim') {
            const inRow = Math.min(room, 16 - producer.writeIndex);
            expect(producer.claim()).toBe(inRow);
            const used = Math.min(count, inRow);
            for (let i = 0; i < used; i += 1)
              writeRecord(inRing, producer.writeIndex + i, sent + i);
            producer.publish(used);
            sent += used;
          } else if (what === 'pop') {
            const taken = consumer.pop(words, 0, count);
            for (let i = 0; i < taken; i += 1) expect(isRecord(words, i, received + i)).toBe(true);
            received += taken;
            if (taken === 0 && count > 0) expect(sent).toBe(received);
          } else {
            const inRow = consumer.peek();
            expect(inRow).toBeLessThanOrEqual(16 - consumer.readIndex);
            for (let i = 0; i < inRow; i += 1) {
              expect(isRecord(inRing, consumer.readIndex + i, received + i)).toBe(true);
            }
            consumer.advance(Math.min(count, inRow));
            received += Math.min(count, inRow);
          }
          expect(consumer.size()).toBe(sent - received);
          expect(producer.dropped()).toBe(dropped);
        }
      }),
    );
  });

  test('gives its records to be read where they lie', () => {
    const ring = createRing(plainArena(4096), 4)!;
    const words = new Uint32Array(RECORD_WORDS);
    words[DESCRIPTOR_OFFSET / 4] = 1234;
    ring.push(words, 0, 1);
    expect(ring.peek()).toBe(1);
    expect(ring.records.getUint32(32 * ring.readIndex + DESCRIPTOR_OFFSET, true)).toBe(1234);
  });

  test('puts records to and takes them from the middle of an array', () => {
    const ring = createRing(plainArena(4096), 4)!;
    const words = new Uint32Array(4 * RECORD_WORDS);
    for (let i = 0; i < 4; i += 1) writeRecord(words, i, i);
    ring.push(words, 2, 2);
    const out = new Uint32Array(4 * RECORD_WORDS);
    expect(ring.pop(out, 1, 3)).toBe(2);
    expect([isRecord(out, 1, 2), isRecord(out, 2, 3)]).toEqual([true, true]);
    expect(out.subarray(0, RECORD_WORDS).every((word) => word === 0)).toBe(true);
  });

  test.each([0, 3, -2, 1.5, Number.NaN, 2 ** 25])('cannot hold %d records', (capacity) => {
    expect(() => createRing(plainArena(4096), capacity)).toThrow(/power of two/u);
  });

  test('is not made where no room is', () => {
    expect(createRing(plainArena(4096), 128)).toBeUndefined();
  });

  test('is not opened where none is', () => {
    const arena = plainArena(4096);
    const { offset } = createRing(arena, 4)!;
    for (const wrong of [0, offset + 1, offset + 128, -128, 4096, 2 ** 40, 1.5, Number.NaN]) {
      expect(() => openRing(arena, wrong)).toThrow(/there is no ring at offset/u);
    }
    const shape = new Uint32Array(arena.buffer, offset, 2);
    for (const capacity of [0, 3, 256, 2 ** 31]) {
      shape[1] = capacity;
      expect(() => openRing(arena, offset)).toThrow(/there is no ring/u);
    }
  });

  test('stays inside its memory when something overwrites its counters', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2 ** 32 - 1 }), { maxLength: 20 }), (garbage) => {
        const arena = plainArena(4096);
        const ring = createRing(arena, 8)!;
        const words = new Uint32Array(20 * RECORD_WORDS).fill(7);
        for (const value of garbage) {
          new Uint32Array(arena.buffer, ring.offset + (value & 1 ? 128 : 256), 1)[0] = value;
          ring.push(words, 0, value % 9);
          expect(ring.pop(words, 0, 20)).toBeLessThanOrEqual(8);
          expect(ring.size()).toBeLessThanOrEqual(8);
          expect(ring.claim() + ring.writeIndex).toBeLessThanOrEqual(8);
          expect(ring.peek() + ring.readIndex).toBeLessThanOrEqual(8);
        }
        const behind = new Uint8Array(arena.buffer, ring.offset + 384 + 8 * 32);
        expect(behind.every((byte) => byte === 0)).toBe(true);
      }),
    );
  });
});
