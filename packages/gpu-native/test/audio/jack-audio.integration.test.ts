import { missingJack, startJackServer } from '@jamnet/testkit';
import { createAudioRingRecord, createSystemClock } from '@jamnet/wire';
import { describe, expect, test } from 'vitest';
import { createJackAudio, type JackAudioPort } from '../../src/index.js';
import { nativeAddon } from '../need-native.js';

const missing = nativeAddon().reason ?? missingJack();
const clock = createSystemClock();

/** Resolves when `is` says so, looked at after each period. */
function until(audio: JackAudioPort, is: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    audio.onPeriod(() => {
      if (is()) resolve();
    });
  });
}

describe.skipIf(missing !== undefined)('a JACK client', () => {
  test('plays, records and says when, at the rate and period of its server', async () => {
    await using server = await startJackServer({ periodFrames: 128, sampleRate: 44_100 });
    using audio = createJackAudio({ server: server.name, inputChannels: 2, outputChannels: 2 });
    expect([audio.sampleRate, audio.periodFrames]).toEqual([44_100, 128]);
    const { inputs, outputs } = audio.ownPorts;
    expect(audio.connect(outputs[0]!, inputs[0]!)).toBe(true);
    expect(audio.connect(outputs[1]!, inputs[1]!)).toBe(true);
    // Again is no failure, and what is not there is.
    expect(audio.connect(outputs[1]!, inputs[1]!)).toBe(true);
    expect(audio.connect('nobody:out_1', inputs[1]!)).toBe(false);
    const output = audio.output!;
    const samples = Float32Array.from({ length: 2 * 12_800 }, (_, i) => (1 + (i % 999)) / 1000);
    const at = output.readPosition + 8192;
    expect(output.write(at, samples, 0, 6400, 'real')).toBe(0);
    await until(audio, () => output.readPosition >= at + 6400 + 256);
    const input = audio.input!;
    const count = input.writePosition;
    const heard = new Float32Array(2 * count);
    input.read(heard, count);
    const first = heard.findIndex((value) => value !== 0);
    // An x-run of this machine leaves the order of frames as it is.
    const played = heard.subarray(first, first + 2 * 64);
    expect(first % 2).toBe(0);
    expect(played).toEqual(samples.subarray(0, 2 * 64));
    const record = createAudioRingRecord();
    expect(input.recordAt(0, record)).toBe(true);
    expect(Math.abs(record.cpuNs - clock.nowNs())).toBeLessThan(5e9);
    const { position, cpuNs } = output.lastRead();
    expect(Math.abs(audio.startNs + (position * 1e9) / 44_100 - cpuNs)).toBeLessThan(20e6);
    expect(audio.stats().latenessUs(1)).toBeGreaterThan(0);
    expect(audio.ended).toBe(false);
  });

  test('plays MIDI at its time and hears it, long messages too', async () => {
    await using server = await startJackServer();
    using audio = createJackAudio({ server: server.name, outputChannels: 0, midi: true });
    const { midiInput, midiOutput } = audio.ownPorts;
    expect(audio.connect(midiOutput!, midiInput!)).toBe(true);
    const heard: { bytes: number[]; atNs: number }[] = [];
    audio.midi!.onMessage((bytes, atNs) => heard.push({ bytes: [...bytes], atNs }));
    const long = [0xf0, ...Array.from({ length: 600 }, (_, i) => i % 128), 0xf7];
    const startNs = clock.nowNs() + 60e6;
    expect(audio.midi!.send(Uint8Array.of(0x90, 60, 100), startNs)).toBe(true);
    expect(audio.midi!.send(Uint8Array.of(0x80, 60, 0), startNs + 10e6)).toBe(true);
    expect(audio.midi!.send(Uint8Array.from(long), startNs + 20e6)).toBe(true);
    expect(audio.midi!.send(new Uint8Array(5000), startNs)).toBe(false);
    await until(audio, () => heard.length === 3);
    expect(heard.map(({ bytes }) => bytes)).toEqual([[0x90, 60, 100], [0x80, 60, 0], long]);
    // What is played in a period comes from a client's output as if it had been recorded in the one before.
    const periodNs = (64 * 1e9) / 48_000;
    const offsets = heard.map(({ atNs }, i) => atNs + periodNs - startNs - i * 10e6);
    for (const offset of offsets) expect(Math.abs(offset)).toBeLessThan(3e6);
  });

  test('says that its server has gone, and can be closed then', async () => {
    await using server = await startJackServer();
    using audio = createJackAudio({ server: server.name, midi: true });
    await until(audio, () => audio.stats().periods > 20);
    const gone = until(audio, () => audio.ended);
    await server.kill();
    await gone;
    expect(audio.midi!.ended).toBe(true);
    expect(audio.ports('audio', true)).toEqual([]);
    expect(audio.connect('a:b', 'c:d')).toBe(false);
    audio.close();
    expect(audio.stats().periods).toBeGreaterThan(20);
  });

  test('says that there is no server', () => {
    expect(() => createJackAudio({ server: 'nobody-is-called-so' })).toThrow(
      expect.objectContaining({
        code: 'no-such-device',
        message: expect.stringContaining('nobody-is-called-so'),
      }),
    );
    expect(() => createJackAudio({ outputChannels: 0 })).toThrow(
      expect.objectContaining({ code: 'bad-option' }),
    );
  });
});
