// Does everything with a device, over and over, until the thread is terminated.
import { parentPort } from 'node:worker_threads';
import { fillSpirv } from '../../src/generated/fill-kernel.js';
import { openCompute } from '../../src/gpu/open-compute.js';

parentPort!.postMessage('started');
const answer = await openCompute();
if (!answer.ok) throw new Error(answer.reason);
const { compute } = answer;
const fill = await compute.load('fill', fillSpirv);

function run(): Promise<void> {
  const data = { bytes: new Uint8Array(256), access: 'write' as const };
  return fill.run([data, { bytes: new Uint8Array(4), access: 'read' }], 64);
}

for (;;) {
  const runs = [run(), run(), run(), run()];
  void compute.readClocks();
  void compute.load('again', fillSpirv).then((kernel) => kernel.close());
  await Promise.all(runs);
}
