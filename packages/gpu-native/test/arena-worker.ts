// Runs in a worker: does what it is told with the arena of its own thread, and answers.
import { parentPort } from 'node:worker_threads';
import { loadAddon, openArena } from '../src/index.js';

const loaded = loadAddon();
if (!loaded.ok) throw new Error(loaded.reason);
const arena = openArena(loaded.addon, 4096)!;

const commands: Record<string, (argument: number) => number> = {
  size: () => arena.buffer.byteLength,
  allocate: (bytes) => arena.allocate(bytes)?.offset ?? -1,
  freeOfAnother: (offset) => Number(loaded.addon.arenaFree(offset)),
  add: (offset) => Atomics.add(new Int32Array(arena.buffer, offset, 1), 0, 5),
  spin: (offset) => {
    const words = new Int32Array(arena.buffer, offset, 1);
    for (;;) Atomics.add(words, 0, 1);
  },
};

parentPort!.on('message', ([command, argument]: [string, number]) => {
  parentPort!.postMessage(commands[command]!(argument));
});
