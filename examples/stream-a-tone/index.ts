import { joinSession } from '@jamnet/jam';

const RATE = 48_000;
const BLOCK = 128;
const SECONDS = 2;
const topic = process.argv[2] ?? 'audio://main';
const jam = await joinSession({
  topic,
  layers: ['audio', 'sync'],
  name: 'tone',
  audio: { send: { sampleRate: RATE, channels: 1 }, receive: false },
});
// Who listens is there by then, and the loss is known.
await new Promise((resolve) => setTimeout(resolve, 1000));

const samples = new Float32Array(BLOCK);
const startMs = performance.now();
for (let frame = 0; frame < SECONDS * RATE; frame += BLOCK) {
  for (let i = 0; i < BLOCK; i++)
    samples[i] = 0.3 * Math.sin((2 * Math.PI * 440 * (frame + i)) / RATE);
  jam.audio.send(samples, BLOCK);
  // A sound card would ask for the next block when this one is over.
  const waitMs = startMs + ((frame + BLOCK) * 1000) / RATE - performance.now();
  if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
}
await jam.drain();

const names = jam.peers().map(({ name }) => name);
console.log(`played to ${names.join(', ') || 'nobody'}`);
await jam.close();
