import { createVirtualTime } from '@jamnet/testkit';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  createWebAudioSystem,
  type LiveDevices,
  type LiveDevicesOptions,
  openLiveDevices,
} from '../../src/index.js';
import { deviceNames } from '../../src/web-audio/device-names.js';
import { FakeWebAudio } from './fake-library.js';

let devices: LiveDevices | undefined;
afterEach(() => devices?.close());

function make() {
  const time = createVirtualTime({ startNs: 1e9 });
  const { clock, timers } = time;
  const fake = new FakeWebAudio(time);
  fake.devices = [
    ['audioinput', 'mic'],
    ['audiooutput', 'card'],
    ['audiooutput', 'headset'],
  ];
  const state = { cards: ['pcmC0D0p', 'pcmC1D0p'] as string[] | undefined };
  const system = createWebAudioSystem({
    ...{ clock, timers },
    load: () => Promise.resolve(fake.library),
    cards: () => state.cards,
  });
  /** Lets a time pass; what waits for a turn of the event loop has one. */
  const pass = async (seconds: number): Promise<void> => {
    const untilNs = clock.nowNs() + seconds * 1e9;
    while (clock.nowNs() < untilNs) await time.runAsync(clock.nowNs() + 0.05e9);
  };
  const open = async (options: LiveDevicesOptions = {}): Promise<LiveDevices> => {
    const opening = openLiveDevices({ clock, timers, ...options, systems: [system] });
    let done = false;
    void opening.finally(() => (done = true)).catch(() => undefined);
    while (!done) await pass(0.05);
    devices = await opening;
    return devices;
  };
  return { time, fake, state, system, pass, open };
}

describe("the operating system's audio", () => {
  test('is open while it is chosen, by its name', async () => {
    const { fake, pass, open } = make();
    const live = await open();
    expect(live.state().audioOutput.available).toEqual(['card', 'headset']);
    expect(live.state().audioInput.available).toEqual(['mic']);
    expect([live.audio, fake.contexts.length]).toEqual([undefined, 0]);
    live.choose({ audioOutput: 'headset', audioInput: 'mic' });
    await pass(1);
    expect(fake.open.map(({ request }) => request)).toEqual([
      { sinkId: 'headset#2', sampleRate: 48_000, latencyHint: 'interactive' },
    ]);
    expect(fake.heard).toEqual(['mic#0']);
    expect(live.state().audioOutput.works).toBe(true);
    expect(live.state().audioInput.works).toBe(true);
    live.choose({ audioOutput: 'card' });
    await pass(1.1);
    expect(fake.contexts.map(({ closed }) => closed)).toEqual([true, false]);
    expect(fake.open[0]!.request.sinkId).toBe('card#1');
    live.choose({ audioOutput: null, audioInput: null });
    await pass(1.1);
    expect([live.audio, fake.open.length]).toEqual([undefined, 0]);
    // As long as nothing comes or goes, nobody asks the library.
    const { lists } = fake;
    await pass(5);
    expect(fake.lists).toBe(lists);
  });

  test('plays, records, tells of periods and says how it does', async () => {
    const { time, fake, pass, open } = make();
    const choice = { audioOutput: 'card', audioInput: 'mic' };
    const live = await open({ choice, outputChannels: 4, periodFrames: 480 });
    const port = live.audio!;
    expect([port.kind, port.sampleRate, port.periodFrames, port.outputLatencyFrames]).toEqual([
      ...['web-audio', 48_000, 128, 480],
    ]);
    expect(fake.open[0]!.request.latencyHint).toBe(0.01);
    expect(fake.open[0]!.destination).toMatchObject({
      ...{ channelCount: 4, channelInterpretation: 'discrete' },
    });
    const told = vi.fn();
    port.onPeriod(told);
    const at = port.output!.readPosition + 256;
    port.output!.write(at, new Float32Array(512).fill(0.5), 0, 128, 'real');
    const voice = port.addVoice(1);
    voice.ring.write(voice.ring.readPosition, new Float32Array(4096).fill(0.25), 0, 4096, 'real');
    await pass(0.1);
    expect(told.mock.calls.length).toBeGreaterThan(30);
    const often = told.mock.calls.length;
    port.onPeriod(told, 4800);
    await pass(0.21);
    expect(told.mock.calls.length - often).toBeLessThan(4);
    port.onPeriod(undefined);
    const before = told.mock.calls.length;
    await pass(0.1);
    expect(told.mock.calls.length).toBe(before);
    const heard = new Float32Array(2 * 4096);
    port.input!.read(heard, 4096);
    expect(Math.max(...heard)).toBe(0.75);
    const { periods, restarts, xruns, latenessUs } = port.stats();
    expect([periods > 30, restarts, xruns]).toEqual([true, 0, 0]);
    expect(latenessUs(1)).toBeLessThan(10);
    expect(Math.abs(port.startNs - time.clock.nowNs())).toBeLessThan(2e9);
    expect(port.realtime.ok).toBe(false);
    live.close();
    expect(() => port.addVoice(1)).toThrow(expect.objectContaining({ code: 'closed' }));
    expect(port.stats().periods).toBe(periods);
  });

  test('records without a device that plays', async () => {
    const { fake, open } = make();
    const live = await open({ choice: { audioInput: 'mic' } });
    expect(fake.open[0]!.request.sinkId).toEqual({ type: 'none' });
    expect([live.audio!.output, live.audio!.input!.channels]).toEqual([undefined, 2]);
    expect(() => live.audio!.addVoice(1)).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });

  test('has a rate of its own where it does not take the one that is asked for', async () => {
    const { fake, open } = make();
    fake.fault = ({ sampleRate }) => (sampleRate === undefined ? undefined : 'not this rate');
    const live = await open({ choice: { audioOutput: 'card' } });
    expect([live.audio!.sampleRate, live.audio!.output!.sampleRate]).toEqual([44_100, 44_100]);
  });

  test('has ended when nothing moves any more, and is opened again', async () => {
    const { fake, pass, open } = make();
    const live = await open({ choice: { audioOutput: 'card' } });
    const port = live.audio!;
    const told = vi.fn();
    port.onPeriod(told);
    fake.moves = false;
    await pass(0.9);
    expect(port.ended).toBe(false);
    told.mockClear();
    await pass(0.5);
    expect([port.ended, told.mock.calls.length]).toEqual([true, 1]);
    fake.moves = true;
    await pass(1.5);
    expect(live.audio).not.toBe(port);
    expect(live.state().audioOutput.works).toBe(true);
    const second = live.audio!;
    fake.open[0]!.node!.fail();
    await pass(0.3);
    expect(second.ended).toBe(true);
  });

  test('is used again when it is plugged in again', async () => {
    const { fake, state, pass, open } = make();
    const live = await open({ choice: { audioInput: 'mic', audioOutput: 'card' } });
    const port = live.audio!;
    fake.devices = fake.devices.slice(1);
    state.cards = ['pcmC0D0p'];
    await pass(2.2);
    expect(port.ended).toBe(true);
    expect(live.state().audioInput).toMatchObject({ available: [], works: false });
    expect(live.state().audioOutput.works).toBe(true);
    fake.devices = [['audioinput', 'mic'], ...fake.devices];
    state.cards = ['pcmC0D0p', 'pcmC1D0p'];
    await pass(2.2);
    expect(live.state().audioInput.works).toBe(true);
  });

  test('is not disturbed by another device that comes, nor by a list that leaves it out', async () => {
    const { fake, state, pass, open } = make();
    const live = await open({ choice: { audioOutput: 'card' } });
    const port = live.audio!;
    fake.devices = [['audiooutput', 'other']];
    state.cards = [...state.cards!, 'pcmC2D0p'];
    await pass(2.2);
    expect(live.audio).toBe(port);
    expect(live.state().audioOutput).toMatchObject({ available: ['other', 'card'], works: true });
  });

  test('asks for what there is again and again where cards are unknown', async () => {
    const { fake, state, pass, open } = make();
    state.cards = undefined;
    const live = await open({ choice: { audioOutput: 'card' } });
    const port = live.audio!;
    await pass(2.2);
    expect([live.audio === port, fake.lists > 2]).toEqual([true, true]);
    fake.devices = [['audiooutput', 'headset']];
    await pass(3.2);
    expect(live.state().audioOutput).toMatchObject({ available: ['headset'], works: false });
  });

  test('says why a device cannot be had, and tries again now and then only', async () => {
    const { fake, pass, open } = make();
    let tries = 0;
    fake.fault = () => {
      tries += 1;
      return 'busy';
    };
    const live = await open({ choice: { audioOutput: 'card' } });
    expect(live.state().audioOutput.problem).toMatch(/card is there, but cannot be used \(busy\)/u);
    expect(tries).toBe(2);
    await pass(4);
    expect(tries).toBe(2);
    fake.fault = undefined;
    await pass(3);
    expect(live.state().audioOutput).toMatchObject({ works: true, problem: null });
  });

  test('says that a device moves nothing', async () => {
    const { fake, open } = make();
    fake.moves = false;
    const live = await open({ choice: { audioOutput: 'card' } });
    expect(live.state().audioOutput.problem).toContain('moved nothing within');
    expect(fake.open).toEqual([]);
  });

  test('says what to do where a machine has none', async () => {
    const { fake, state, open, pass } = make();
    state.cards = [];
    const live = await open({ choice: { audioOutput: 'card' } });
    expect([fake.lists, live.state().audioOutput.problem]).toEqual([
      0,
      'this machine has no audio of its own (no sound card and no sound server was found): plug a sound card in, or start JACK',
    ]);
    state.cards = ['pcmC0D0p'];
    await pass(2.2);
    expect(live.state().audioOutput.works).toBe(true);
  });

  test('says so where the library has none, or cannot say, or does not load', async () => {
    const { time, fake, system } = make();
    const shape = { ...{ name: '', inputChannels: 1, outputChannels: 1 }, sampleRate: 48_000 };
    const nothing = { audioInput: null, audioOutput: null, midiInput: null, midiOutput: null };
    const opening = () => system.open({ ...shape, periodFrames: 128 }, nothing);
    fake.devices = [];
    await expect(opening()).rejects.toMatchObject({ code: 'no-such-device' });
    fake.listFault = 'ALSA says no';
    await expect(opening()).rejects.toThrow('ALSA says no');
    const broken = createWebAudioSystem({
      ...{ clock: time.clock, timers: time.timers, cards: () => undefined },
      load: () => Promise.reject(new Error('wrong processor')),
    });
    await expect(broken.open({ ...shape, periodFrames: 128 }, nothing)).rejects.toMatchObject({
      ...{ code: 'native-unavailable', message: expect.stringContaining('wrong processor') },
    });
  });

  test('tells devices of one name apart', () => {
    const devices = ['usb', 'usb', '', 'usb'].map((label, i) => ({
      ...{ label, deviceId: String(i), kind: 'audioinput' },
    }));
    expect([...deviceNames(devices, 'audioinput')]).toEqual([
      ...[
        ['usb', '0'],
        ['usb (2)', '1'],
        ['unnamed', '2'],
        ['usb (3)', '3'],
      ],
    ]);
    expect(deviceNames(devices, 'audiooutput').size).toBe(0);
  });
});
