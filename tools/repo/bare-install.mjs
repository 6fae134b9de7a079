// What remains when npm is asked to leave out what is optional: no native package, so no native port and no GPU. Everything
// must work all the same on the processor, and say in a line what it does without.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietlyOrThrow } from './task.mjs';

const NEEDED = ['wire', 'schemas', 'sync', 'pnbtr', 'toast', 'jmid', 'jdat', 'jam'];
const OPTIONAL = '@jamnet/gpu-native';

/** The program of a stranger who has installed just that. Prints what was said of what is missing. */
const program = `
import assert from 'node:assert';
import { createRequire } from 'node:module';
import { createJamParser, joinSession } from '@jamnet/jam';

assert.throws(() => createRequire(import.meta.url).resolve('${OPTIONAL}'));

const room = { topic: 'midi://bare-' + process.pid, layers: ['midi'], discovery: 'direct' };
const required = joinSession({ ...room, native: 'require' });
await assert.rejects(required, (error) => error.code === 'native-unavailable');

const [anna, bela] = [await joinSession(room), await joinSession(room)];
const { portNotice } = anna.stats().toast;
const heard = [];
const all = new Promise((resolve, reject) => {
  setTimeout(reject, 20_000, new Error('not everything was heard')).unref();
  bela.midi.onMessage((event) => {
    heard.push(event.note);
    if (heard.length === 3) resolve();
  });
});
for (const note of [60, 64, 67]) anna.midi.send({ type: 'note_on', channel: 1, note, velocity: 9 });
await all;
assert.deepStrictEqual(heard, [60, 64, 67]);
await Promise.all([anna.close(), bela.close()]);

const parser = await createJamParser({ mode: 'auto' });
const lines = Array.from({ length: 10_000 }, (_, n) => '{"t":"n+","c":1,"n":' + (n % 128) + ',"v":99}\\n');
lines[17] = '{"t":"n+","c":1,"n"\\n';
const batch = await parser.parse(Buffer.from(lines.join('')));
assert.deepStrictEqual([batch.lines, batch.malformed], [10_000, [17]]);
assert.deepStrictEqual([batch.readBy, parser.mode], ['cpu', 'cpu']);
assert.strictEqual(batch.number(9_999, batch.key('n')), 9_999 % 128);
parser.close();
for (const notice of [portNotice, parser.notice]) {
  assert.match(notice, /^[^\\n]+$/);
  console.log(notice);
}
`;

/** `tarballs` are those of all packages; those that are needed are installed in a folder of their own in `dir`. */
export async function bareInstall(dir, tarballs, install, env) {
  const consumer = join(dir, 'bare');
  const needed = tarballs.filter((path) =>
    NEEDED.some((name) => new RegExp(`jamnet-${name}-\\d[^/\\\\]*\\.tgz$`).test(path)),
  );
  await install(consumer, needed, ['--omit=optional']);
  writeFileSync(join(consumer, 'main.mjs'), program);
  const title = 'without optional packages: a session and the parser on the processor';
  return quietlyOrThrow(title, [process.execPath, 'main.mjs'], { cwd: consumer, env });
}
