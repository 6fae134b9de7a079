import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { nativeHandle } from '@jamnet/wire';
import { describe, expect, test } from 'vitest';
import { run } from '../scripts/compile.mjs';
import '../src/index.js';
import { nativeStatus } from '../src/index.js';
import { nativeAddon } from './need-native.js';
import { startWorker } from './start-worker.js';

const { reason } = nativeAddon();
const status = nativeStatus();

describe.skipIf(reason !== undefined || !status.rooms.network.ok)('a worker', () => {
  test('that is terminated with every room in use leaves nothing behind', async () => {
    const arena = nativeHandle()!.arena!;
    const before = arena.freeBytes();
    for (let round = 0; round < 3; round += 1) {
      const worker = startWorker('./everything-worker.ts');
      const { port } = (await worker.ready()) as { port: number };
      expect(arena.freeBytes()).toBeLessThan(before - 100_000);
      await worker.terminate();
      expect(arena.freeBytes()).toBe(before);
      // Its socket is gone as well.
      const socket = createSocket('udp4').bind(port);
      await once(socket, 'listening');
      socket.close();
    }
  });

  // The binary was unloaded with the last worker, and the Vulkan instance forgotten with its driver's threads.
  test.runIf(process.platform === 'linux')(
    'that is the only one with a device leaves nothing to the next one',
    async () => {
      const script = fileURLToPath(new URL('./successive-workers.mjs', import.meta.url));
      const { code, output } = await run([process.execPath, script]);
      expect(code, output).toBe(0);
      const threads = [...output.matchAll(/^(?:device|none) (\d+)$/gmu)].map(([, n]) => Number(n));
      expect(threads).toHaveLength(4);
      // A driver brings several threads along; one that is about to end may still be counted.
      expect(threads.at(-1), output).toBeLessThan(threads[0]! + 4);
    },
  );
});
