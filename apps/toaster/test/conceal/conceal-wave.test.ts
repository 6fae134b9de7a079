import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concealWave, type ChannelConcealer } from '../../src/conceal/conceal-wave.js';
import type { Gap } from '../../src/conceal/gaps.js';
import { openWaveFile } from '../../src/wave/wave-reader.js';
import {
  chunk,
  createTestFolder,
  formatChunk,
  riff,
  type TestFolder,
} from '../support/wave-bytes.js';

let folder: TestFolder;
beforeAll(() => void (folder = createTestFolder()));
afterAll(() => folder.remove());

const FADE = 480;

/** Goes on with the last sample, halved each time, and fades back over `fade` samples; keeps what it was called with. */
function createFakeConcealer(fade = 100): ChannelConcealer & { readonly calls: string[] } {
  let last = 0;
  let sinceGap = Infinity;
  const calls: string[] = [];
  return {
    calls,
    accept(input, output) {
      calls.push(`accept ${input.length}`);
      for (let at = 0; at < input.length; at += 1) {
        const share = Math.min(1, (sinceGap += 1) / fade);
        output[at] = share >= 1 ? input[at] : last * (1 - share) + input[at] * share;
      }
      last = input[input.length - 1];
    },
    fill(output) {
      calls.push(`fill ${output.length}`);
      output.fill((last /= 2));
      sinceGap = 0;
      return 0.5;
    },
    close: () => void calls.push('close'),
  };
}

function testFile(bits: number, tag: number, channels: number, frames: number): string {
  const data = Buffer.alloc((frames * channels * bits) / 8);
  for (let at = 0; at < frames * channels; at += 1) {
    const value = Math.sin(at / 9) * 0.7 + Math.sin(at * 3.3) * 0.1;
    if (tag === 3) data.writeFloatLE(value, at * 4);
    else data.writeIntLE(Math.round(value * (2 ** (bits - 1) - 1)), (at * bits) / 8, bits / 8);
  }
  const head = [chunk('LIST', Buffer.from('odd')), formatChunk({ bits, tag, channels })];
  return folder.put(
    'in.wav',
    riff([...head, chunk('data', data), chunk('tail', Buffer.from('end!'))]),
  );
}

async function conceal(path: string, gaps: readonly Gap[], made: ChannelConcealer[] = []) {
  const input = openWaveFile(path);
  const result = await concealWave(input, folder.path('out.wav'), {
    gaps,
    createConcealer() {
      const concealer = createFakeConcealer();
      made.push(concealer);
      return concealer;
    },
    stop: new AbortController().signal,
    onProgress: () => undefined,
    nowMs: () => 0,
  });
  input.close();
  return { result, before: readFileSync(path), after: readFileSync(folder.path('out.wav')), input };
}

describe('concealing a file', () => {
  it.each([
    [16, 1],
    [24, 1],
    [32, 1],
    [32, 3],
  ])('leaves every byte outside gaps and fades as it is: %i bits, tag %i', async (bits, tag) => {
    const gap = fc.record({ pause: fc.nat(900), length: fc.integer({ min: 1, max: 400 }) });
    const shape = fc.record({
      gaps: fc.array(gap, { maxLength: 6 }),
      channels: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ gaps, channels }) => {
        const list: Gap[] = [];
        let end = 0;
        for (const { pause, length } of gaps) {
          list.push({ start: end + pause, length });
          end += pause + length;
        }
        const { before, after, input } = await conceal(
          testFile(bits, tag, channels, end + 700),
          list,
        );
        expect(after).toHaveLength(before.length);
        const frameBytes = (bits / 8) * channels;
        const allowed = (frame: number) =>
          list.some(({ start, length }) => frame >= start && frame < start + length + FADE);
        const wrong = before.findIndex(
          (byte, at) =>
            byte !== after[at] &&
            (at < input.dataStart || !allowed(Math.floor((at - input.dataStart) / frameBytes))),
        );
        expect(wrong).toBe(-1);
      }),
      { numRuns: 12 },
    );
  });

  it('writes what the concealer makes up, channel by channel', async () => {
    const path = testFile(24, 1, 2, 2_000);
    const { result, after, before, input } = await conceal(path, [{ start: 1_000, length: 200 }]);
    expect(result).toEqual({ complete: true, lostFrames: 200, meanConfidence: 0.5 });
    for (const channel of [0, 1]) {
      const value = (bytes: Buffer, frame: number) =>
        bytes.readIntLE(input.dataStart + (frame * 2 + channel) * 3, 3);
      const last = value(before, 999);
      expect(value(after, 1_000)).toBe(Math.round(Math.fround(last / 2)));
      expect(value(after, 1_127)).toBe(value(after, 1_000));
      expect(Math.abs(value(after, 1_128) - last / 4)).toBeLessThanOrEqual(1);
      expect(value(after, 1_200)).not.toBe(value(before, 1_200));
      expect(value(after, 1_300)).toBe(value(before, 1_300));
    }
  });

  it('does not let a concealer know how long a gap will be', async () => {
    const made: ReturnType<typeof createFakeConcealer>[] = [];
    const path = testFile(16, 1, 1, 1_000);
    await conceal(path, [{ start: 128, length: 300 }], made);
    expect(made[0].calls).toEqual([
      'accept 128',
      'fill 128',
      'fill 128',
      'fill 44',
      ...new Array<string>(4).fill('accept 128'),
      'accept 60',
      'close',
    ]);
  });

  it('what comes later changes nothing that has been put out', async () => {
    const gaps = [
      { start: 400, length: 128 },
      { start: 900, length: 64 },
    ];
    const first = (await conceal(testFile(24, 1, 1, 2_000), gaps)).after;
    const path = testFile(24, 1, 1, 2_000);
    const noise = readFileSync(path);
    const { dataStart } = openWaveFile(path);
    for (let at = dataStart + 900 * 3; at < dataStart + 6_000; at += 1)
      noise[at] = (at * 7_919) & 255;
    const second = (await conceal(folder.put('noise.wav', noise), gaps)).after;
    const end = dataStart + 964 * 3;
    expect(second.subarray(0, end)).toEqual(first.subarray(0, end));
  });

  it('ends when it is told to, and says that it did', async () => {
    const input = openWaveFile(testFile(16, 1, 1, 50_000));
    const stop = new AbortController();
    let now = 0;
    const shares: number[] = [];
    const result = await concealWave(input, folder.path('out.wav'), {
      gaps: [],
      createConcealer: () => createFakeConcealer(),
      stop: stop.signal,
      onProgress(share) {
        shares.push(share);
        if (share > 0.5) stop.abort();
      },
      nowMs: () => (now += 1),
    });
    input.close();
    expect(result.complete).toBe(false);
    expect(shares.length).toBeGreaterThan(2);
    expect(shares.at(-1)).toBeLessThan(0.7);
  });
});
