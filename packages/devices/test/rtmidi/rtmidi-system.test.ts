import process from 'node:process';
import { createVirtualTime } from '@jamnet/testkit';
import { expect, describe, test } from 'vitest';
import { createRtMidiSystem, type DeviceChoice, openLiveDevices } from '../../src/index.js';
import { FakeMidi } from './fake-library.js';

const NOTHING: DeviceChoice = {
  ...{ audioInput: null, audioOutput: null, midiInput: null, midiOutput: null },
};
const SHAPE = {
  ...{ name: 'jamnet', inputChannels: 2, outputChannels: 2 },
  ...{ sampleRate: 48_000, periodFrames: 128 },
};

function make(fake: FakeMidi, virtualName: string | null = null) {
  const time = createVirtualTime({ startNs: 1e9 });
  const { clock, timers } = time;
  const load = () => Promise.resolve(fake.library);
  return { time, system: createRtMidiSystem({ clock, timers, virtualName, load }) };
}

describe("the operating system's MIDI", () => {
  test('plays and hears by what is chosen', async () => {
    const fake = new FakeMidi();
    fake.inputs = ['keys'];
    fake.outputs = ['synth', 'other'];
    const { time, system } = make(fake);
    const devices = await system.open(SHAPE, NOTHING);
    expect(devices.list()).toMatchObject({ midiInput: ['keys'], midiOutput: ['synth', 'other'] });
    const midi = devices.midi!;
    expect(midi.send(Uint8Array.of(0x90, 1, 2), 0)).toBe(false);
    const { works, keeps } = devices.choose({
      ...NOTHING,
      midiInput: 'keys',
      midiOutput: 'synth',
    });
    expect([works.midiInput, works.midiOutput, works.audioInput, keeps]).toEqual([
      ...[true, true, null, true],
    ]);
    const heard: [number[], number][] = [];
    midi.onMessage((bytes, atNs) => heard.push([[...bytes], atNs]));
    fake.end('keys')!.hear!([0x90, 60, 100]);
    expect(heard).toEqual([[[0x90, 60, 100], 1e9]]);
    expect(midi.send(Uint8Array.of(0x80, 60, 0), 0)).toBe(true);
    expect(fake.end('synth')!.sent).toEqual([[0x80, 60, 0]]);
    time.run();
    devices.close();
    expect(fake.ends.every(({ destroyed }) => destroyed)).toBe(true);
    expect(midi.send(Uint8Array.of(0x80, 60, 0), 0)).toBe(false);
  });

  test('lets go of what is unplugged, and takes it up when it is back', async () => {
    const fake = new FakeMidi();
    fake.inputs = ['keys'];
    fake.outputs = ['synth'];
    const { system } = make(fake);
    const devices = await system.open(SHAPE, NOTHING);
    const choice = { ...NOTHING, midiInput: 'keys', midiOutput: 'synth' };
    devices.choose(choice);
    const before = [...fake.ends];
    fake.outputs = [];
    // Nobody has looked yet: what is played is lost, and nothing is thrown.
    expect(devices.midi!.send(Uint8Array.of(0x90, 1, 2), 0)).toBe(true);
    fake.inputs = [];
    expect(devices.choose(choice).works).toMatchObject({ midiInput: false, midiOutput: false });
    expect(before.map(({ destroyed }) => destroyed)).toEqual([true, true]);
    fake.inputs = ['keys'];
    fake.outputs = ['synth'];
    expect(devices.choose(choice).works).toMatchObject({ midiInput: true, midiOutput: true });
    devices.midi!.send(Uint8Array.of(0x90, 1, 2), 0);
    expect(fake.end('synth')!.sent).toHaveLength(1);
    // Chosen again it stays as it is.
    const { length } = fake.ends;
    devices.choose(choice);
    expect(fake.ends).toHaveLength(length);
    devices.choose(NOTHING);
    expect(fake.ends.every(({ destroyed }) => destroyed)).toBe(true);
  });

  test('says that another program holds a port', async () => {
    const fake = new FakeMidi();
    fake.inputs = ['keys'];
    fake.outputs = ['synth'];
    fake.held = ['keys', 'synth'];
    const { system } = make(fake);
    const devices = await system.open(SHAPE, NOTHING);
    const choice = { ...NOTHING, midiInput: 'keys', midiOutput: 'synth' };
    expect(devices.choose(choice).works).toMatchObject({ midiInput: false, midiOutput: false });
    fake.held = [];
    expect(devices.choose(choice).works).toMatchObject({ midiInput: true, midiOutput: true });
  });

  test('has virtual ports beside, which it does not list', async () => {
    const fake = new FakeMidi();
    fake.inputs = ['keys', 'RtMidi Output Client:JAMNet 129:0'];
    fake.outputs = ['RtMidi Input Client:JAMNet 128:0'];
    const { system } = make(fake, 'JAMNet');
    const devices = await system.open(SHAPE, NOTHING);
    if (process.platform === 'win32') return;
    expect(devices.list()).toMatchObject({ midiInput: ['keys'], midiOutput: [] });
    const heard: number[][] = [];
    devices.midi!.onMessage((bytes) => heard.push([...bytes]));
    const [input, output] = fake.ends;
    input!.hear!([0x90, 60, 100]);
    expect(heard).toEqual([[0x90, 60, 100]]);
    expect(devices.midi!.send(Uint8Array.of(0x80, 60, 0), 0)).toBe(true);
    expect(output!.sent).toEqual([[0x80, 60, 0]]);
    expect((input as unknown as { ignored: boolean[] }).ignored).toEqual([false, false, true]);
  });

  test('says what to do where a machine has none, and leaves nothing open', async () => {
    const fake = new FakeMidi();
    const { clock, timers } = createVirtualTime();
    const load = () => Promise.reject(new Error('no binary'));
    const missing = createRtMidiSystem({ clock, timers, load });
    await expect(missing.open(SHAPE, NOTHING)).rejects.toMatchObject({
      code: 'no-such-device',
      message: expect.stringMatching(/no binary.*modprobe snd-seq/u),
    });
    fake.fault = 'no sequencer';
    await expect(make(fake).system.open(SHAPE, NOTHING)).rejects.toThrow('no sequencer');
    fake.fault = null;
    fake.virtualFault = 'no room';
    if (process.platform === 'win32') return;
    await expect(make(fake, 'JAMNet').system.open(SHAPE, NOTHING)).rejects.toThrow('no room');
    expect(fake.ends.length).toBeGreaterThan(0);
    expect(fake.ends.every(({ destroyed }) => destroyed)).toBe(true);
  });

  test('comes back under live devices when its library has thrown', async () => {
    const fake = new FakeMidi();
    fake.inputs = ['keys'];
    const { time, system } = make(fake);
    const { clock, timers } = time;
    const choice = { midiInput: 'keys' };
    using live = await openLiveDevices({ clock, timers, systems: [system], choice });
    expect(live.state().midiInput.works).toBe(true);
    fake.fault = 'no sequencer';
    await time.runAsync(clock.nowNs() + 1e9);
    expect(live.state().midiInput.problem).toContain('no sequencer');
    fake.fault = null;
    await time.runAsync(clock.nowNs() + 2e9);
    expect(live.state().midiInput).toMatchObject({ works: true, problem: null });
  });
});
