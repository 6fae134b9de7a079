// Runs in a worker: takes from every room, leaves it running, and says so.
import { createSystemClock, createSystemTimers, nativeHandle } from '@jamnet/wire';
import { parentPort } from 'node:worker_threads';
import '../src/index.js';

const { arena, createPort, openCompute } = nativeHandle()!;
arena!.allocate(100_000);
const clock = createSystemClock();
const answer = await openCompute!();
const port = await createPort!({ clock, timers: createSystemTimers(clock), families: [4] });
const [destination] = port.endpoints();
port.onBatch(() => {
  for (let i = 0; i < 4; i += 1) {
    port.send(new Uint8Array(100), 0, 100, destination!, clock.nowNs() + i * 1e6);
  }
});
port.send(new Uint8Array(100), 0, 100, destination!, 0);
parentPort!.postMessage({ device: answer.ok, port: destination!.port });
