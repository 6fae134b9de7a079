import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runConceal, type ConcealFlags } from '../../src/commands/conceal.js';
import type { ChannelConcealer } from '../../src/conceal/conceal-wave.js';
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
let flags: ConcealFlags;
beforeAll(() => {
  folder = createTestFolder();
  const samples = int24(Array.from({ length: 4_800 }, (_, at) => (at % 100) * 1_000));
  flags = {
    input: folder.put('in.wav', riff([formatChunk(), chunk('data', samples)])),
    gaps: folder.put('gaps.json', '{"fs":48000,"gaps":[[1000,480],[3000,120]]}'),
    output: folder.path('out.wav'),
    method: 'pnbtr',
  };
});
afterAll(() => folder.remove());

function concealer(): ChannelConcealer {
  return {
    accept: (input, output) => output.set(input),
    fill(output) {
      output.fill(0.25);
      return 0.8;
    },
    close: () => undefined,
  };
}

describe('toaster conceal', () => {
  it('writes the file and sums up', async () => {
    const context = createFakeContext({ json: true });
    expect(await runConceal(flags, concealer, context)).toBe(ExitCode.done);
    const [first, last, ...others] = context.lines();
    expect(others).toEqual([]);
    expect(first).toEqual({
      concealing: {
        method: 'pnbtr',
        sampleRate: 48_000,
        channels: 1,
        coding: 'int',
        bits: 24,
        frames: 4_800,
        gaps: 2,
      },
    });
    expect(last).toMatchObject({
      summary: {
        method: 'pnbtr',
        gaps: 2,
        lostFrames: 600,
        longestGapFrames: 480,
        meanConfidence: expect.closeTo(0.8, 5) as number,
      },
    });
    const out = readFileSync(flags.output);
    expect(out.readIntLE(44 + 1_200 * 3, 3)).toBe(2_097_152);
    expect(out.readIntLE(44 + 999 * 3, 3)).toBe(99_000);
  });

  it('tells people what it did', async () => {
    const context = createFakeContext({ json: false });
    await runConceal(flags, concealer, context);
    expect(context.stderr()).toContain(
      '24-bit, mono, 48,000 Hz, 4,800 frames; 2 gaps, filled by pnbtr',
    );
    expect(context.stdout()).toMatch(
      /2 gaps filled, 12\.5 % of the sound; the longest lasts 10\.0 ms; confidence 0\.80 of 1/,
    );
  });

  it('may write over its input', async () => {
    const path = folder.put('same.wav', readFileSync(flags.input));
    const context = createFakeContext({ json: true });
    await runConceal({ ...flags, input: path, output: path }, concealer, context);
    expect(readFileSync(path)).toEqual(readFileSync(flags.output));
  });

  it('stopped or failing leaves nothing behind', async () => {
    const output = folder.path('never.wav');
    const stopped = createFakeContext({ json: true });
    // Time has to go on for a pause to come.
    const clock = { ...stopped.clock, nowNs: () => (now += 1e9) };
    let now = 0;
    stopped.requestStop();
    const code = await runConceal({ ...flags, output }, concealer, { ...stopped, clock });
    expect(code).toBe(ExitCode.failed);
    expect(stopped.stderr()).toContain('was not written');
    const failing = () => {
      throw new Error('no such luck');
    };
    const context = createFakeContext({ json: true });
    await expect(runConceal({ ...flags, output }, failing, context)).rejects.toThrow(
      'no such luck',
    );
    expect(existsSync(output)).toBe(false);
    expect(readdirSync(folder.path('.')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('tells how far it is when it takes longer', async () => {
    const context = createFakeContext({ json: true });
    let now = 0;
    const clock = { ...context.clock, nowNs: () => (now += 5e7) };
    await runConceal(flags, concealer, { ...context, clock });
    const told = context.lines().filter((line) => 'progress' in line);
    expect(told.length).toBeGreaterThan(0);
    expect(context.stderr()).toMatch(/\d+\.\d %, \d+ s left/);
  });

  it('refuses gaps that are not for that file', async () => {
    const gaps = folder.put('other.json', '{"fs":44100,"gaps":[]}');
    const run = runConceal({ ...flags, gaps }, concealer, createFakeContext({ json: true }));
    await expect(run).rejects.toThrow(/is for 44100 Hz and .*in\.wav has 48000 Hz/);
  });
});
