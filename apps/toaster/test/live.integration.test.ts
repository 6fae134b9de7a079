import { loadAddon } from '@jamnet/gpu-native';
import {
  createLan,
  type JackServer,
  type Lan,
  type LanHost,
  missingJack,
  requireLan,
  startJackServer,
} from '@jamnet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JackProbe, plugProbe } from './engine/jack-probe.js';
import { type LiveEngine, startLiveEngine } from './engine/live-engine.js';

const available = requireLan();
const addon = loadAddon();
const missing = available.ok
  ? (missingJack() ?? (addon.ok ? undefined : 'there is no native part'))
  : available.reason;

const ROOM = 'cellar';
const TONE_HZ = 1000;
const OTHER_HZ = 1500;
/** Of the tone that is played: what is silent is far below, and what is whole far above. */
const HEARD = 0.25;
const PERIOD_FRAMES = 256;
/** From when JACK answers again until there is sound. */
const BACK_MS = 3_000;
/** Programs start, and a busy machine takes its time. */
const START_MS = 30_000;

interface Seat {
  readonly name: string;
  readonly host: LanHost;
  server: JackServer;
  engine: LiveEngine;
  probe: JackProbe;
}

let lan: Lan;
let ada: Seat;
let grace: Seat;
const started: { close(): unknown }[] = [];

/** JACK forgets a server that was killed when another one has its name, and knows eight in all: the names are always the same. */
async function startServer(host: LanHost, name: string): Promise<JackServer> {
  const server = await startJackServer({
    name: `toaster-${name}`,
    periodFrames: PERIOD_FRAMES,
    spawn: (command, args, options) => host.spawn(command, args, options),
  });
  started.push(server);
  return server;
}

function startEngine(name: string, host: LanHost, server: JackServer): LiveEngine {
  const engine = startLiveEngine({
    room: ROOM,
    settings: { name, discovery: 'multicast', interfaces: ['eth0'], midiIn: null, midiOut: null },
    server: server.name,
    spawn: (command, args, options) => host.spawn(command, args, options),
  });
  started.push({ close: () => engine.kill() });
  return engine;
}

async function plug({ server }: { server: JackServer }): Promise<JackProbe> {
  const probe = await plugProbe(server.name, [TONE_HZ, OTHER_HZ]);
  started.push(probe);
  return probe;
}

/** So many others are there, and a device. */
const allMet = (engine: LiveEngine, count: number) =>
  engine.until(
    ({ peers, audioOut }) => peers.length === count && audioOut.open,
    START_MS,
    `${count} are there`,
  );

async function takeSeat(name: string, index: number): Promise<Seat> {
  const host = lan.host(index);
  const server = await startServer(host, name);
  const engine = startEngine(name, host, server);
  const seat = { name, host, server, engine };
  await engine.until(({ audioOut }) => audioOut.open, START_MS, `${name} has a device`);
  return Object.assign(seat, { probe: await plug(seat) });
}

beforeAll(async () => {
  if (missing !== undefined) return;
  lan = await createLan({ hosts: 3 });
  [ada, grace] = await Promise.all([takeSeat('Ada', 0), takeSeat('Grace', 1)]);
  await Promise.all([ada, grace].map(({ engine }) => allMet(engine, 1)));
});

afterAll(async () => {
  for (const each of started.reverse()) await each.close();
  await lan?.close();
});

const bytesOf = ({ heard }: JackProbe): string[] =>
  heard.map((bytes) => bytes.slice(0, 2).join(' '));

/** Notes that sound. */
function hanging({ heard }: JackProbe): number[] {
  const on = new Set<number>();
  for (const bytes of heard) {
    const [status, note, velocity] = bytes as [number, number, number];
    if (status >> 4 === 9 && velocity > 0) on.add(note);
    else if (status >> 4 === 8 || status >> 4 === 9) on.delete(note);
  }
  return [...on];
}

const hears = ({ probe, name }: Seat, hz: number, timeoutMs = 8_000) =>
  probe.until(() => probe.level(hz) > HEARD, timeoutMs, `${name} hears ${hz} Hz`);

describe.skipIf(missing !== undefined)('engines on a LAN, each with a JACK server', () => {
  it('are heard by the others: the tone, and every note in its order', async () => {
    ada.probe.tell({ tone: TONE_HZ });
    await hears(grace, TONE_HZ);
    // Nobody plays back to Ada what is hers.
    expect(ada.probe.level(TONE_HZ)).toBeLessThan(0.01);
    const notes = Array.from({ length: 100 }, (_, n) => 30 + ((n * 7) % 60));
    const sent = notes.flatMap((note) => [`144 ${note}`, `128 ${note}`]);
    ada.probe.tell({ notes, periods: 8 });
    const { probe } = grace;
    await probe.until(() => probe.heard.length >= sent.length, 12_000, 'all notes are heard');
    expect(bytesOf(probe)).toEqual(sent);
    expect(hanging(probe)).toEqual([]);
    expect(probe.level(TONE_HZ)).toBeGreaterThan(HEARD);
  });

  it('notice that one has been killed, release its note, and hear the one that comes instead', async () => {
    ada.probe.tell({ send: [0x90, 77, 100] });
    await grace.probe.until(() => hanging(grace.probe).includes(77), 3_000, 'the note is heard');
    await ada.engine.kill();
    await grace.engine.until(({ peers }) => peers.length === 0, 8_000, 'Ada is gone');
    await grace.probe.until(() => hanging(grace.probe).length === 0, 1_000, 'no note hangs');
    await ada.probe.close();
    ada.engine = startEngine(ada.name, ada.host, ada.server);
    await allMet(ada.engine, 1);
    ada.probe = await plug(ada);
    ada.probe.tell({ tone: TONE_HZ });
    await hears(grace, TONE_HZ);
  });

  it('say what is wrong when JACK has gone, and are heard again when it is back', async () => {
    await grace.server.kill();
    const state = await grace.engine.until(({ audioOut }) => !audioOut.open, 5_000, 'it is said');
    expect(state.audioOut.problem).toBeTruthy();
    expect(state.notices.map(({ text }) => text).join()).toContain(state.audioOut.problem);
    expect(state.phase).toBe('joined');
    await grace.probe.close();
    grace.server = await startServer(grace.host, grace.name);
    const fromMs = performance.now();
    await grace.engine.until(
      ({ audioOut, outputMeter }) => audioOut.open && outputMeter.peaks.some((peak) => peak > 0.1),
      BACK_MS,
      'Ada sounds again',
    );
    expect(performance.now() - fromMs).toBeLessThan(BACK_MS);
    grace.probe = await plug(grace);
    grace.probe.tell({ tone: OTHER_HZ });
    await Promise.all([hears(grace, TONE_HZ), hears(ada, OTHER_HZ)]);
  });

  it('are three as well, and one who ends in order is seen to leave at once', async () => {
    const joan = await takeSeat('Joan', 2);
    await Promise.all([ada, grace, joan].map(({ engine }) => allMet(engine, 2)));
    await Promise.all([hears(joan, TONE_HZ), hears(joan, OTHER_HZ)]);
    joan.probe.tell({ send: [0x90, 50, 100] });
    await Promise.all(
      [ada, grace].map(({ probe, name }) =>
        probe.until(() => hanging(probe).includes(50), 3_000, `${name} hears the note`),
      ),
    );
    const { code, last } = await joan.engine.quit();
    expect(code).toBe(0);
    expect(last).toEqual({ kind: 'end', problem: null });
    for (const { engine, probe } of [ada, grace]) {
      await engine.until(({ peers }) => peers.length === 1, 2_000, 'Joan has left');
      await probe.until(() => hanging(probe).length === 0, 1_000, 'no note hangs');
    }
  });
});
