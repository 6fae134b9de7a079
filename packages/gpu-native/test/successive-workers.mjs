// A process whose first thread never loads the addon: worker after worker opens a device and is terminated. Prints the number
// of the process's threads after each.
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

for (let round = 0; round < 4; round += 1) {
  const worker = new Worker(new URL('./worker-entry.mjs', import.meta.url), {
    workerData: { file: new URL('./device-worker.ts', import.meta.url).href },
    execArgv: ['--conditions=@jamnet/source'],
  });
  const [{ device }] = await once(worker, 'message');
  await worker.terminate();
  console.log(`${device ? 'device' : 'none'} ${readdirSync('/proc/self/task').length}`);
}
