import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { joinSession } from '@jamnet/jam';
import { expect, onTestFinished, test } from 'vitest';

const example = fileURLToPath(new URL('../index.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

test('another process on the topic hears the tone', async () => {
  const topic = `audio://tone-${process.pid}`;
  const jam = await joinSession({
    topic,
    layers: ['audio', 'sync'],
    name: 'listener',
    discovery: 'direct',
    audio: { receive: { concealment: 'none', playoutDelayMs: 100 } },
  });
  onTestFinished(() => jam.close());
  let peak = 0;
  let timer: NodeJS.Timeout | undefined;
  jam.audio.onStream((stream) => {
    expect(stream.format).toEqual({ sampleRate: 48_000, channels: 1 });
    const out = new Float32Array(480);
    timer = setInterval(() => {
      stream.pull(out, out.length);
      peak = Math.max(peak, ...out);
    }, 10);
  });
  onTestFinished(() => clearInterval(timer));
  const args = ['--import', loader, '--conditions=@jamnet/source', example, topic];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toBe('played to listener\n');
  expect(peak).toBeCloseTo(0.3, 2);
});
