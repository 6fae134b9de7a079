import { missingJack, startJackServer } from '@jamnet/testkit';
import { type AudioPort, createSystemClock } from '@jamnet/wire';
import { describe, expect, test } from 'vitest';
import { createJackSystem, type LiveDevicesOptions, openLiveDevices } from '../../src/index.js';
import { missingNativeAudio } from '../need-native.js';

const missing = missingNativeAudio() ?? missingJack();
const clock = createSystemClock();
const LEVEL = 0.25;

const open = (server: string, options: LiveDevicesOptions) =>
  openLiveDevices({ ...options, systems: [createJackSystem(server)] });

/** Resolves when `is` says so, looked at often. */
async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Plays a tone for as long as the port is there. */
function play(port: AudioPort): void {
  const output = port.output!;
  const { channels } = output;
  const frames = new Float32Array(2048 * channels).map(
    (_, i) => LEVEL * Math.sin((2 * Math.PI * Math.floor(i / channels)) / 64),
  );
  let at = output.readPosition;
  const fill = (): void => {
    if (port.ended) return;
    at = Math.max(at, output.readPosition);
    while (at < output.readPosition + 4096) {
      output.write(at, frames, 0, 2048, 'real');
      at += 2048;
    }
  };
  port.onPeriod(fill);
  fill();
}

/** The loudest sample of what has been recorded since this was last asked. */
function peak(port: AudioPort): number {
  const input = port.input!;
  const count = input.writePosition - input.readPosition;
  const heard = new Float32Array(count * input.channels);
  input.read(heard, count);
  return heard.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

describe.skipIf(missing !== undefined)('live devices on JACK', () => {
  test('play to a client by its name, and list others only', async () => {
    await using server = await startJackServer();
    using bob = await open(server.name, { name: 'bob' });
    using alice = await open(server.name, { name: 'alice', choice: { audioOutput: 'bob' } });
    const { audioOutput, audioInput, midiInput } = alice.state();
    expect(audioOutput).toMatchObject({ works: true, problem: null });
    expect([...audioOutput.available].sort()).toEqual(['bob', 'system']);
    expect([...audioInput.available].sort()).toEqual(['bob', 'system']);
    expect(midiInput.available).toContain('bob');
    expect(midiInput.available).not.toContain('alice');
    play(alice.audio!);
    await until(() => peak(bob.audio!) > 0.9 * LEVEL);
    // What is not chosen any more is not connected any more.
    alice.choose({ audioOutput: 'system' });
    await until(() => alice.state().audioOutput.works);
    await until(() => peak(bob.audio!) === 0);
  });

  test('record from a client, and hear its MIDI', async () => {
    await using server = await startJackServer();
    using bob = await open(server.name, { name: 'bob' });
    const choice = { audioInput: 'bob', midiInput: 'bob', midiOutput: 'bob' };
    using alice = await open(server.name, { name: 'alice', choice });
    play(bob.audio!);
    await until(() => peak(alice.audio!) > 0.9 * LEVEL);
    const heard: number[][] = [];
    bob.midi!.onMessage((bytes) => heard.push([...bytes]));
    alice.midi!.onMessage((bytes) => heard.push([...bytes]));
    alice.midi!.send(Uint8Array.of(0x90, 60, 100), 0);
    bob.midi!.send(Uint8Array.of(0x91, 61, 100), 0);
    await until(() => heard.length === 2);
    expect(heard.sort()).toEqual([
      [0x90, 60, 100],
      [0x91, 61, 100],
    ]);
  });

  test('use a client that comes later', async () => {
    await using server = await startJackServer();
    using alice = await open(server.name, { name: 'alice', choice: { audioOutput: 'bob' } });
    expect(alice.state().audioOutput.problem).toBe(
      'the audio output bob is not there: plug it in again, or choose system',
    );
    play(alice.audio!);
    {
      using bob = await open(server.name, { name: 'bob' });
      await until(() => alice.state().audioOutput.works);
      await until(() => peak(bob.audio!) > 0.9 * LEVEL);
    }
    await until(() => !alice.state().audioOutput.works);
    using again = await open(server.name, { name: 'bob' });
    await until(() => alice.state().audioOutput.works);
    await until(() => peak(again.audio!) > 0.9 * LEVEL);
  });

  test('work again within 2.5 s of the return of a server that crashed', async () => {
    const first = await startJackServer();
    using alice = await open(first.name, { name: 'alice', choice: { audioOutput: 'system' } });
    expect(alice.state().audioOutput.works).toBe(true);
    const ports: (AudioPort | undefined)[] = [];
    alice.onPorts(() => ports.push(alice.audio));
    const before = alice.audio;
    await first.kill();
    await until(() => alice.audio === undefined);
    expect(alice.state().audioOutput.problem).toContain('no JACK server is running');
    // The same name: JACK keeps the places of servers that crashed, and gives them back to their own name only.
    await using _second = await startJackServer({ name: first.name });
    const backNs = clock.nowNs();
    await until(() => alice.state().audioOutput.works);
    expect((clock.nowNs() - backNs) / 1e9).toBeLessThan(2.5);
    expect(ports).toEqual([undefined, alice.audio]);
    expect(alice.audio).not.toBe(before);
    const { periods } = alice.audio!.stats();
    await until(() => alice.audio!.stats().periods > periods + 20);
  });
});
