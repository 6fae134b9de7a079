import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStream, type StreamFlags } from '../../src/commands/stream.js';
import { ExitCode } from '../../src/exit-code.js';
import { createFakeContext } from '../support/fake-context.js';
import {
  chunk,
  createTestFolder,
  formatChunk,
  int24,
  riff,
  type TestFolder,
} from '../support/wave-bytes.js';

let folder: TestFolder;
let flags: StreamFlags;
beforeAll(() => {
  folder = createTestFolder();
  const samples = int24(Array.from({ length: 9_600 }, (_, at) => at * 100));
  flags = {
    topic: 'audio://test',
    file: folder.put('song.wav', riff([formatChunk({ channels: 2 }), chunk('data', samples)])),
    form: 'compact',
    jellie: false,
    loop: false,
    statsEveryMs: 1_000,
  };
});
afterAll(() => folder.remove());

const display = () => ({ isPicture: false, show: () => undefined, close: () => undefined });

describe('toaster stream', () => {
  it('sends the whole file at its pace and sums up', async () => {
    const context = createFakeContext({ json: true });
    const done = runStream(flags, display, context);
    await context.time.runAsync(5e9);
    expect(await done).toBe(ExitCode.done);
    const { sent } = context.jam.audio;
    const all = sent.flatMap(({ samples }) => [...samples]);
    const song = all.slice(0, 9_600).map((value) => Math.round(value * 8_388_608));
    expect(song).toEqual(Array.from({ length: 9_600 }, (_, at) => at * 100));
    // A chunk that is not full would wait for ever.
    expect(all.slice(9_600).every((value) => value === 0)).toBe(true);
    expect(sent[1].ns! - sent[0].ns!).toBeCloseTo(128e9 / 48_000, 0);
    const lines = context.lines();
    expect(lines[0]).toMatchObject({
      streaming: {
        topic: 'midi://test',
        sampleRate: 48_000,
        channels: 2,
        frames: 4_800,
        durationMs: 100,
        form: 'compact',
      },
    });
    expect(lines.at(-1)).toMatchObject({
      summary: { frames: 4_800, refused: 0, clipped: 2, messages: 375, bitRateFactor: 3 },
    });
    expect(context.jam.calls).toEqual(['drain', 'close']);
    expect(context.time.pending).toBe(0);
  });

  it('told to stop ends in order', async () => {
    const context = createFakeContext({ json: false });
    const done = runStream({ ...flags, loop: true }, display, context);
    await context.time.runAsync(4e9);
    context.requestStop();
    await context.time.runAsync(5e9);
    expect(await done).toBe(ExitCode.done);
    expect(context.stdout()).toMatch(/^0:02 sent: /);
    expect(context.time.pending).toBe(0);
  });

  it('fails where the network takes nothing', async () => {
    const context = createFakeContext({ json: false });
    context.jam.audio.refuse = true;
    const done = runStream(flags, display, context);
    await context.time.runAsync(5e9);
    expect(await done).toBe(ExitCode.failed);
    expect(context.stdout()).toContain('4,800 frames refused');
  });

  it.each([
    [
      'a rate that does not travel',
      { sampleRate: 22_050 },
      /22,050 Hz is none of 44,100, 48,000, 96,000, 192,000/,
    ],
    ['nine channels', { channels: 9 }, /at most 8 channels/],
  ])('refuses %s', async (_what, format, message) => {
    const data = chunk('data', Buffer.alloc(9 * 3 * 100));
    const file = folder.put('odd.wav', riff([formatChunk(format), data]));
    const run = runStream({ ...flags, file }, display, createFakeContext({ json: false }));
    await expect(run).rejects.toThrow(message);
  });
});
