// Runs in a worker: opens the device that its packages share, and says so.
import { nativeHandle } from '@jamnet/wire';
import { parentPort } from 'node:worker_threads';
import '../src/index.js';

const answer = await nativeHandle()!.openCompute!();
parentPort!.postMessage({ device: answer.ok });
