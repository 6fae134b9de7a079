import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { MappedArena } from '@jamnet/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  addonLinkFlags,
  buildDir,
  commonFlags,
  compileAll,
  link,
  nativeDir,
  nodeFlags,
  roomSources,
} from '../scripts/compile.mjs';
import {
  createRing,
  nativeArena,
  openRing,
  RECORD_WORDS,
  type DescriptorRing,
} from '../src/index.js';
import { missingCompiler, nativeAddon } from './need-native.js';
import { isRecord, writeRecord } from './numbered-record.js';
import { startWorker } from './start-worker.js';

const { reason } = nativeAddon();
const COUNT = 300_000;

interface RingThreads {
  start(buffer: ArrayBuffer, offset: number, count: number, produces: boolean): boolean;
  join(): number;
}

function ringIn(arena: MappedArena): DescriptorRing {
  const ring = createRing(arena, 256)!;
  // Near the end of the counters, so that they wrap on the way. The ring is opened after that by whoever uses it.
  for (const at of [128, 256])
    new Uint32Array(arena.buffer, ring.offset + at, 1)[0] = 2 ** 32 - 999;
  return ring;
}

/** Takes `COUNT` records out of a ring while somebody puts them in; the loop goes on turning. */
async function receiveAll(arena: MappedArena, ring: DescriptorRing): Promise<number> {
  const consumer = openRing(arena, ring.offset);
  const words = new Uint32Array(100 * RECORD_WORDS);
  let wrong = 0;
  for (let received = 0; received < COUNT;) {
    const taken = consumer.pop(words, 0, 100);
    for (let i = 0; i < taken; i += 1) wrong += isRecord(words, i, received + i) ? 0 : 1;
    received += taken;
    if (taken === 0) await new Promise(setImmediate);
  }
  expect(consumer.size()).toBe(0);
  return wrong;
}

describe.skipIf(reason !== undefined)('a ring between two threads', () => {
  let arena: MappedArena;

  beforeAll(() => {
    const answer = nativeArena();
    if (!answer.ok) throw new Error(answer.reason);
    arena = answer.arena;
  });

  test('a worker produces, this thread consumes', async () => {
    const ring = ringIn(arena);
    const worker = startWorker('./ring-worker.ts');
    const answer = worker.ask('produce', { offset: ring.offset, count: COUNT });
    expect(await receiveAll(arena, ring)).toBe(0);
    const { full, dropped } = (await answer) as { full: number; dropped: number };
    expect(dropped).toBe(full);
    await worker.terminate();
    ring.free();
  });

  describe.skipIf(missingCompiler() !== undefined)('of which one is C++', () => {
    let threads: RingThreads;

    beforeAll(async () => {
      const flags = [...commonFlags, ...nodeFlags(), '-O2', '-fPIC', '-fvisibility=hidden'];
      const sources = [...roomSources(['memory']), join(nativeDir, 'test/addon/ring_threads.cc')];
      const out = join(buildDir, 'ring-threads.node');
      await link(out, await compileAll(sources, flags), addonLinkFlags);
      threads = createRequire(import.meta.url)(out) as RingThreads;
    });

    test('C++ produces, JavaScript consumes', async () => {
      const ring = ringIn(arena);
      expect(threads.start(arena.buffer, ring.offset, COUNT, true)).toBe(true);
      expect(await receiveAll(arena, ring)).toBe(0);
      expect(threads.join()).toBe(0);
      ring.free();
    });

    test('JavaScript produces, C++ consumes', async () => {
      const ring = ringIn(arena);
      const producer = openRing(arena, ring.offset);
      expect(threads.start(arena.buffer, ring.offset, COUNT, false)).toBe(true);
      const words = new Uint32Array(50 * RECORD_WORDS);
      for (let sent = 0; sent < COUNT;) {
        const wanted = Math.min(1 + (sent % 50), COUNT - sent);
        for (let i = 0; i < wanted; i += 1) writeRecord(words, i, sent + i);
        while (!producer.push(words, 0, wanted)) await new Promise(setImmediate);
        sent += wanted;
      }
      expect(threads.join()).toBe(0);
      expect(producer.size()).toBe(0);
      ring.free();
    });

    test('C++ sees no ring where none is', () => {
      const range = arena.allocate(4096)!;
      expect(threads.start(arena.buffer, range.offset, 1, true)).toBe(false);
      range.free();
    });
  });
});
