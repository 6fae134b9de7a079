import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openWaveFile } from '../src/wave/wave-reader.js';
import { createWaveFile } from '../src/wave/wave-writer.js';
import { createTestFolder, type TestFolder } from './support/wave-bytes.js';
import { endAllToasters, freshTopic, runToaster, startToaster } from './support/toaster-process.js';

const RATE = 48_000;

let folder: TestFolder;
let song: string;
beforeAll(() => {
  folder = createTestFolder();
  song = folder.path('song.wav');
  const file = createWaveFile(song, {
    sampleRate: RATE,
    channels: 1,
    coding: 'int',
    bytesPerSample: 3,
  });
  const samples = Float32Array.from(
    { length: 2 * RATE },
    (_, at) => 0.5 * Math.sin(at * 0.05) + 0.1 * Math.sin(at * at * 1e-6),
  );
  file.write(samples, samples.length);
  file.close();
});
afterAll(() => folder.remove());
afterEach(endAllToasters);

/** Frames that lie in one piece in both. */
function longestRun(heard: Float32Array, played: Float32Array): number {
  let longest = 0;
  for (let at = 0; at + 2 < heard.length;) {
    const place = played.findIndex(
      (value, from) =>
        value === heard[at] &&
        played[from + 1] === heard[at + 1] &&
        played[from + 2] === heard[at + 2],
    );
    let length = 0;
    if (place >= 0)
      while (at + length < heard.length && heard[at + length] === played[place + length])
        length += 1;
    longest = Math.max(longest, length);
    at += Math.max(length, 480);
  }
  return longest;
}

describe('audio between processes', () => {
  it('is recorded as it was played, and a recording that is killed is a whole file', async () => {
    const topic = freshTopic().replace('midi:', 'audio:');
    const room = ['--topic', topic, '--interface', '127.0.0.1', '--json'];
    const out = folder.path('got.wav');
    const record = ['record', ...room, '--delay', '300ms', '--conceal', 'none', '--out'];
    const recorder = startToaster([...record, out, '--until-bye', '--for', '30s']);
    const killed = startToaster([...record, folder.path('killed.wav')]);
    await Promise.all([recorder, killed].map(({ line }) => line((each) => 'recording' in each)));
    const player = startToaster(['stream', song, ...room, '--wait-for-listener', '5s']);
    await killed.line((each) => 'stream' in each);
    await setTimeout(1_800);
    killed.kill('SIGKILL');
    expect((await player.ended).code).toBe(0);
    const { code, stderr } = await recorder.ended;
    expect(stderr).not.toContain('toaster:');
    expect(code).toBe(0);

    const cut = openWaveFile(folder.path('killed.wav'));
    expect(cut.problems).toEqual([]);
    cut.close();
    const got = openWaveFile(out);
    const heard = new Float32Array(got.frames);
    got.read(0, heard);
    got.close();
    const source = openWaveFile(song);
    const played = new Float32Array(source.frames);
    source.read(0, played);
    source.close();
    // From the first frame to the last; on a very busy machine a part may be missing.
    expect(longestRun(heard, played)).toBeGreaterThan(1.5 * RATE);
  });

  it('is shown by the demo: a stream through loss', async () => {
    const { code, lines, stderr } = await runToaster([
      'demo',
      '--audio',
      song,
      '--seed',
      '1',
      '--json',
    ]);
    expect(stderr).toContain('10 % of all datagrams thrown away');
    expect(code).toBe(0);
    expect(lines.some((line) => 'audio' in line)).toBe(true);
    expect(lines.find((line) => 'summary' in line)?.summary).toMatchObject({
      from: 'player',
      method: 'pnbtr',
    });
  });

  it('is concealed in a file', async () => {
    const gaps = folder.put('gaps.json', `{"fs":${RATE},"gaps":[[24000,480],[60000,128]]}`);
    const out = folder.path('out.wav');
    const { code, lines } = await runToaster(['conceal', song, gaps, out, '--json']);
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({ summary: { gaps: 2, lostFrames: 608 } });
    const before = readFileSync(song);
    const after = readFileSync(out);
    expect(after).toHaveLength(before.length);
    const { dataStart } = openWaveFile(song);
    expect(after.subarray(0, dataStart + 24_000 * 3)).toEqual(
      before.subarray(0, dataStart + 24_000 * 3),
    );
    const value = (at: number) => after.readIntLE(dataStart + at * 3, 3);
    const truth = (at: number) => before.readIntLE(dataStart + at * 3, 3);
    let error = 0;
    let energy = 0;
    for (let at = 24_000; at < 24_480; at += 1) {
      error += (value(at) - truth(at)) ** 2;
      energy += truth(at) ** 2;
    }
    expect(error / energy).toBeLessThan(0.05);
  });
});
