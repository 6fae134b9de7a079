import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createFileStreamer } from '../../src/stream/file-streamer.js';

const FORMAT = { sampleRate: 48_000, channels: 2, coding: 'int', bytesPerSample: 3 } as const;

/** Frame n holds n and −n. */
function source(frames: number) {
  return {
    format: FORMAT,
    frames,
    read(start: number, out: Float32Array) {
      const count = Math.max(0, Math.min(frames - start, out.length / 2));
      for (let at = 0; at < count; at += 1) out.set([start + at, -start - at], at * 2);
      return count;
    },
  };
}

function streamer(frames: number, loop = false) {
  const time = createVirtualTime({ startNs: 5e9 });
  const pieces: { frames: number; first: number; ns: number; atNs: number }[] = [];
  const running = createFileStreamer({
    source: source(frames),
    loop,
    blockFrames: 128,
    clock: time.clock,
    timers: time.timers,
    send(samples, count, ns) {
      pieces.push({ frames: count, first: samples[0], ns, atNs: time.clock.nowNs() });
      expect(samples[1]).toBe(-samples[0]);
      return pieces.length !== 2;
    },
  });
  return { time, pieces, running };
}

describe('streaming a file', () => {
  it('sends each piece when its last frame has been played, with the time of its first', async () => {
    const { time, pieces, running } = streamer(20_000);
    await time.runAsync(6e9);
    await running.done;
    expect(running.frames).toBe(20_000);
    expect(running.refused).toBe(128);
    expect(pieces.at(-1)).toMatchObject({ frames: 20_000 % 128, first: 20_000 - (20_000 % 128) });
    for (const { frames, first, ns, atNs } of pieces) {
      expect(ns).toBeCloseTo(5e9 + (first * 1e9) / 48_000, 0);
      expect(atNs).toBeGreaterThanOrEqual(Math.floor(ns + (frames * 1e9) / 48_000));
      expect(atNs - ns).toBeLessThan(128e9 / 48_000 + 1e6);
    }
  });

  it('in a loop begins again without a break, until it is stopped', async () => {
    const { time, pieces, running } = streamer(1_000, true);
    await time.runAsync(5.1e9);
    running.stop();
    await running.done;
    expect(running.frames).toBe(pieces.reduce((sum, { frames }) => sum + frames, 0));
    expect(running.frames).toBeGreaterThan(4_000);
    let frame = 0;
    for (const { frames, first, ns } of pieces) {
      expect(first).toBe(frame % 1_000);
      expect(ns).toBeCloseTo(5e9 + (frame * 1e9) / 48_000, 0);
      frame += frames;
    }
    const count = pieces.length;
    await time.runAsync(6e9);
    expect(pieces).toHaveLength(count);
    expect(time.pending).toBe(0);
  });

  it('that was held up for long goes on from there, and does not send it all at once', () => {
    const time = createVirtualTime({ startNs: 0 });
    let lateNs = 0;
    const sent: number[] = [];
    createFileStreamer({
      source: source(480_000),
      loop: false,
      blockFrames: 128,
      clock: { ...time.clock, nowNs: () => time.clock.nowNs() + lateNs },
      timers: time.timers,
      send: (_samples, _frames, ns) => sent.push(ns) > 0,
    });
    time.runFor(100e6);
    const before = sent.length;
    lateNs = 2e9;
    time.runFor(5e6);
    expect(sent.length - before).toBeLessThan(5);
    expect(sent.at(-1)! - sent[before - 1]).toBeGreaterThan(1.5e9);
  });

  it('ends with what went wrong when the file cannot be read any more', async () => {
    const time = createVirtualTime();
    const broken = createFileStreamer({
      source: {
        ...source(9_999),
        read() {
          throw new Error('the disk is gone');
        },
      },
      loop: false,
      blockFrames: 128,
      clock: time.clock,
      timers: time.timers,
      send: () => true,
    });
    await expect(broken.done).rejects.toThrow('the disk is gone');
  });
});
