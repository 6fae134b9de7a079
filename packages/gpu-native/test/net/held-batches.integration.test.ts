import type { HeldBatch } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { nativeAddon } from '../need-native.js';
import { arena, numbered, openDriver, pair, settledRoom, until } from './driver-rig.js';

const { reason } = nativeAddon();

describe.skipIf(reason !== undefined)('held batches', () => {
  it.each(['loop', 'thread', 'busy'] as const)('leaves them alone (%s)', async (receive) => {
    const driver = openDriver({ receive });
    const { to } = await pair(driver);
    const held: { bytes: Uint8Array; batch: HeldBatch | undefined }[] = [];
    driver.onBatch((view, descriptors) => {
      const offset = descriptors.getUint32(16, true);
      held.push({ bytes: view.subarray(offset, offset + 100), batch: driver.holdBatch() });
    });
    for (let i = 0; i < 8; i++) {
      to.send(numbered(i), 0, 100, 0);
      await until(() => held.length === i + 1);
    }
    // Two by default; the others were borrowed, and what came later lies where they lay.
    expect(held.map(({ batch }) => batch !== undefined)).toEqual([
      ...[true, true],
      ...[false, false, false, false, false, false],
    ]);
    for (let i = 0; i < 2; i++) expect(held[i]!.bytes).toEqual(numbered(i));
    expect(held[0]!.bytes.buffer).toBe(arena().buffer);
    expect(driver.holdBatch()).toBeUndefined();
    held[0]!.batch!.release();
    held[0]!.batch!.release();
    for (let i = 8; i < 10; i++) {
      to.send(numbered(i), 0, 100, 0);
      await until(() => held.length === i + 1);
    }
    expect(held[8]!.batch).toBeDefined();
    expect(held[9]!.batch).toBeUndefined();
    expect(held[1]!.bytes).toEqual(numbered(1));
    expect(held[8]!.bytes).toEqual(numbered(8));
    await driver.close();
    held[8]!.batch!.release();
  });

  it.each(['loop', 'thread', 'busy'] as const)(
    'stay where they are when the engine is closed, until they are released (%s)',
    async (receive) => {
      const roomBefore = await settledRoom();
      const driver = openDriver({ receive });
      const { to } = await pair(driver);
      let bytes: Uint8Array | undefined;
      const held: HeldBatch[] = [];
      driver.onBatch((view, descriptors) => {
        const offset = descriptors.getUint32(16, true);
        bytes ??= view.subarray(offset, offset + 100);
        held.push(driver.holdBatch()!);
      });
      for (let i = 0; i < 2; i++) {
        to.send(numbered(5 + i), 0, 100, 0);
        await until(() => held.length === i + 1);
      }
      await driver.close();
      held[0]!.release();
      expect(await settledRoom()).toBeLessThan(roomBefore);
      // What others get is not where a device may still be at work.
      const others = [];
      for (let range; (range = arena().allocate(4 << 20)) !== undefined; others.push(range)) {
        range.bytes.fill(0xee, 0, 4096);
      }
      expect(bytes).toEqual(numbered(5));
      for (const range of others) range.free();
      held[1]!.release();
      held[1]!.release();
      expect(await settledRoom()).toBe(roomBefore);
    },
  );
});
