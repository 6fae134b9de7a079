import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endAllToasters, freshTopic, startToaster } from './support/toaster-process.js';
import { createTestFolder, type TestFolder } from './support/wave-bytes.js';

let folder: TestFolder;
beforeAll(() => void (folder = createTestFolder()));
afterAll(() => folder.remove());
afterEach(endAllToasters);

const HOME = ['--interface', '127.0.0.1'];

describe('check, capture and replay between processes', () => {
  it('measures the loss of the other side and ends when it is killed', async () => {
    const topic = freshTopic();
    const listener = startToaster([
      ...['listen', '--topic', topic, ...HOME, '--json'],
      ...['--simulate-loss', '30%', '--seed', '1'],
    ]);
    await listener.line((line) => 'listening' in line);
    const check = startToaster(['check', topic, ...HOME, '--for', '30s', '--json']);
    const rateOf = (line: object): number => {
      const { check: view } = line as {
        check?: { elapsedMs: number; peers: { there: { lossRate: number | null } }[] };
      };
      return view && view.elapsedMs > 5_000 ? (view.peers[0]?.there.lossRate ?? NaN) : NaN;
    };
    const line = await check.line((each) => rateOf(each) > 0);
    expect(rateOf(line)).toBeGreaterThan(0.2);
    expect(rateOf(line)).toBeLessThan(0.4);
    listener.kill('SIGKILL');
    const { code, lines } = await check.ended;
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({ summary: { peers: [{ state: 'expired' }] } });
  });

  it('plays again what was captured', async () => {
    const topic = freshTopic();
    const out = folder.path('session.jsonl');
    const capture = startToaster(['capture', '-t', topic, ...HOME, '--out', out, '--json']);
    await capture.line((line) => 'capturing' in line);
    const song = new URL('../assets/demo.mid', import.meta.url).pathname;
    const player = startToaster(['play', song, '-t', topic, ...HOME, '--speed', '20', '--json']);
    const sent = (await player.ended).lines.flatMap((line) => line.sent ?? []);
    capture.kill('SIGINT');
    expect((await capture.ended).code).toBe(0);
    expect(JSON.parse(readFileSync(out, 'utf8').trim().split('\n').at(-1)!)).toMatchObject({
      type: 'end',
    });
    const again = freshTopic();
    const listener = startToaster(['listen', '-t', again, ...HOME, '--until-bye', '--json']);
    await listener.line((line) => 'listening' in line);
    const replay = startToaster([
      ...['replay', out, '-t', again, ...HOME, '--wait-for-listener', '--json'],
    ]);
    expect((await replay.ended).code).toBe(0);
    const heard = (await listener.ended).lines.flatMap((line) =>
      line.event !== undefined && line.synthesised === false ? [line.event] : [],
    );
    const bare = (event: object) =>
      JSON.stringify({ ...event, timestamp: 0, sequence: 0, version: '' });
    expect(heard.map(bare).sort()).toEqual(sent.map(bare).sort());
  });
});
