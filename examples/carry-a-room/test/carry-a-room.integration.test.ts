import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { joinSession } from '@jamnet/jam';
import { expect, onTestFinished, test } from 'vitest';

const example = fileURLToPath(new URL('../index.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

test('what is played on the stage is heard in the hall, once', async () => {
  const [stage, hall] = ['stage', 'hall'].map((name) => `midi://${name}-${process.pid}`);
  const player = await joinSession({ topic: stage, layers: ['midi'], discovery: 'direct' });
  onTestFinished(() => player.close());
  const listener = await joinSession({ topic: hall, layers: ['midi'], discovery: 'direct' });
  onTestFinished(() => listener.close());
  const args = ['--import', loader, '--conditions=@jamnet/source', example, stage, hall];
  const carrier = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void carrier.kill('SIGKILL'));
  let said = '';
  carrier.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(carrier.stdout, 'data');

  const queue = listener.midi.messages();
  const notes = [60, 64, 67];
  for (const note of notes) {
    player.midi.send({ type: 'note_on', channel: 1, note, velocity: 100 });
    player.midi.send({ type: 'note_off', channel: 1, note, velocity: 0 });
  }
  const heard: string[] = [];
  for await (const { event } of queue) {
    if (event.type === 'note_on' || event.type === 'note_off')
      heard.push(`${event.type} ${event.note}`);
    if (heard.length === notes.length * 2) break;
  }
  expect(heard).toEqual(notes.flatMap((note) => [`note_on ${note}`, `note_off ${note}`]));
  expect(await player.drain()).toBe(true);
  carrier.kill('SIGINT');
  expect(await once(carrier, 'close')).toEqual([0, null]);
  expect(said).toMatch(/\d+ frames of 1 streams carried, 0 refused\n$/);
  expect(listener.midi.stats()).toMatchObject({ received: notes.length * 2, missing: 0 });
});
