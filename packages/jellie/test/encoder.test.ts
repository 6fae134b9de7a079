import { describe, expect, it } from 'vitest';
import { jellieCoding } from '../src/jellie-coding.js';
import { chunkOf } from './messages.js';
import { sine } from './audio.js';

describe('the encoder of jellieCoding', () => {
  it.each([
    [0, 1],
    [1, 1],
    [1, 8],
    [2, 2],
    [2, 8],
    [3, 5],
  ])(
    'form %i, %i channels: cuts any chunk into frames that fit, none of them of one frame',
    (form, channels) => {
      const encoder = jellieCoding.createEncoder({ sampleRate: 48_000, channels }, form);
      expect(encoder.parts).toBe(4);
      for (let frames = 2; frames <= 512; frames++) {
        const samples = sine(frames, channels, 0.01);
        const decoder = jellieCoding.createDecoder();
        const found = new Int32Array(frames * channels);
        let until = 0;
        const done = encoder.encode(
          chunkOf(samples, channels, 48_000, 0),
          (part, bytes, length) => {
            expect(length).toBeLessThanOrEqual(1158);
            if (part % 2 === 0) return;
            decoder.accept(bytes, 0, length, form, (chunk, exactness) => {
              if (exactness !== 'exact') return;
              expect(chunk.position).toBe(until);
              expect(chunk.frames).toBeGreaterThan(1);
              until += chunk.frames;
              found.set(
                chunk.samples.subarray(0, chunk.frames * channels),
                chunk.position * channels,
              );
            });
          },
        );
        expect(done).toBe(true);
        expect(until).toBe(frames);
        expect(Buffer.from(found.buffer).equals(Buffer.from(samples.buffer))).toBe(true);
        if (frames > 30) frames += 60;
      }
    },
  );

  it('announces a rate to come', () => {
    const encoder = jellieCoding.createEncoder({ sampleRate: 96_000, channels: 1 }, 1);
    const chunk = {
      ...chunkOf(sine(8, 1, 0.1), 1, 96_000, 64),
      nextRate: 48_000,
      nextPosition: 500,
    };
    const said: unknown[] = [];
    const decoder = jellieCoding.createDecoder();
    encoder.encode(chunk, (_, bytes, length) => {
      decoder.accept(bytes, 0, length, 1, ({ nextRate, nextPosition }) => {
        said.push([nextRate, nextPosition]);
      });
    });
    expect(said).toEqual([
      [48_000, 500],
      [48_000, 500],
    ]);
  });

  it('refuses what is no chunk of its format', () => {
    const encoder = jellieCoding.createEncoder({ sampleRate: 48_000, channels: 1 }, 2);
    const never = (): void => expect.unreachable();
    const samples = sine(8, 1, 0.1);
    expect(encoder.encode(chunkOf(samples, 1, 96_000, 0), never)).toBe(false);
    expect(encoder.encode(chunkOf(samples, 2, 48_000, 0), never)).toBe(false);
    expect(encoder.encode(chunkOf(samples.slice(0, 1), 1, 48_000, 0), never)).toBe(false);
    expect(encoder.encode(chunkOf(new Int32Array(513), 1, 48_000, 0), never)).toBe(false);
    expect(encoder.encode({ ...chunkOf(samples, 1, 48_000, 0), frames: 9 }, never)).toBe(false);
    samples[3] = 8_388_608;
    expect(encoder.encode(chunkOf(samples, 1, 48_000, 0), never)).toBe(false);
  });
});
