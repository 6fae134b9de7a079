// Runs in a worker: sends to itself, now and later, as fast as it can until it is terminated.
import { parentPort, workerData } from 'node:worker_threads';
import { clock, openDriver, openSocket } from './driver-rig.js';

const { receive, insideHandler } = workerData.data as {
  receive: 'loop' | 'thread' | 'busy';
  insideHandler: boolean;
};
const driver = openDriver({ receive });
const a = await openSocket(driver);
const to = a.target('127.0.0.1', a.port);
const bytes = new Uint8Array(100);
let received = 0;
driver.onBatch((_view, _descriptors, count) => {
  received += count;
  if (received < 1000) return;
  parentPort!.postMessage('under way');
  received = 0;
  while (insideHandler) to.send(bytes, 0, 100, clock.nowNs() + 1e6);
});
function send(): void {
  for (let i = 0; i < 20; i++) to.send(bytes, 0, 100, i % 2 === 0 ? 0 : clock.nowNs() + 5e5);
  setImmediate(send);
}
send();
