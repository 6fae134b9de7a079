import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createStreamRecorder } from '../../src/record/stream-recorder.js';
import type { WaveWriter } from '../../src/wave/wave-writer.js';
import { createFakeStream } from '../support/fake-audio.js';

function createFakeFile(): WaveWriter & { readonly values: number[] } {
  const values: number[] = [];
  return {
    path: 'got.wav',
    format: { sampleRate: 48_000, channels: 1, coding: 'int', bytesPerSample: 3 },
    values,
    get frames() {
      return values.length;
    },
    write: (samples, frames) => void values.push(...samples.subarray(0, frames)),
    flush: () => undefined,
    close: () => undefined,
  };
}

function recording() {
  const time = createVirtualTime({ startNs: 1e9 });
  const stream = createFakeStream();
  const file = createFakeFile();
  const recorder = createStreamRecorder({ stream, clock: time.clock, file });
  const runMs = (ms: number) => {
    for (let at = 0; at < ms; at += 5) {
      time.runFor(5e6);
      recorder.pull();
    }
  };
  return { stream, file, recorder, runMs, time };
}

describe('recording a stream', () => {
  it('takes as many frames as time has gone by, from the first that is played on', () => {
    const { stream, file, recorder, runMs } = recording();
    stream.silence = 1_000;
    runMs(500);
    // The first block is due at once.
    expect(recorder.frames).toBe((Math.floor((500 * 48) / 128) + 1) * 128 - 1_000);
    expect(file.values).toHaveLength(recorder.frames);
    file.values.forEach((value, at) => expect(value).toBeCloseTo((at + 1) / 65_536, 9));
  });

  it('after a stop of the program skips what it has missed, and keeps its place with silence', () => {
    const { stream, file, recorder, runMs, time } = recording();
    stream.counters.messages = 1;
    runMs(100);
    const before = recorder.frames;
    time.runFor(3e9);
    recorder.pull();
    const { missed } = recorder;
    expect(recorder.frames - missed - before).toBeLessThanOrEqual(256);
    expect(recorder.frames).toBe((Math.floor((3_100 * 48) / 128) + 1) * 128);
    expect(file.values).toHaveLength(recorder.frames);
    const silence = file.values.slice(before, before + missed);
    expect(silence.every((value) => value === 0)).toBe(true);
    expect(file.values.at(before + missed)).toBeGreaterThan(0);
  });

  it('after an hour writes no hour of silence', () => {
    const { stream, recorder, runMs, time } = recording();
    stream.counters.messages = 1;
    runMs(100);
    const before = recorder.frames;
    time.runFor(3_600e9);
    recorder.pull();
    expect(recorder.frames - before).toBeLessThanOrEqual(256);
    expect(recorder.missed).toBeGreaterThan(3_599 * 48_000);
  });

  it('counts what it has missed of a stream that it had not begun to write', () => {
    const { stream, file, recorder, runMs, time } = recording();
    stream.silence = 96_000;
    time.runFor(2e9);
    recorder.pull();
    expect(recorder.missed).toBe(0);
    stream.counters.messages = 1;
    runMs(100);
    time.runFor(2e9);
    recorder.pull();
    expect(recorder.missed).toBeGreaterThan(2_000 * 48 - 256);
    expect(recorder.missed).toBeLessThanOrEqual(2_000 * 48);
    expect(file.values).toEqual([]);
  });

  it('is asked again where it is behind and something has come, but not for ever', () => {
    const { stream, recorder, runMs, time } = recording();
    runMs(100);
    const { frames } = recorder;
    time.runFor(200e6);
    stream.counters.messages += 1;
    expect(recorder.pull()).toBe(false);
    expect(recorder.frames).toBe(frames);
    expect(recorder.pull()).toBe(true);
    expect(recorder.frames).toBe((Math.floor((300 * 48) / 128) + 1) * 128);
    time.runFor(200e6);
    let turns = 0;
    do {
      stream.counters.messages += 1;
      time.runFor(1e6);
      turns += 1;
    } while (!recorder.pull());
    expect(turns).toBeLessThan(60);
    expect(recorder.missed).toBe(0);
  });

  it('takes each block at its own time, whenever it is asked for it', () => {
    const { stream, runMs, time, recorder } = recording();
    runMs(3);
    time.runFor(7.7e6);
    recorder.pull();
    time.runFor(40e6);
    recorder.pull();
    const steps = stream.askedNs.slice(1).map((ns, at) => ns - stream.askedNs[at]);
    expect(steps.length).toBeGreaterThan(15);
    for (const step of steps) expect(step).toBeCloseTo(128e9 / 48_000, 0);
    expect(stream.askedNs[0]).toBe(1e9);
  });

  it('writes nothing more when the stream has ended', () => {
    const { stream, recorder, runMs } = recording();
    runMs(100);
    const { frames } = recorder;
    stream.end('left');
    runMs(100);
    expect(recorder.frames).toBe(frames);
  });

  it('tells the peak of each channel since it was asked last', () => {
    const { recorder, runMs } = recording();
    runMs(100);
    const [level] = recorder.takeLevels();
    expect(level).toBeCloseTo(20 * Math.log10(recorder.frames / 65_536), 3);
    expect(recorder.takeLevels()).toEqual([-Infinity]);
  });
});
