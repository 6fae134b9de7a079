// The first file of a test's thread: makes it read TypeScript, then does what the thread is for.
import { register } from 'tsx/esm/api';
import { workerData } from 'node:worker_threads';

register();
await import(workerData.file);
