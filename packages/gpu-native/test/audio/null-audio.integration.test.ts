import { createAudioRingRecord, createSystemClock } from '@jamnet/wire';
import { describe, expect, test } from 'vitest';
import { createNullAudio, nativeArena } from '../../src/index.js';
import { nativeAddon } from '../need-native.js';
import { startWorker } from '../start-worker.js';

const { reason } = nativeAddon();
const clock = createSystemClock();

/** Resolves after so many calls of the handler at the least. */
function periods(audio: ReturnType<typeof createNullAudio>, count: number): Promise<void> {
  return new Promise((resolve) => {
    audio.onPeriod(() => {
      if (audio.stats().periods >= count) resolve();
    });
  });
}

describe.skipIf(reason !== undefined)('an audio device without a sound card', () => {
  test('plays what is written ahead of it, and what it plays can be recorded', async () => {
    const audio = createNullAudio({
      periodFrames: 128,
      outputChannels: 2,
      inputChannels: 2,
      source: 'playback',
    });
    const samples = Float32Array.from({ length: 2 * 12_800 }, (_, i) => (i % 1000) / 1000);
    // It runs already: what is written must lie ahead of it.
    const at = audio.output!.readPosition + 4096;
    expect(audio.output!.write(at, samples, 0, 6400, 'real')).toBe(0);
    await periods(audio, Math.ceil((at + 6400) / 128) + 1);
    const heard = new Float32Array(2 * (at + 6400));
    expect(audio.input!.read(heard, at + 6400)).toBe(at + 6400);
    expect(heard.subarray(2 * at)).toEqual(samples.subarray(0, 2 * 6400));
    const { position, cpuNs, frames } = audio.output!.lastRead();
    expect(cpuNs).toBeCloseTo(audio.startNs + ((position + frames) * 1e9) / 48_000, -1);
    const stats = audio.stats();
    expect(stats.latenessUs(1)).toBeGreaterThan(0);
    expect(stats.restarts).toBe(0);
    audio.close();
    audio.close();
    expect(audio.stats().periods).toBeGreaterThanOrEqual(stats.periods);
  });

  test('adds voices to what it plays, each as loud as asked, until they are closed', async () => {
    const audio = createNullAudio({ inputChannels: 2, source: 'playback' });
    const mono = audio.addVoice(1);
    const stereo = audio.addVoice(2);
    stereo.setGain(0.5);
    const reaches = (frames: number): Promise<void> =>
      new Promise((resolve) => {
        audio.onPeriod(() => {
          if (stereo.ring.readPosition >= frames) resolve();
        });
      });
    await reaches(64);
    const at = stereo.ring.readPosition + 4096;
    stereo.ring.write(at, new Float32Array(2 * 640).fill(0.5), 0, 640, 'real');
    const ahead = mono.ring.readPosition + 4096;
    mono.ring.write(ahead, new Float32Array(640).fill(0.25), 0, 640, 'real');
    // What ends by intent is not carried on.
    stereo.ring.rest();
    mono.ring.rest();
    await reaches(at + 1280);
    const count = audio.input!.writePosition;
    const heard = new Float32Array(2 * count);
    audio.input!.read(heard, count);
    // They began in two periods, perhaps: where both sound they are added up.
    expect(Math.max(...heard)).toBe(0.5);
    expect(heard.every((value) => value === 0 || value === 0.25 || value === 0.5)).toBe(true);
    expect([mono.takePeak(), stereo.takePeak(), mono.takePeak()]).toEqual([0.25, 0.5, 0]);
    stereo.close();
    stereo.close();
    const from = audio.stats().periods;
    await periods(audio, from + 4);
    expect(() => audio.addVoice(65)).toThrow(expect.objectContaining({ code: 'bad-option' }));
    const many = Array.from({ length: 63 }, () => audio.addVoice(1));
    expect(() => audio.addVoice(1)).toThrow(
      expect.objectContaining({ code: 'native-unavailable' }),
    );
    for (const voice of many) voice.close();
    audio.close();
    mono.setGain(1);
    mono.close();
    expect(() => audio.addVoice(1)).toThrow(expect.objectContaining({ code: 'closed' }));
  });

  test('carries a voice on that nobody filled in time, and fades it out', async () => {
    using audio = createNullAudio({ inputChannels: 1, outputChannels: 1, source: 'playback' });
    const voice = audio.addVoice(1);
    await periods(audio, 2);
    const at = voice.ring.readPosition + 2048;
    const tone = Float32Array.from({ length: 1024 }, (_, i) => 0.5 * Math.sin(i / 10));
    voice.ring.write(at, tone, 0, tone.length, 'real');
    await new Promise<void>((resolve) => {
      audio.onPeriod(() => {
        if (voice.ring.readPosition >= at + 4096) resolve();
      });
    });
    const heard = new Float32Array(audio.input!.writePosition);
    audio.input!.read(heard, heard.length);
    const end = heard.lastIndexOf(tone.at(-1)!) + 1;
    expect(end).toBeGreaterThan(1024);
    const off = heard.subarray(end, end + 64).map((v, i) => v - 0.5 * Math.sin((1024 + i) / 10));
    expect(Math.max(...off.map(Math.abs))).toBeLessThan(0.02);
    // 3 ms and 12 more.
    expect(heard.subarray(end + 720, end + 2048).every((value) => value === 0)).toBe(true);
    expect(voice.ring.stats().missedFrames).toBeGreaterThan(2048);
  });

  test('begins when it is told to', async () => {
    const startNs = clock.nowNs() + 50_000_000;
    const audio = createNullAudio({ startNs, inputChannels: 1, source: 'counter' });
    expect(audio.startNs).toBe(startNs);
    await periods(audio, 1);
    expect(clock.nowNs()).toBeGreaterThan(startNs + (64 * 1e9) / 48_000);
    const out = new Float32Array(64);
    expect(audio.input!.read(out, 64)).toBe(64);
    expect(out[63]! * 2 ** 23).toBe(63 - 2 ** 23);
    // Permitted or not, it is said.
    expect(audio.realtime.ok || audio.realtime.reason).toBeTruthy();
    audio.close();
  });

  test('goes on recording after nobody has read for longer than its ring holds', async () => {
    const audio = createNullAudio({ inputChannels: 1, source: 'counter', ringFrames: 256 });
    const input = audio.input!;
    await periods(audio, 20);
    expect(input.stats().earlyFrames).toBeGreaterThan(0);
    expect(input.stats().earlyFrames % 64).toBe(0);
    const out = new Float32Array(64);
    const record = createAudioRingRecord();
    const firsts: number[] = [];
    await new Promise<void>((resolve) => {
      audio.onPeriod(() => {
        while (input.writePosition - input.readPosition >= 64) {
          expect(input.recordAt(input.readPosition, record)).toBe(true);
          expect(input.read(out, 64)).toBe(64);
          const first = out[0]! * 2 ** 23 + 2 ** 23;
          expect(out[63]! * 2 ** 23 + 2 ** 23).toBe(first + 63);
          expect(record.cpuNs).toBeCloseTo(audio.startNs + (first * 1e9) / 48_000, -1);
          firsts.push(first);
        }
        if (firsts.at(-1)! >= 30 * 64) resolve();
      });
    });
    const gaps = firsts.filter((first, at) => at > 0 && first !== firsts[at - 1]! + 64);
    expect(gaps.length).toBeGreaterThan(0);
    audio.close();
  });

  test('tells of periods as often as it is asked to', async () => {
    const audio = createNullAudio({ periodFrames: 64 });
    const told: number[] = [];
    await new Promise<void>((resolve) => {
      audio.onPeriod(() => {
        told.push(audio.stats().periods);
        if (told.length === 4) resolve();
      }, 640);
    });
    audio.close();
    // From the beginning on: any of them may have been looked at late.
    expect(told[3]!).toBeGreaterThanOrEqual(30);
  });

  test('gives its memory back', () => {
    const answer = nativeArena();
    if (!answer.ok) throw new Error(answer.reason);
    const before = answer.arena.freeBytes();
    const audio = createNullAudio({ inputChannels: 2, source: new Float32Array(2000) });
    expect(answer.arena.freeBytes()).toBeLessThan(before);
    audio.close();
    expect(answer.arena.freeBytes()).toBe(before);
    expect(() => createNullAudio({ outputChannels: 64, ringFrames: 2 ** 22 })).toThrow(/no room/u);
    expect(answer.arena.freeBytes()).toBe(before);
  });

  test('ends with the thread that opened it', async () => {
    const answer = nativeArena();
    if (!answer.ok) throw new Error(answer.reason);
    const before = answer.arena.freeBytes();
    const worker = startWorker('./audio/null-audio-worker.ts');
    expect(await worker.ready()).toBe('running');
    expect(answer.arena.freeBytes()).toBeLessThan(before);
    await worker.terminate();
    expect(answer.arena.freeBytes()).toBe(before);
  });
});
