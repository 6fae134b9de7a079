import {
  createRandom,
  createSimulatedNetwork,
  createVirtualTime,
  type VirtualTime,
} from '@jamnet/testkit';
import { createToast, type ToastOptions } from '@jamnet/toast';
import type { ThreadScheduling } from '@jamnet/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { createJamEngine, type JamEngine } from '../../src/engine/jam-engine.js';
import type { JamCommand, JamSettings, JamState } from '../../src/engine/jam-state.js';
import { defaultSettings } from '../../src/engine/settings-file.js';
import { createFakeDevices, type FakeDevices } from './fake-devices.js';

interface Musician {
  readonly engine: JamEngine;
  readonly devices: FakeDevices;
  readonly kept: JamSettings[];
  /** What opening the network fails with, and how often it was opened. */
  network: { fault: string | null; opened: ToastOptions[] };
  /** What raising its thread comes to, and how often it was asked for. */
  thread: { scheduling: ThreadScheduling; raised: number; lowered: number };
  /** Gives commands and lets them be carried out. */
  tell(...commands: JamCommand[]): Promise<JamState>;
}

interface Stage {
  readonly time: VirtualTime;
  run(ms: number): Promise<void>;
  musician(name: string, more?: Partial<JamSettings>, devices?: FakeDevices): Promise<Musician>;
}

const open: JamEngine[] = [];
const stages: VirtualTime[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await finish(engine);
  stages.splice(0);
});

/** Closing may wait for timers. */
async function finish(engine: JamEngine): Promise<void> {
  let done = false;
  const closing = engine.close().finally(() => (done = true));
  for (let tries = 0; !done && tries < 1000; tries++) {
    for (const time of stages) await time.runAsync(time.clock.nowNs() + 10e6);
  }
  await closing;
}

function createStage(): Stage {
  const time = createVirtualTime({ startNs: 10e9 });
  stages.push(time);
  const { clock, timers } = time;
  const random = createRandom(5);
  const network = createSimulatedNetwork({ clock, timers, random });
  let host = 0;
  const run = async (ms: number): Promise<void> =>
    void (await time.runAsync(clock.nowNs() + ms * 1e6));
  return {
    time,
    run,
    async musician(name, more = {}, devices = createFakeDevices()) {
      const kept: JamSettings[] = [];
      const state: Musician['network'] = { fault: null, opened: [] };
      const thread: Musician['thread'] = {
        scheduling: { realtime: true, priority: 2 },
        raised: 0,
        lowered: 0,
      };
      const engine = await createJamEngine({
        clock,
        timers,
        settings: { ...defaultSettings(), name, discovery: 'multicast', ...more },
        keep: (settings) => {
          kept.push(settings);
          return settings.name === 'unkept' ? 'the disk is full' : null;
        },
        codings: [],
        openDevices: devices.open,
        thread: {
          raiseThread: () => {
            thread.raised++;
            return thread.scheduling;
          },
          lowerThread: () => void thread.lowered++,
        },
        openToast: (options) => {
          state.opened.push(options);
          if (state.fault !== null) return Promise.reject(new Error(state.fault));
          const port = network.createPort({ address: `192.0.2.${(host += 1)}` });
          return createToast({ ...options, interfaces: [], port, random });
        },
      });
      open.push(engine);
      await run(1);
      return {
        engine,
        devices,
        kept,
        network: state,
        thread,
        async tell(...commands) {
          for (const command of commands) engine.command(command);
          let settled = false;
          void engine.settled().then(() => (settled = true));
          for (let tries = 0; !settled && tries < 1000; tries++) await run(5);
          return engine.state();
        },
      };
    },
  };
}

const texts = ({ notices }: JamState): string[] => notices.map(({ text }) => text);
const names = ({ peers }: JamState): string[] => peers.map(({ name }) => name);

describe('an engine', () => {
  it('joins a room, meets whoever is there, and leaves it', async () => {
    const { musician, run } = createStage();
    const ada = await musician('Ada');
    const grace = await musician('Grace');
    expect(ada.engine.state()).toMatchObject({
      phase: 'lobby',
      peers: [],
      sync: { state: 'alone' },
    });
    expect((await ada.tell({ do: 'join', room: 'cellar' })).phase).toBe('joined');
    await grace.tell({ do: 'join', room: 'cellar' });
    await run(3000);
    const state = ada.engine.state();
    expect(names(state)).toEqual(['Grace']);
    expect(names(grace.engine.state())).toEqual(['Ada']);
    expect(state.rooms).toEqual([{ name: 'cellar', people: ['Ada', 'Grace'] }]);
    expect(state.settings.room).toBe('cellar');
    expect(state.network.receivedPerS).toBeGreaterThan(0);
    expect(ada.kept.at(-1)?.room).toBe('cellar');
    expect((await grace.tell({ do: 'leave' })).phase).toBe('lobby');
    await run(1000);
    expect(names(ada.engine.state())).toEqual([]);
    expect(texts(ada.engine.state())).toEqual([]);
  });

  it('plays as one: tempo, place and rest are the same for everyone', async () => {
    const { musician, run } = createStage();
    const ada = await musician('Ada');
    const grace = await musician('Grace');
    await ada.tell({ do: 'join', room: 'a' });
    await grace.tell({ do: 'join', room: 'a' });
    await run(3000);
    await ada.tell({ do: 'tempo', tempo: 90 }, { do: 'play' });
    await run(2000);
    const [one, two] = [ada.engine.state(), grace.engine.state()];
    expect(two.sync.state).toBe('locked');
    expect(two.transport).toMatchObject({ playing: true, tempo: 90 });
    expect(two.transport.bar).toBe(one.transport.bar);
    expect(Math.abs(two.transport.phase - one.transport.phase)).toBeLessThan(0.01);
    await grace.tell({ do: 'stop' }, { do: 'locate', bar: 5 });
    await run(1000);
    expect(ada.engine.state().transport).toMatchObject({ playing: false, bar: 5, beat: 1 });
    await grace.tell({ do: 'rewind' });
    await run(1000);
    expect(ada.engine.state().transport).toMatchObject({ playing: false, bar: 1 });
  });

  it('sends notes and hears them', async () => {
    const { musician, run } = createStage();
    const ada = await musician('Ada');
    const grace = await musician('Grace');
    await ada.tell({ do: 'join', room: 'a' });
    await grace.tell({ do: 'join', room: 'a' });
    await run(3000);
    ada.devices.midi!.play([0x90, 60, 100], stages[0]!.clock.nowNs());
    await run(100);
    expect(grace.devices.midi!.sent.map(({ bytes }) => bytes)).toEqual([[0x90, 60, 100]]);
    expect(grace.engine.state().peers[0]!.meter.notes).toBe(1);
    expect(ada.engine.state().inputMeter.notes).toBe(1);
    // Leaving releases what was held here.
    await grace.tell({ do: 'leave' });
    expect(grace.devices.midi!.sent.at(-1)!.bytes.slice(0, 2)).toEqual([0x80, 60]);
  });

  it('goes from one room to another, and again into the one where it is without leaving it', async () => {
    const { musician, run } = createStage();
    const ada = await musician('Ada');
    await ada.tell({ do: 'join', room: 'a' });
    const { uptimeS } = ada.engine.state();
    await ada.tell({ do: 'join', room: 'a' }, { do: 'join', room: 'b' }, { do: 'join', room: 'c' });
    await run(100);
    const state = ada.engine.state();
    expect(state.phase).toBe('joined');
    expect(state.rooms).toEqual([{ name: 'c', people: ['Ada'] }]);
    expect(state.uptimeS).toBeGreaterThan(uptimeS);
  });

  it('is somebody else after a change of name, and in the same room', async () => {
    const { musician, run } = createStage();
    const ada = await musician('Ada');
    const grace = await musician('Grace');
    await ada.tell({ do: 'join', room: 'a' });
    await grace.tell({ do: 'join', room: 'a' });
    await run(2000);
    await ada.tell({ do: 'set', settings: { name: 'Augusta' } });
    await run(3000);
    expect(ada.engine.phase).toBe('joined');
    expect(names(grace.engine.state())).toEqual(['Augusta']);
    expect(ada.network.opened.map(({ name }) => name)).toEqual(['Ada', 'Augusta']);
    await ada.tell({ do: 'set', settings: { peers: ['192.0.2.77:5004'] } });
    expect(ada.engine.phase).toBe('joined');
    expect(ada.network.opened).toHaveLength(2);
  });

  it('says that there is no network, and joins once there is', async () => {
    const { musician } = createStage();
    const ada = await musician('Ada');
    ada.network.fault = 'no interface carries multicast';
    const state = await ada.tell(
      { do: 'set', settings: { interfaces: ['eth9'] } },
      { do: 'join', room: 'a' },
    );
    expect(state.phase).toBe('lobby');
    expect(state.network.plan).toBe('no network');
    expect(texts(state)).toContain('no interface carries multicast');
    ada.network.fault = null;
    const later = await ada.tell({ do: 'join', room: 'a' });
    expect(later.phase).toBe('joined');
    expect(texts(later)).toEqual([]);
  });

  it('says why a room cannot be joined, and is in none then', async () => {
    const { musician } = createStage();
    const ada = await musician('Ada', { peers: ['nowhere'] });
    const state = await ada.tell({ do: 'join', room: 'a' });
    expect(state.phase).toBe('lobby');
    expect(texts(state).join()).toContain('nowhere');
    expect((await ada.tell({ do: 'set', settings: { peers: [] } })).phase).toBe('lobby');
    expect(texts(await ada.tell({ do: 'join', room: 'a' }))).toEqual([]);
  });

  it('bug: joining a room whose name cannot be joined the one before', async () => {
    const { musician } = createStage();
    const ada = await musician('Ada', { room: 'old' });
    for (const room of ['', 'x'.repeat(65), 5, null, undefined]) {
      const state = await ada.tell({ do: 'join', room: room as string });
      expect(state.phase).toBe('lobby');
      expect(texts(state).join()).toContain('room');
    }
  });

  it.each([
    { do: 'tempo', tempo: -5 },
    { do: 'tempo', tempo: 1e9 },
    { do: 'tempo' },
    { do: 'tempo', tempo: 'fast' },
    { do: 'locate', bar: -1e300 },
    { do: 'locate' },
    { do: 'locate', bar: 'first' },
    { do: 'set' },
    { do: 'set', settings: null },
    { do: 'set', settings: { name: 7 } },
    { do: 'set', settings: { playoutMs: 1e9 } },
    { do: 'peer' },
    { do: 'peer', senderId: 'x', volume: 'loud', muted: 3, delayMs: null },
    { do: 'peer', senderId: 5, volume: -3, delayMs: 1e9 },
    { do: 'dismiss' },
    { do: 'quit' },
    { do: 'explode' },
    { do: null },
    { do: { toString: 1 } },
    {},
    [],
  ])('takes %j without throwing, in a room and in none', async (command) => {
    const { musician } = createStage();
    const ada = await musician('Ada');
    const bad = command as unknown as JamCommand;
    await ada.tell(bad);
    await ada.tell({ do: 'join', room: 'a' });
    const state = await ada.tell(bad);
    expect(state.phase).toBe('joined');
    expect(state.transport.tempo).toBe(120);
  });

  it('refuses settings that are out of range whole, and says so', async () => {
    const { musician } = createStage();
    const ada = await musician('Ada');
    const bad = { click: true, playoutMs: -4 };
    const state = await ada.tell({ do: 'set', settings: bad });
    expect(state.settings).toMatchObject({ click: false, playoutMs: null });
    expect(ada.kept).toEqual([]);
    expect(texts(state).join()).toContain('playoutMs');
    expect(texts(await ada.tell({ do: 'set', settings: { click: true } }))).toEqual([]);
  });

  it('says that settings cannot be kept, and goes by them all the same', async () => {
    const { musician } = createStage();
    const ada = await musician('Ada');
    const state = await ada.tell({ do: 'set', settings: { name: 'unkept' } });
    expect(state.settings.name).toBe('unkept');
    expect(texts(state)).toEqual(['the disk is full']);
    const [notice] = state.notices;
    expect((await ada.tell({ do: 'dismiss', id: notice!.id })).notices).toEqual([]);
  });

  it('goes before other threads in a room with sound, and says where it may not', async () => {
    const { musician, run } = createStage();
    const ada = await musician('Ada');
    ada.engine.state();
    expect(ada.thread.raised).toBe(0);
    expect(texts(await ada.tell({ do: 'join', room: 'a' }))).toEqual([]);
    expect(ada.thread.raised).toBeGreaterThan(0);
    ada.thread.scheduling = { realtime: false, reason: 'not permitted', hint: 'ulimit -r' };
    await run(250);
    const [notice] = ada.engine.state().notices;
    expect(notice).toMatchObject({ level: 'info', hint: 'ulimit -r' });
    expect(notice!.text).toContain('not permitted');
    ada.thread.scheduling = { realtime: true, priority: 2 };
    await run(250);
    expect(ada.engine.state().notices).toEqual([]);
    expect(ada.thread.lowered).toBe(0);
    await ada.tell({ do: 'leave' });
    expect(ada.thread.lowered).toBe(1);
    const { raised } = ada.thread;
    ada.engine.state();
    expect([ada.thread.raised, ada.thread.lowered]).toEqual([raised, 1]);
  });

  it('remembers what is wished for a peer, within bounds', async () => {
    const { musician, run } = createStage();
    const ada = await musician('Ada');
    const grace = await musician('Grace');
    await ada.tell({ do: 'join', room: 'a' });
    await grace.tell({ do: 'join', room: 'a' });
    await run(2000);
    const { senderId } = ada.engine.state().peers[0]!;
    const peer = (changes: object) => ({ do: 'peer', senderId, ...changes }) as JamCommand;
    await ada.tell(peer({ volume: 9, delayMs: 15 }), peer({ muted: true }), peer({ delayMs: NaN }));
    expect(ada.engine.state().peers[0]).toMatchObject({ volume: 2, delayMs: 15, muted: true });
  });
});

describe('an engine’s devices', () => {
  it('are what is chosen, and the first that there is where there is none of the usual name', async () => {
    const { musician } = createStage();
    const devices = createFakeDevices();
    devices.available = ['Built-in', 'USB'];
    const ada = await musician('Ada', {}, devices);
    expect(devices.options).toMatchObject({
      name: 'toaster',
      choice: { audioInput: 'system', midiInput: null },
    });
    expect(devices.asked).toEqual([{ audioInput: 'Built-in' }, { audioOutput: 'Built-in' }]);
    await ada.tell({ do: 'set', settings: { audioIn: 'USB', midiOut: 'Piano' } });
    expect(devices.asked.at(-1)).toMatchObject({ audioInput: 'USB', midiOutput: 'Piano' });
  });

  it('say what is wrong with them until it is not', async () => {
    const { musician, run } = createStage();
    const ada = await musician('Ada');
    ada.devices.works = false;
    ada.devices.problem = 'the audio input system is not there: plug it in again';
    ada.devices.audio = undefined;
    ada.devices.tell();
    const state = ada.engine.state();
    expect(state.audioIn).toMatchObject({ open: false, problem: ada.devices.problem });
    expect(state.audio).toBeNull();
    // The same of both is said once.
    expect(texts(state)).toEqual([ada.devices.problem]);
    ada.devices.problem = null;
    await run(250);
    expect(texts(ada.engine.state())).toEqual([]);
  });

  it('are another one after they came back: voices and click are those of the new one', async () => {
    const { musician } = createStage();
    const ada = await musician('Ada', { click: true, monitor: true });
    await ada.tell({ do: 'join', room: 'a' });
    const before = ada.devices.audio!;
    expect(before.voices).toHaveLength(2);
    before.ended = true;
    ada.devices.audio = undefined;
    ada.devices.tell();
    expect(before.voices.every(({ closed }) => closed)).toBe(true);
    expect((await ada.tell()).inputMeter.peaks).toEqual([]);
    const back = createFakeDevices();
    ada.devices.audio = back.audio;
    ada.devices.midi = undefined;
    ada.devices.tell();
    expect(back.audio!.voices).toHaveLength(2);
    await ada.tell({ do: 'set', settings: { click: false, monitor: false } });
    expect(back.audio!.voices.every(({ closed }) => closed)).toBe(true);
  });

  it('that have gone or have no room for a voice do no harm', async () => {
    const { musician, run } = createStage();
    const ada = await musician('Ada');
    await ada.tell({ do: 'join', room: 'a' });
    ada.devices.audio!.room = 0;
    const full = await ada.tell({ do: 'set', settings: { click: true } });
    expect(texts(full)).toEqual(['there is no room for a voice']);
    ada.devices.audio!.room = 64;
    await run(250);
    expect(texts(await ada.tell())).toEqual([]);
    await ada.tell({ do: 'set', settings: { click: false } });
    ada.devices.audio!.ended = true;
    expect((await ada.tell({ do: 'set', settings: { click: true, monitor: true } })).phase).toBe(
      'joined',
    );
  });

  it('at a rate that cannot be sent say so', async () => {
    const { musician } = createStage();
    const devices = createFakeDevices();
    Object.assign(devices.audio!, { sampleRate: 32_000 });
    const ada = await musician('Ada', {}, devices);
    const state = await ada.tell({ do: 'join', room: 'a' });
    expect(state.phase).toBe('joined');
    expect(texts(state).join()).toContain('32000 Hz');
  });

  it('wake it for each period only where somebody is there to hear or be heard', async () => {
    const { musician, run } = createStage();
    const ada = await musician('Ada');
    await ada.tell({ do: 'join', room: 'a' });
    const { audio } = ada.devices;
    expect(audio!.everyFrames).toBe(4800);
    await ada.tell({ do: 'set', settings: { monitor: true } });
    expect(audio!.everyFrames).toBe(0);
    await ada.tell({ do: 'set', settings: { monitor: false, click: true } });
    expect(audio!.everyFrames).toBe(480);
    const grace = await musician('Grace');
    await grace.tell({ do: 'join', room: 'a' });
    await run(500);
    expect(audio!.everyFrames).toBe(0);
    await grace.tell({ do: 'leave' });
    await run(500);
    await ada.tell();
    expect(audio!.everyFrames).toBe(480);
  });

  it('are closed with it, once, and it takes nothing any more', async () => {
    const { musician } = createStage();
    const ada = await musician('Ada');
    await ada.tell({ do: 'join', room: 'a' });
    await finish(ada.engine);
    await ada.engine.close();
    expect(ada.devices.closed).toBe(true);
    ada.engine.command({ do: 'join', room: 'b' });
    await ada.engine.settled();
    expect(ada.engine.phase).toBe('lobby');
  });
});
