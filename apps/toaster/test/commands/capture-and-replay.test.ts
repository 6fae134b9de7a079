import { Readable, Writable } from 'node:stream';
import { joinSession } from '@jamnet/jam';
import type { JmidEvent } from '@jamnet/schemas';
import { createSimulatedNetwork, createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createCaptureStream } from '../../src/capture/capture-sink.js';
import { runCapture } from '../../src/commands/capture.js';
import { runReplay } from '../../src/commands/replay.js';
import { ExitCode } from '../../src/exit-code.js';
import { joinFrameRoom, type FrameRoomOptions } from '../../src/capture/frame-room.js';
import { createFakeContext, type FakeContext } from '../support/fake-context.js';

type Line = Record<string, unknown> & { readonly type: string };

function network(context: FakeContext) {
  const { clock, timers } = context;
  const random = createRandom(3);
  const net = createSimulatedNetwork({ clock, timers, random });
  let host = 0;
  const port = () => net.createPort({ address: `192.0.2.${(host += 1)}` });
  return {
    player: (form: 'binary' | 'compact' | 'standard' | 'msgpack') =>
      joinSession({
        topic: 'midi://test',
        layers: ['midi', 'audio'],
        audio: { send: { form } },
        midi: { form: form === 'binary' ? 'compact' : form },
        port: port(),
        clock,
        timers,
        random,
        discovery: 'multicast',
      }),
    open: (options: FrameRoomOptions) =>
      joinFrameRoom({ ...options, discovery: 'multicast' }, port(), null, { clock, timers }),
  };
}

const CHUNKS = 36;
const CHUNK_NS = 128e9 / 48_000;
const NOTE_NS = CHUNKS * CHUNK_NS;

/** What is captured of a second in which somebody plays. */
async function captured(form: 'binary' | 'compact' | 'standard' | 'msgpack', everyCopy = false) {
  const context = createFakeContext({ json: false });
  const net = network(context);
  let text = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const capturing = runCapture(
    {
      topic: 'midi://test',
      openSink: () => createCaptureStream(sink),
      everyCopy,
      forMs: 3_000,
      statsEveryMs: 1_000,
    },
    context,
    net.open,
  );
  const player = await net.player(form);
  await context.time.runAsync(context.clock.nowNs() + 500e6);
  const sysex = Array.from({ length: 300 }, (_, at) => at % 128);
  player.midi.send({ type: 'sysex', data: sysex });
  for (let at = 0; at < 4; at += 1) {
    player.midi.send({ type: 'note_on', channel: 1, note: 60 + at, velocity: 90 });
    for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
      player.audio.send(new Float32Array(128).fill((at + 1) / 8), 128);
      await context.time.runAsync(context.clock.nowNs() + CHUNK_NS);
    }
    player.midi.send({ type: 'note_off', channel: 1, note: 60 + at, velocity: 0 });
  }
  await context.time.runAsync(context.clock.nowNs() + 3e9);
  expect(await capturing).toBe(ExitCode.done);
  const closing = player.close();
  await context.time.runAsync(context.clock.nowNs() + 1e9);
  await closing;
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  return { text, lines, context };
}

async function replayed(text: string, speed = 1) {
  const context = createFakeContext({ json: true });
  const net = network(context);
  const listener = await net.player('compact');
  const heard: {
    readonly event: JmidEvent;
    readonly atNs: number;
    readonly lateUs: number | null;
  }[] = [];
  const samples: number[] = [];
  listener.midi.onMessage((event, info) => {
    if (!info.synthesised) heard.push({ event, atNs: context.clock.nowNs(), lateUs: info.lateUs });
  });
  let pulled = 0;
  listener.audio.onStream((stream) => {
    const out = new Float32Array(128);
    const pull = () => {
      stream.pull(out, 128);
      samples.push(...out);
      if ((pulled += 1) < 500)
        context.timers.schedule(context.clock.nowNs() + 128e9 / 48_000, pull);
    };
    pull();
  });
  await context.time.runAsync(context.clock.nowNs() + 300e6);
  const done = runReplay(
    {
      file: 'x.jsonl',
      openInput: () => Readable.from([Buffer.from(text)]),
      speed,
      statsEveryMs: 1_000,
    },
    context,
    net.open,
  );
  // Reading takes turns of the real loop, which virtual time does not wait for.
  for (let turn = 0; turn < 4_000; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    await context.time.runAsync(context.clock.nowNs() + 2e6);
  }
  expect(await done).toBe(ExitCode.done);
  const closing = listener.close();
  await context.time.runAsync(context.clock.nowNs() + 1e9);
  await closing;
  const { summary } = context.lines().at(-1) as { summary: Record<string, unknown> };
  return { heard, samples, summary, stderr: context.stderr() };
}

const NOTES = [60, 61, 62, 63];

describe('toaster capture', () => {
  it.each(['binary', 'compact', 'standard', 'msgpack'] as const)(
    'writes every message in the standard form, sent as %s',
    async (form) => {
      const { lines, context } = await captured(form);
      expect(lines[0]).toMatchObject({
        type: 'capture',
        version: 'jamnet/1.0',
        topic: 'midi://test',
      });
      const end = lines.at(-1)!;
      expect(end).toMatchObject({ type: 'end', frames: lines.length - 2, rejected: {} });
      expect(end['copies']).toBeGreaterThan(0);
      const frames = lines.slice(1, -1) as (Line & { messages: Record<string, unknown>[] })[];
      const messages = frames.flatMap((frame) => frame.messages);
      expect(frames.every((frame) => frame['payload'] === undefined)).toBe(true);
      const types = new Set(messages.map(({ type }) => type));
      for (const type of ['heartbeat', 'midi_state', 'note_on', 'note_off', 'sysex_chunk', 'jdat'])
        expect(types).toContain(type);
      expect(messages.every(({ version }) => version === 'jamnet/1.0')).toBe(true);
      const piece = messages.find(({ type }) => type === 'sysex_chunk')!;
      expect(Array.isArray(piece['data'])).toBe(true);
      const keys = frames.map((frame) => `${frame['stream']} ${frame['sequence']}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect(context.stderr()).toMatch(/\d+ frames of 1 sender written to -/);
      expect(context.time.pending).toBe(0);
    },
  );

  it('writes the copies too where that is asked for', async () => {
    const { lines } = await captured('compact', true);
    const bursts = lines.slice(1, -1).map((line) => (line['burst'] as number[])[0]);
    expect(new Set(bursts)).toEqual(new Set([0, 1, 2]));
  });
});

describe('toaster replay', () => {
  it.each(['binary', 'msgpack'] as const)(
    'plays MIDI and audio again as they were: %s',
    async (form) => {
      const { text } = await captured(form, form === 'binary');
      const { heard, samples, summary } = await replayed(text);
      expect(summary).toMatchObject({
        events: 9,
        audio: 4 * CHUNKS,
        refused: 0,
        malformed: 0,
        bad: 0,
        ended: true,
      });
      const notes = heard.filter(({ event }) => event.type === 'note_on');
      expect(notes.map(({ event }) => (event as { note: number }).note)).toEqual(NOTES);
      notes.slice(1).forEach(({ atNs }, at) => {
        expect(Math.abs(atNs - notes[at].atNs - NOTE_NS)).toBeLessThan(3e6);
      });
      for (const { lateUs } of notes) expect(Math.abs(lateUs!)).toBeLessThan(3_000);
      const sysex = heard.find(({ event }) => event.type === 'sysex')!.event as { data: number[] };
      expect(sysex.data).toHaveLength(300);
      for (const level of [0.125, 0.25, 0.375, 0.5])
        expect(samples.filter((sample) => sample === level).length).toBeGreaterThan(30 * 128);
    },
  );

  it('plays twice as fast, without the audio', async () => {
    const { text } = await captured('compact');
    const { heard, summary } = await replayed(text, 2);
    expect(summary).toMatchObject({ events: 9, audio: 0 });
    expect(summary['audioLeftOut']).toBeGreaterThanOrEqual(4 * CHUNKS);
    const notes = heard.filter(({ event }) => event.type === 'note_on');
    expect(Math.abs(notes[3].atNs - notes[0].atNs - 1.5 * NOTE_NS)).toBeLessThan(4e6);
  });

  it('leaves out damaged lines, and says which', async () => {
    const { text } = await captured('compact');
    const lines = text.trim().split('\n');
    const cut = [
      ...lines.slice(0, 3),
      'rubbish',
      ...lines.slice(3, -2),
      lines.at(-2)!.slice(0, 40),
    ];
    const { summary, stderr } = await replayed(cut.join('\n'));
    expect(summary).toMatchObject({ bad: 2, ended: false });
    expect(stderr).toContain('line 4 is left out: no JSON object');
    expect(stderr).toContain(`line ${cut.length} is left out: the file was cut off in it`);
  });
});
