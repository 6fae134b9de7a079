import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runRecord as run, type RecordFlags } from '../../src/commands/record.js';
import { ExitCode } from '../../src/exit-code.js';
import type { AudioView } from '../../src/record/audio-view.js';
import { openWaveFile } from '../../src/wave/wave-reader.js';
import { createFakeContext } from '../support/fake-context.js';
import { createFakeStream } from '../support/fake-audio.js';
import { createTestFolder, type TestFolder } from '../support/wave-bytes.js';

let folder: TestFolder;
beforeAll(() => void (folder = createTestFolder()));
afterAll(() => folder.remove());

const FLAGS: RecordFlags = { topic: 'audio://test', conceal: 'pnbtr', untilBye: false };

const runRecord = (...args: Parameters<typeof run>) =>
  run(args[0], args[1], args[2], () => Promise.resolve(null));

function shown() {
  const views: AudioView[] = [];
  return {
    views,
    open: () => ({
      isPicture: false,
      show: (view: AudioView) => void views.push(view),
      close: () => undefined,
    }),
  };
}

describe('toaster record', () => {
  it('writes what is played and sums up', async () => {
    const context = createFakeContext({ json: true });
    const out = folder.path('got.wav');
    const { views, open } = shown();
    const done = runRecord({ ...FLAGS, out, forMs: 3_000, delayMs: 20 }, open, context);
    await context.time.runAsync(1.5e9);
    expect(views.at(-1)).toMatchObject({ from: null, elapsedMs: 0 });
    const stream = createFakeStream(2);
    context.jam.audio.appear(stream);
    context.jam.audio.appear(createFakeStream());
    await context.time.runAsync(2.5e9);
    stream.predicted = 3;
    await context.time.runAsync(2.7e9);
    stream.predicted = 0;
    expect(views.at(-1)).toMatchObject({
      from: 'player',
      channels: 2,
      copiesLost: 0.25,
      buffer: { nowMs: 18.5, targetMs: 20 },
      confidence: 0.9,
    });
    expect(views.at(-1)!.concealedTicks.at(-1)).toBeCloseTo(3 / 128, 2);
    await context.time.runAsync(9e9);
    expect(await done).toBe(ExitCode.done);
    const lines = context.lines();
    expect(lines[0]).toMatchObject({ recording: { out, conceal: 'pnbtr', delayMs: 20 } });
    expect(lines).toContainEqual({
      stream: { sampleRate: 48_000, channels: 2, from: 'player', streamId: 1 },
    });
    expect(lines.some((line) => 'ignored' in line)).toBe(true);
    const { summary } = lines.at(-1) as {
      summary: { frames: number; exact: number; concealed: number };
    };
    expect(summary.frames).toBe(summary.exact + summary.concealed);
    expect(summary.concealed).toBeGreaterThan(100);
    const file = openWaveFile(out);
    expect(file).toMatchObject({
      frames: summary.frames,
      problems: [],
      format: { channels: 2, bytesPerSample: 3 },
    });
    expect(file.frames / 48_000).toBeCloseTo(2.5, 1);
    file.close();
    expect(context.jam.calls).toEqual(['close']);
    expect(context.time.pending).toBe(0);
  });

  it('has a whole file on the disk while it runs', async () => {
    const context = createFakeContext({ json: true });
    const out = folder.path('running.wav');
    const done = runRecord({ ...FLAGS, out }, shown().open, context);
    await context.time.runAsync(1.2e9);
    context.jam.audio.appear(createFakeStream());
    await context.time.runAsync(6e9);
    const file = openWaveFile(out);
    expect(file.problems).toEqual([]);
    expect(file.frames).toBeGreaterThan(48_000 * 3);
    file.close();
    context.requestStop();
    await context.time.runAsync(7e9);
    expect(await done).toBe(ExitCode.done);
  });

  it('ends when the stream has, where that was asked for', async () => {
    const context = createFakeContext({ json: false });
    const done = runRecord({ ...FLAGS, untilBye: true }, shown().open, context);
    await context.time.runAsync(2e9);
    const stream = createFakeStream();
    context.jam.audio.appear(stream);
    await context.time.runAsync(3e9);
    stream.end('left');
    await context.time.runAsync(4e9);
    expect(await done).toBe(ExitCode.done);
    expect(context.stdout()).toMatch(/0:0[01] from player: [\d,]+ frames\n100\.0 % exact/);
    expect(context.time.pending).toBe(0);
  });

  it('says so when the stream falls silent without a goodbye', async () => {
    const context = createFakeContext({ json: false });
    const done = runRecord({ ...FLAGS, untilBye: true }, shown().open, context);
    await context.time.runAsync(2e9);
    const stream = createFakeStream();
    context.jam.audio.appear(stream);
    await context.time.runAsync(3e9);
    stream.end('silent');
    await context.time.runAsync(4e9);
    expect(await done).toBe(ExitCode.done);
    expect(context.stderr()).toContain('nothing more comes from player\n');
  });

  it('says so when nobody plays', async () => {
    const context = createFakeContext({ json: false });
    const done = runRecord({ ...FLAGS, forMs: 500 }, shown().open, context);
    await context.time.runAsync(9e9);
    await done;
    expect(context.stdout()).toBe('nobody played; nothing was recorded\n');
  });

  it('refuses at once a file that cannot be written, and fails when the disk does', async () => {
    const context = createFakeContext({ json: false });
    const out = folder.path('no/such/folder.wav');
    await expect(runRecord({ ...FLAGS, out }, shown().open, context)).rejects.toThrow(
      /cannot write .*name another file with --out/,
    );
    expect(context.jam.calls).toEqual([]);
    const later = createFakeContext({ json: false });
    const done = runRecord({ ...FLAGS, out: folder.path('later.wav') }, shown().open, later);
    const failure = expect(done).rejects.toThrow('the format is gone');
    await later.time.runAsync(2e9);
    const stream = createFakeStream();
    Object.defineProperty(stream, 'format', {
      get() {
        throw new Error('the format is gone');
      },
    });
    later.jam.audio.appear(stream);
    await later.time.runAsync(3e9);
    await failure;
    expect(later.jam.calls).toEqual(['close']);
  });
});
