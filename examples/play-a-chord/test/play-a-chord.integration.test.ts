import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { joinSession } from '@jamnet/jam';
import { expect, onTestFinished, test } from 'vitest';

const example = fileURLToPath(new URL('../index.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

test('another process on the topic hears the chord, whole and once', async () => {
  const topic = `midi://chord-${process.pid}`;
  const jam = await joinSession({
    topic,
    layers: ['midi'],
    name: 'listener',
    discovery: 'direct',
    midi: { send: false },
  });
  onTestFinished(() => jam.close());
  const heard: string[] = [];
  jam.midi.onMessage((event) => {
    if (event.type === 'note_on' || event.type === 'note_off')
      heard.push(`${event.type} ${event.note}`);
  });
  const args = ['--import', loader, '--conditions=@jamnet/source', example, topic];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toBe('played to listener\n');
  expect(heard).toEqual([
    ...['note_on 60', 'note_on 64', 'note_on 67'],
    ...['note_off 60', 'note_off 64', 'note_off 67'],
  ]);
});
