import { createVirtualTime, type VirtualTime } from '@jamnet/testkit';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type LiveDevices, type LiveDevicesOptions, openLiveDevices } from '../src/index.js';
import { FakeSystem } from './fake-system.js';

const ALL = ['audioInput', 'audioOutput', 'midiInput', 'midiOutput'] as const;
const AUDIO = ['audioInput', 'audioOutput'] as const;
const MIDI = ['midiInput', 'midiOutput'] as const;

let time: VirtualTime;
let devices: LiveDevices | undefined;

async function open(
  systems: readonly FakeSystem[],
  options: LiveDevicesOptions = {},
): Promise<LiveDevices> {
  time = createVirtualTime();
  const { clock, timers } = time;
  devices = await openLiveDevices({ clock, timers, ...options, systems });
  return devices;
}

/** Lets so many looks happen. */
const looks = (count = 1): Promise<number> => time.runAsync(time.clock.nowNs() + count * 1e9);

afterEach(() => devices?.close());

describe('live devices', () => {
  test('play by what is chosen, through a system that is asked for the shape', async () => {
    const jack = new FakeSystem('jack', ALL);
    jack.devices = { audioOutput: ['system'], midiInput: ['keys'] };
    const choice = { audioOutput: 'system' };
    const live = await open([jack], { name: 'band', outputChannels: 8, choice });
    expect(jack.now!.shape).toEqual({
      ...{ name: 'band', inputChannels: 2, outputChannels: 8 },
      ...{ sampleRate: 48_000, periodFrames: 128 },
    });
    const { audioOutput, midiInput } = live.state();
    expect(audioOutput).toEqual({
      ...{ available: ['system'], chosen: 'system', works: true, problem: null },
    });
    expect(midiInput).toEqual({ available: ['keys'], chosen: null, works: false, problem: null });
    expect(live.audio).toBe(jack.now!.audio);
    expect(live.midi!.kind).toBe('jack');
  });

  test('are used again when they are plugged in again', async () => {
    const jack = new FakeSystem('jack', ALL);
    jack.devices = { midiInput: ['keys', 'pads'] };
    const live = await open([jack], { choice: { midiInput: 'keys' } });
    expect(live.state().midiInput.works).toBe(true);
    jack.devices = { midiInput: ['pads'] };
    await looks();
    expect(live.state().midiInput).toEqual({
      available: ['pads'],
      chosen: 'keys',
      works: false,
      problem: 'the MIDI input keys is not there: plug it in again, or choose pads',
    });
    jack.devices = {};
    await looks();
    expect(live.state().midiInput.problem).toContain('there is no other at the moment');
    jack.devices = { midiInput: ['keys'] };
    await looks();
    expect(live.state().midiInput).toMatchObject({ works: true, problem: null });
  });

  test('open a system anew that has ended, and say that the ports are others', async () => {
    const jack = new FakeSystem('jack', ALL);
    const live = await open([jack]);
    const first = jack.now!;
    const told: unknown[] = [];
    live.onPorts(() => told.push([live.audio, first.closed]));
    first.ended = true;
    jack.fault = 'no server';
    await looks();
    // Told before it is closed: whoever uses it lets go first.
    expect(told).toEqual([[undefined, false]]);
    expect([first.closed, live.midi]).toEqual([true, undefined]);
    live.choose({ audioOutput: 'system' });
    await looks(3);
    expect(live.state().audioOutput.problem).toBe('no server');
    jack.fault = null;
    jack.devices = { audioOutput: ['system'] };
    await looks();
    expect(told).toHaveLength(2);
    expect(live.audio).toBe(jack.now!.audio);
    expect(live.audio).not.toBe(first.audio);
    expect(live.state().audioOutput).toMatchObject({ works: true, problem: null });
  });

  test('have a name that several systems know from the first of them', async () => {
    const jack = new FakeSystem('jack', MIDI);
    const own = new FakeSystem('rtmidi', MIDI);
    jack.devices = { midiInput: ['keys'] };
    own.devices = { midiInput: ['keys', 'drums'] };
    const live = await open([jack, own], { choice: { midiInput: 'keys' } });
    expect(live.state().midiInput.available).toEqual(['keys', 'drums']);
    expect([jack.now!.asked.at(-1)!.midiInput, own.now!.asked.at(-1)!.midiInput]).toEqual([
      ...['keys', null],
    ]);
    live.choose({ midiInput: 'drums' });
    await looks();
    expect([jack.now!.asked.at(-1)!.midiInput, own.now!.asked.at(-1)!.midiInput]).toEqual([
      ...[null, 'drums'],
    ]);
    expect(live.state().midiInput.works).toBe(true);
  });

  test('hear and play MIDI on all systems', async () => {
    const jack = new FakeSystem('jack', ALL);
    const own = new FakeSystem('rtmidi', MIDI);
    const live = await open([jack, own]);
    expect(live.midi!.kind).toBe('jack+rtmidi');
    const heard: number[][] = [];
    live.midi!.onMessage((bytes) => heard.push([...bytes]));
    jack.now!.midi!.play([1]);
    own.now!.midi!.play([2]);
    expect(heard).toEqual([[1], [2]]);
    expect(live.midi!.send(Uint8Array.of(3), 0)).toBe(true);
    expect([jack.now!.midi!.sent, own.now!.midi!.sent]).toEqual([[[3]], [[3]]]);
    live.midi!.close();
    jack.now!.midi!.play([4]);
    expect(heard).toHaveLength(2);
  });

  test('have audio from one system only: the first that opens', async () => {
    const jack = new FakeSystem('jack', ALL);
    const own = new FakeSystem('web-audio', AUDIO);
    jack.fault = 'no server';
    own.devices = { audioOutput: ['card'] };
    const live = await open([jack, own], { choice: { audioOutput: 'card' } });
    expect(live.audio!.kind).toBe('web-audio');
    expect(live.state().audioOutput.works).toBe(true);
    const before = own.now!;
    jack.fault = null;
    jack.devices = { audioOutput: ['system'] };
    await looks();
    expect([before.closed, own.now, live.audio!.kind]).toEqual([true, undefined, 'jack']);
    expect(live.state().audioOutput).toMatchObject({ available: ['system'], works: false });
    const { tries } = own;
    await looks(3);
    expect(own.tries).toBe(tries);
    jack.now!.ended = true;
    jack.fault = 'no server';
    await looks();
    expect(live.audio!.kind).toBe('web-audio');
    expect(live.state().audioOutput.works).toBe(true);
  });

  test('say what all systems said where none is open', async () => {
    const systems = [new FakeSystem('jack', ALL), new FakeSystem('web-audio', AUDIO)];
    systems[0]!.fault = 'no server: start one';
    systems[1]!.fault = 'no card: plug one in';
    const live = await open(systems, { choice: { audioInput: 'card', midiInput: 'keys' } });
    expect(live.state().audioInput.problem).toBe('no server: start one. no card: plug one in');
    expect(live.state().midiInput.problem).toBe('no server: start one');
    expect([live.audio, live.midi]).toEqual([undefined, undefined]);
  });

  test('say that there is nothing where no system could have it', async () => {
    const live = await open([], { choice: { midiOutput: 'synth' } });
    expect(live.state().midiOutput.problem).toBe('there is no MIDI output on this machine');
    live.choose({ midiOutput: null });
    await looks(2);
    expect(live.state().midiOutput).toEqual({
      ...{ available: [], chosen: null, works: false, problem: null },
    });
  });

  test('say why what is there cannot be used', async () => {
    const own = new FakeSystem('web-audio', AUDIO);
    own.devices = { audioOutput: ['card', 'other'] };
    own.busy = ['card'];
    const live = await open([own], { choice: { audioOutput: 'card' } });
    expect(live.state().audioOutput.problem).toBe(
      'the audio output card is there, but cannot be used (somebody has it): end the program that holds it, or choose other',
    );
  });

  test('open a system again for another choice where it asks for that', async () => {
    const own = new FakeSystem('web-audio', AUDIO);
    own.keeps = false;
    own.devices = { audioOutput: ['card', 'other'] };
    const live = await open([own], { choice: { audioOutput: 'card' } });
    expect(own.opened).toHaveLength(1);
    live.choose({ audioOutput: 'other' });
    await looks(2);
    expect(own.opened.map(({ closed }) => closed)).toEqual([true, false]);
    expect(own.now!.first.audioOutput).toBe('other');
    expect(live.state().audioOutput.works).toBe(true);
  });

  test('take a choice that is made while a system opens', async () => {
    const jack = new FakeSystem('jack', ALL);
    jack.fault = 'no server';
    const live = await open([jack], { choice: { audioOutput: 'system' } });
    let go: () => void = () => {};
    jack.fault = null;
    jack.devices = { audioOutput: ['system', 'recorder'] };
    jack.gate = new Promise((resolve) => {
      go = resolve;
    });
    await looks();
    live.choose({ audioOutput: 'recorder' });
    expect(live.state().audioOutput).toMatchObject({ chosen: 'recorder', works: false });
    go();
    await time.runAsync(time.clock.nowNs());
    expect(jack.now!.asked.at(-1)!.audioOutput).toBe('recorder');
    expect(live.state().audioOutput.works).toBe(true);
  });

  test('do not say of another device that it works before it does', async () => {
    const jack = new FakeSystem('jack', ALL);
    jack.devices = { audioOutput: ['system', 'recorder'] };
    const live = await open([jack], { choice: { audioOutput: 'system' } });
    live.choose({ audioOutput: 'recorder' });
    expect(live.state().audioOutput).toMatchObject({
      works: false,
      problem: 'the audio output recorder is being opened: wait a moment',
    });
  });

  test('take a choice that is made by the one who is told of ports', async () => {
    const jack = new FakeSystem('jack', ALL);
    jack.fault = 'no server';
    const live = await open([jack]);
    live.onPorts(() => live.choose({ audioOutput: 'system' }));
    jack.fault = null;
    jack.devices = { audioOutput: ['system'] };
    await looks();
    expect(live.state().audioOutput.works).toBe(true);
  });

  test('leave what is not named, undefined too', async () => {
    const jack = new FakeSystem('jack', ALL);
    jack.devices = { audioOutput: ['system'], midiInput: ['keys'] };
    const live = await open([jack], { choice: { audioOutput: 'system', midiInput: undefined } });
    live.choose({ audioOutput: undefined, midiInput: 'keys' } as never);
    await looks();
    expect(live.state().audioOutput).toMatchObject({ chosen: 'system', works: true });
    expect(live.state().midiInput).toMatchObject({ chosen: 'keys', works: true });
    expect(live.state().midiOutput.chosen).toBe(null);
  });

  test('outlive a system that fails when it is looked at', async () => {
    const own = new FakeSystem('rtmidi', MIDI);
    const live = await open([own], { choice: { midiInput: 'keys' } });
    own.breaks = 'the sequencer is gone';
    await looks();
    expect(live.midi).toBe(undefined);
    expect(own.opened.every(({ closed }) => closed)).toBe(true);
    expect(live.state().midiInput.problem).toBe('the sequencer is gone');
    own.breaks = null;
    own.devices = { midiInput: ['keys'] };
    await looks();
    expect(live.state().midiInput.works).toBe(true);
  });

  test('close what opens after they were closed', async () => {
    const jack = new FakeSystem('jack', ALL);
    jack.fault = 'no server';
    const live = await open([jack]);
    let go: () => void = () => {};
    jack.fault = null;
    jack.gate = new Promise((resolve) => {
      go = resolve;
    });
    await looks();
    const told = vi.fn();
    live.onPorts(told);
    live.close();
    live.close();
    go();
    await looks(3);
    expect(jack.opened.map(({ closed }) => closed)).toEqual([true]);
    expect([live.audio, told.mock.calls.length, time.pending]).toEqual([undefined, 0, 0]);
  });

  test('tell of ports that go when they are closed', async () => {
    const jack = new FakeSystem('jack', ALL);
    const live = await open([jack]);
    const seen: unknown[] = [];
    live.onPorts(() => seen.push(live.audio));
    live[Symbol.dispose]();
    expect(seen).toEqual([undefined]);
    expect(jack.now).toBe(undefined);
  });

  test.each([
    ['inputChannels', 65],
    ['outputChannels', 1.5],
    ['sampleRate', 100],
    ['periodFrames', 0],
  ])('refuse a shape that none can have: %s %s', async (key, value) => {
    await expect(open([], { [key]: value })).rejects.toMatchObject({
      code: 'bad-option',
      message: expect.stringContaining(`${key} is ${value}`),
    });
  });
});
