// Runs in a worker: keeps writing the next frames of a ring, as predictions and as what they were to be, until it is told to end.
import { workerData } from 'node:worker_threads';
import { openAudioRing } from '../../src/index.js';
import { AHEAD_FRAMES, fillFrames } from './numbered-frames.js';

const { shared, stop } = workerData as { shared: SharedArrayBuffer; stop: Int32Array };
const ring = openAudioRing(new Uint8Array(shared));
const samples = new Float32Array(AHEAD_FRAMES * ring.channels);
for (let turn = 0; Atomics.load(stop, 0) === 0; turn += 1) {
  const position = ring.readPosition;
  const kind = turn % 2 === 0 ? 'predicted' : 'real';
  fillFrames(samples, position, AHEAD_FRAMES, ring.channels, kind);
  ring.write(position, samples, 0, AHEAD_FRAMES, kind);
}
