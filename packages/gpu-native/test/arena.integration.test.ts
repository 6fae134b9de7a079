import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { MappedArena } from '@jamnet/wire';
import { nativeArena, openArena } from '../src/index.js';
import { nativeAddon } from './need-native.js';
import { startWorker, type TestWorker } from './start-worker.js';

const { addon, reason } = nativeAddon();

describe.skipIf(reason !== undefined)('the arena', () => {
  let arena: MappedArena;
  const workers: TestWorker[] = [];

  beforeAll(() => {
    const answer = nativeArena({ bytes: 8 * 1024 * 1024 });
    if (!answer.ok) throw new Error(answer.reason);
    arena = answer.arena;
  });

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
  });

  const worker = () => {
    const started = startWorker('./arena-worker.ts');
    workers.push(started);
    return started;
  };

  test('is one per thread, as large as the first call wanted', () => {
    expect(arena.buffer.byteLength).toBe(8 * 1024 * 1024);
    expect(openArena(addon!, 4096)).toBe(arena);
    expect(addon!.openArena(4096)).toBe(arena.buffer);
  });

  test('hands out zeroed ranges at multiples of 256, and takes each back once', () => {
    const before = arena.freeBytes();
    const range = arena.allocate(1000)!;
    expect(range.offset % 256).toBe(0);
    expect(range.bytes.length).toBe(1000);
    expect(arena.freeBytes()).toBe(before - 1024);
    range.bytes.fill(7);
    range.free();
    range.free();
    expect(arena.freeBytes()).toBe(before);
    const other = arena.allocate(1000)!;
    expect(other.offset).toBe(range.offset);
    range.free(); // of what is another's by now
    expect(arena.freeBytes()).toBe(before - 1024);
    expect(other.bytes.every((byte) => byte === 0)).toBe(true);
    other.free();
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity, 2 ** 60])('has no range of %d bytes', (bytes) => {
    expect(arena.allocate(bytes)).toBeUndefined();
  });

  test('says when it is full', () => {
    const all = arena.allocate(arena.freeBytes())!;
    expect(arena.freeBytes()).toBe(0);
    expect(arena.allocate(1)).toBeUndefined();
    all.free();
    expect(arena.allocate(1)?.free()).toBeUndefined();
  });

  test('cannot be taken away by sending its buffer to another thread', () => {
    try {
      structuredClone(arena.buffer, { transfer: [arena.buffer] });
    } catch (error) {
      expect((error as Error).name).toBe('DataCloneError');
    }
    expect(arena.buffer.byteLength).toBe(8 * 1024 * 1024);
  });

  test('is the same memory in a worker, where Atomics work on it in both directions', async () => {
    const thread = worker();
    expect(await thread.ask('size')).toBe(arena.buffer.byteLength);
    const range = arena.allocate(4)!;
    const words = new Int32Array(arena.buffer, range.offset, 1);
    Atomics.store(words, 0, 37);
    expect(await thread.ask('add', range.offset)).toBe(37);
    expect(Atomics.load(words, 0)).toBe(42);
    range.free();
  });

  test('takes back what a terminated worker held, and only that', async () => {
    const before = arena.freeBytes();
    const mine = arena.allocate(1000)!;
    mine.bytes.fill(1);
    const thread = worker();
    const theirs = (await thread.ask('allocate', 5000)) as number;
    expect(theirs).toBeGreaterThanOrEqual(0);
    expect(await thread.ask('allocate', 300)).toBeGreaterThanOrEqual(0);
    expect(arena.freeBytes()).toBe(before - 1024 - 5120 - 512);
    expect(await thread.ask('freeOfAnother', mine.offset)).toBe(0);
    expect(addon!.arenaFree(theirs)).toBe(false);
    await thread.terminate();
    expect(arena.freeBytes()).toBe(before - 1024);
    expect(mine.bytes.every((byte) => byte === 1)).toBe(true);
    mine.free();
  });

  test('outlives a worker that is terminated while it writes', async () => {
    const range = arena.allocate(4)!;
    const words = new Int32Array(arena.buffer, range.offset, 1);
    const thread = worker();
    void thread.ask('spin', range.offset);
    while (Atomics.load(words, 0) < 1000) await new Promise(setImmediate);
    await thread.terminate();
    const last = Atomics.load(words, 0);
    await new Promise(setImmediate);
    expect(Atomics.load(words, 0)).toBe(last);
    Atomics.store(words, 0, 1);
    expect(Atomics.load(words, 0)).toBe(1);
    range.free();
  });
});

describe.skipIf(reason !== undefined)('the size of the arena', () => {
  test.each([0, -1, 1.5, Number.NaN])('cannot be %d', (bytes) => {
    expect(() => nativeArena({ bytes })).toThrow(/bytes is .*whole number/);
  });
});
