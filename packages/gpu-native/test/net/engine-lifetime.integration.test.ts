import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { nativeAddon } from '../need-native.js';
import { startWorker } from '../start-worker.js';
import { arena, openDescriptors, openDriver, openSocket, record, until } from './driver-rig.js';

const { reason } = nativeAddon();

describe.skipIf(reason !== undefined)('an engine', () => {
  const main = reason === undefined ? openDriver() : undefined;
  afterAll(() => main?.close());

  it.each([
    ['loop', false],
    ['loop', true],
    ['thread', false],
    ['busy', false],
  ] as const)(
    'of a worker that receives by %s ends with it, in the middle of its traffic (and of a handler: %s)',
    async (receive, insideHandler) => {
      const roomBefore = arena().freeBytes();
      // The first worker of a process leaves descriptors open that Node keeps.
      await runAndTerminate({ receive, insideHandler });
      const before = openDescriptors();
      await runAndTerminate({ receive, insideHandler });
      expect(openDescriptors()).toBe(before);
      expect(arena().freeBytes()).toBe(roomBefore);

      const seen = record(main!);
      const socket = await openSocket(main!);
      socket.target('127.0.0.1', socket.port).send(new Uint8Array([7]), 0, 1, 0);
      await until(() => seen.length === 1);
      await socket.close();
    },
  );

  it('goes on when its handler throws, which is an uncaught exception like those of node:dgram', async () => {
    const script = fileURLToPath(new URL('./throwing-handler.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...['--import', 'tsx', '--conditions=@jamnet/source', script],
    ]);
    expect(stdout).toBe('uncaught from the handler\ncalled again\n');
  });

  it('is an error, and not the end, where the system has no descriptor left', async () => {
    const script = fileURLToPath(new URL('./no-descriptors.ts', import.meta.url));
    const node = `exec "$0" --import tsx --conditions=@jamnet/source "${script}"`;
    const { stdout } = await promisify(execFile)('sh', [
      ...['-c', `ulimit -n 128; ${node}`, process.execPath],
    ]);
    const [told, after] = stdout.split('\n');
    expect(JSON.parse(told!)).toEqual({
      opened: expect.stringMatching(/^native-unavailable: the system has no room .*Too many open/),
      socket: 'EMFILE',
      lost: 0,
    });
    expect(after).toBe('works again');
  });
});

async function runAndTerminate(data: object): Promise<void> {
  const worker = startWorker('./net/traffic-worker.ts', data);
  await worker.ready();
  await worker.terminate();
}
