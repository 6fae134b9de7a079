import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createJmid } from '@jamnet/jmid';
import { createToast } from '@jamnet/toast';
import { expect, onTestFinished, test } from 'vitest';

const example = fileURLToPath(new URL('../index.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

test('another process on the topic hears the chord, whole and once', async () => {
  const topic = `midi://chord-${process.pid}`;
  const toast = await createToast({ name: 'listener', discovery: false });
  onTestFinished(() => toast.close());
  const jmid = createJmid({ session: await toast.openSession({ topic }), send: false });
  onTestFinished(() => jmid.close());
  const heard: string[] = [];
  jmid.onMessage((event) => {
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
