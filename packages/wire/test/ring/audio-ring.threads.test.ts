import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { audioRingBytes, createAudioRing } from '../../src/index.js';
import { valueOf } from './numbered-frames.js';

const CHANNELS = 2;
const READ_FRAMES = 32;
const ENOUGH = 2_000;

test('what a thread writes over and over is read whole by another', async () => {
  const format = { sampleRate: 48_000, channels: CHANNELS, frames: 256 };
  const shared = new SharedArrayBuffer(audioRingBytes(format));
  const ring = createAudioRing(new Uint8Array(shared), format);
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./worker-entry.mjs', import.meta.url), {
    workerData: { file: new URL('./hammering-writer.ts', import.meta.url).href, shared, stop },
    execArgv: ['--conditions=@jamnet/source'],
  });
  const out = new Float32Array(READ_FRAMES * CHANNELS);
  let [wrong, mixed, fullReads, torn] = [0, 0, 0, 0];
  while (fullReads < ENOUGH) {
    const position = ring.readPosition;
    if (ring.writePosition < position + READ_FRAMES) {
      await new Promise(setImmediate);
      continue;
    }
    const there = ring.read(out, READ_FRAMES);
    const tornBefore = torn;
    torn = ring.stats().tornReads;
    let predicted = 0;
    for (let i = 0; i < out.length; i += 1) {
      if (out[i] === 0) continue;
      const at = position + Math.floor(i / CHANNELS);
      if (out[i] < 0) predicted += 1;
      if (Math.abs(out[i]) !== valueOf(at, i % CHANNELS, 'real')) wrong += 1;
    }
    if (there < READ_FRAMES) continue;
    fullReads += 1;
    if (torn === tornBefore && predicted !== 0 && predicted !== out.length) mixed += 1;
  }
  Atomics.store(stop, 0, 1);
  await once(worker, 'exit');
  expect({ wrong, mixed }).toEqual({ wrong: 0, mixed: 0 });
  // Both kinds were met, so the writer was at it while this thread read.
  expect(ring.stats().predictedFrames).toBeGreaterThan(0);
  expect(ring.stats().predictedFrames).toBeLessThan(fullReads * READ_FRAMES);
});
