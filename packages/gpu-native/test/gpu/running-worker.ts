// Leaves a device alone with runs that it has not finished: the thread is terminated, or leaves by itself.
import { parentPort, workerData } from 'node:worker_threads';
import { openCompute } from '../../src/gpu/open-compute.js';
import { fillSpirv } from '../../src/generated/fill-kernel.js';
import { loadAddon } from '../../src/addon.js';
import { arenaOf } from '../../src/native-arena.js';

const answer = await openCompute({ fault: { kind: 'hang', afterSubmits: 1, hangMs: 100 } });
const arena = arenaOf(loadAddon());
if (!answer.ok || !arena.ok) throw new Error('there is no device');
const fill = await answer.compute.load('fill', fillSpirv);
const data = arena.arena.allocate(1024)!.bytes;
const value = arena.arena.allocate(256)!.bytes;
const run = () =>
  fill.run(
    [
      { bytes: data, access: 'write' },
      { bytes: value, access: 'read' },
    ],
    64,
  );
await run();
// And one outside the arena, whose results nobody will fetch.
const outside = [
  { bytes: new Uint8Array(256), access: 'write' as const },
  { bytes: new Uint8Array(4), access: 'read' as const },
];
void run();
void fill.run(outside, 64);
void answer.compute.load('fill again', fillSpirv);
void answer.compute.readClocks();
parentPort!.postMessage('running');
if ((workerData as { data: string }).data === 'exit') process.exit();
setInterval(() => undefined, 1000);
