// Runs in a worker: opens a device and leaves it running.
import { parentPort } from 'node:worker_threads';
import { createNullAudio } from '../../src/index.js';

const audio = createNullAudio();
let told = false;
audio.onPeriod(() => {
  if (!told) parentPort!.postMessage('running');
  told = true;
});
