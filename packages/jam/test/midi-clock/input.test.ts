import { beatAt, bpmAt, isRunning, songNsAt } from '@jamnet/sync';
import type { JmidEvent } from '@jamnet/schemas';
import { createRandom } from '@jamnet/testkit';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  followMidiClock,
  type MidiClockInput,
  type MidiClockInputOptions,
  type MidiClockOutputOptions,
  type MidiClockSource,
  sendMidiClock,
} from '../../src/index.js';
import { type Host, type HostOptions, SECOND, type SyncRoom } from '../session/sync-room.js';
import { createClockRooms, createSequencer } from './clock-room.js';

const rooms = createClockRooms();
afterEach(() => rooms.end());

const sessionBeat = (host: Host): number =>
  beatAt(host.sync.transport.score(host.now()), host.now());
const runs = (host: Host): boolean => isRunning(host.sync.transport.score(host.now()).run);

/** A sequencer on host A speaks MIDI Clock as events into the session; host B has the session follow it. */
async function eventsBetween(
  seed: number,
  receive: HostOptions['receive'],
  output: MidiClockOutputOptions = {},
  options: MidiClockInputOptions = {},
) {
  const room = rooms.createRoom(seed);
  const a = await rooms.open(room, { driftPpm: 40, wanderPpbPerRootS: 5 });
  const b = await rooms.open(room, { driftPpm: -30, wanderPpbPerRootS: 5, receive });
  room.time.runFor(5 * SECOND);
  const { transport, source } = createSequencer(a);
  const sent = { clocks: 0 };
  const midi = {
    send: (event: JmidEvent): boolean => {
      if (event.type === 'clock') sent.clocks++;
      return a.midi.send(event);
    },
  };
  const sender = sendMidiClock(source, { midi, ...output });
  const input = followMidiClock(b, options);
  b.midi.onMessage(input.onMessage);
  /** How far the session is behind the sequencer now, milliseconds. */
  const behindMs = (): number => {
    const ns = a.clock.exactNs;
    const score = transport.score(ns);
    return ((beatAt(score, ns) - sessionBeat(b)) * 60e3) / bpmAt(score, ns);
  };
  return { room, a, b, transport, sender, sent, input, behindMs };
}

/** The largest of what is looked at every 10 ms. */
function largest(room: SyncRoom, seconds: number, look: () => number): number {
  let most = 0;
  for (let i = 0; i < seconds * 100; i++) {
    room.time.runFor(10e6);
    most = Math.max(most, Math.abs(look()));
  }
  return most;
}

const jitter = { jitterMs: 0.5, jitterDistribution: 'exponential' } as const;

describe('a session that follows the events of a peer', () => {
  it.each([
    ['no loss', 0],
    ['30 % loss', 0.3],
  ])('is in phase with it and has counted every clock, at %s', async (_, loss) => {
    const { room, a, b, transport, sender, sent, input, behindMs } = await eventsBetween(
      11,
      { ...jitter, loss },
      { clockWhileStopped: true },
      { phaseToleranceMs: 0.2 },
    );
    transport.tempo(101);
    room.time.runFor(4 * SECOND);
    expect(input.state).toBe('locked');
    expect(bpmAt(b.sync.transport.score(b.now()), b.now())).toBeCloseTo(101, 1);
    transport.play({ beat: 0 });
    room.time.runFor(0.6 * SECOND);
    expect(runs(b)).toBe(true);
    room.time.runFor(6 * SECOND);
    expect(largest(room, 12, behindMs)).toBeLessThan(0.25);
    // By time stamps there is no jitter, however unevenly events come; the stamps are in microseconds.
    const { jitter: measured, clock, untimed, late } = input.stats();
    expect(measured.p99Us).toBeLessThan(10);
    expect(untimed + late).toBe(0);
    expect(clock!.lostClocks).toBe(0);
    transport.pause();
    room.time.runFor(2 * SECOND);
    expect(runs(b)).toBe(false);
    expect(b.sync.transport.positionNow().beat).toBeCloseTo(sequencerBeat(a, transport), 1);
    sender.close();
    room.time.runFor(SECOND);
    expect(input.stats().clock!.clocks).toBe(sent.clocks);
    expect(b.midi.stats().missing).toBe(0);
    // Two for the tempo's change, one each for start and stop, and now and then one for the phase.
    expect(input.stats().commands).toBeLessThan(16);
  });

  it('comes along at tempo changes, seeks and loops', async () => {
    const { room, b, transport, behindMs, input } = await eventsBetween(12, {
      ...jitter,
      loss: 0.2,
    });
    transport.play({ beat: 0 });
    room.time.runFor(4 * SECOND);
    transport.tempo(133);
    room.time.runFor(3 * SECOND);
    expect(bpmAt(b.sync.transport.score(), b.now())).toBeGreaterThan(130);
    room.time.runFor(12 * SECOND);
    expect(largest(room, 5, behindMs)).toBeLessThan(1.2);
    transport.seek({ beat: 200 });
    room.time.runFor(1 * SECOND);
    expect(Math.abs(behindMs())).toBeLessThan(1.5);
    expect(sessionBeat(b)).toBeGreaterThan(200);
    transport.loop({ startBeat: 200, endBeat: 208 });
    room.time.runFor(10 * SECOND);
    expect(sessionBeat(b)).toBeLessThan(208.5);
    expect(input.yielded).toBe(false);
  });

  it('goes on at its tempo when the sender falls silent, and is in phase when it comes back', async () => {
    const { room, a, b, transport, behindMs, input } = await eventsBetween(13, jitter);
    transport.play({ beat: 0 });
    room.time.runFor(10 * SECOND);
    room.cut(b, (from) => from.name === a.name);
    room.time.runFor(3 * SECOND);
    expect(input.state).toBe('lost');
    const { commands } = input.stats();
    room.time.runFor(4 * SECOND);
    expect(input.stats().commands).toBe(commands);
    expect(runs(b)).toBe(true);
    expect(Math.abs(behindMs())).toBeLessThan(3);
    room.cut(b, () => false);
    room.time.runFor(10 * SECOND);
    expect(input.state).toBe('locked');
    expect(largest(room, 3, behindMs)).toBeLessThan(1.2);
  });

  it('does not fight with who takes it elsewhere, and follows again from the next start', async () => {
    const { room, a, b, transport, behindMs, input } = await eventsBetween(14, jitter);
    transport.play({ beat: 0 });
    room.time.runFor(6 * SECOND);
    a.sync.transport.pause();
    room.time.runFor(3 * SECOND);
    expect(input.yielded).toBe(true);
    expect(runs(b)).toBe(false);
    transport.stop();
    room.time.runFor(SECOND);
    transport.play({ beat: 16 });
    room.time.runFor(8 * SECOND);
    expect(input.yielded).toBe(false);
    expect(runs(b)).toBe(true);
    expect(Math.abs(behindMs())).toBeLessThan(1.2);
    a.sync.transport.tempo(60);
    room.time.runFor(3 * SECOND);
    expect(input.yielded).toBe(true);
    expect(bpmAt(b.sync.transport.score(), b.now())).toBe(60);
    transport.tempo(140);
    room.time.runFor(4 * SECOND);
    expect(input.yielded).toBe(false);
    expect(bpmAt(b.sync.transport.score(), b.now())).toBeGreaterThan(135);
    expect(input.stats().yields).toBe(2);
  });

  it('jumps to where the sender is when its tempo turns out to be another by far', async () => {
    const { room, transport, behindMs } = await eventsBetween(18, jitter);
    transport.tempo(60, { inMs: 0 });
    transport.play({ beat: 0 });
    let most = 0;
    for (let i = 0; i < 300; i++) {
      room.time.runFor(10e6);
      most = Math.max(most, Math.abs(behindMs()));
    }
    expect(most).toBeGreaterThan(300);
    expect(Math.abs(behindMs())).toBeLessThan(1.2);
  });

  it('keeps the place in the beat where the session goes round in a loop of its own', async () => {
    const { room, b, transport, behindMs, input } = await eventsBetween(19, jitter);
    transport.play({ beat: 0 });
    room.time.runFor(6 * SECOND);
    b.sync.transport.loop({ startBeat: 12, endBeat: 16 });
    room.time.runFor(10 * SECOND);
    expect(sessionBeat(b)).toBeLessThan(16);
    const beatMs = 500;
    expect(Math.abs(behindMs() - beatMs * Math.round(behindMs() / beatMs))).toBeLessThan(1.2);
    expect(input.stats().commands).toBeLessThan(6);
  });

  it('gives no command where the sender is the session itself', async () => {
    const room = rooms.createRoom(15);
    const a = await rooms.open(room, { driftPpm: 20 });
    const b = await rooms.open(room, { driftPpm: -20, receive: jitter });
    room.time.runFor(8 * SECOND);
    const output = sendMidiClock(a, { midi: a.midi });
    const input = followMidiClock(b);
    b.midi.onMessage(input.onMessage);
    a.sync.transport.play({ beat: 0 });
    room.time.runFor(10 * SECOND);
    expect(input.state).toBe('locked');
    expect(Math.abs(input.stats().errorMs)).toBeLessThan(0.1);
    a.sync.transport.pause();
    room.time.runFor(2 * SECOND);
    expect(input.stats().commands).toBe(0);
    output.close();
  });

  it('follows MIDI Time Code: runs where it runs, jumps when it is far off', async () => {
    const { room, a, b, transport, input } = await eventsBetween(
      16,
      { ...jitter, loss: 0.2 },
      {
        clock: false,
        mtc: true,
        rate: 25,
        songStart: { hours: 1, minutes: 0, seconds: 0, frames: 0 },
      },
      { follow: 'mtc', songStart: { hours: 1, minutes: 0, seconds: 0, frames: 0 } },
    );
    const behindMs = (): number => {
      const songNs = songNsAt(transport.score(a.clock.exactNs), a.clock.exactNs);
      return (songNs - songNsAt(b.sync.transport.score(b.now()), b.now())) / 1e6;
    };
    transport.play({ positionMs: 10_000 });
    room.time.runFor(2 * SECOND);
    expect(runs(b)).toBe(true);
    expect(largest(room, 5, behindMs)).toBeLessThan(1);
    expect(input.stats().jitter.p99Us).toBeLessThan(10);
    const { commands } = input.stats();
    room.time.runFor(5 * SECOND);
    expect(input.stats().commands).toBe(commands);
    transport.seek({ positionMs: 90_000 });
    for (let i = 0; i < 200; i++) {
      room.time.runFor(10e6);
      expect(runs(b)).toBe(true);
    }
    expect(Math.abs(behindMs())).toBeLessThan(1);
    transport.pause();
    room.time.runFor(2 * SECOND);
    expect(runs(b)).toBe(false);
    expect(Math.abs(behindMs())).toBeLessThan(40);
    transport.seek({ positionMs: 5_000 });
    room.time.runFor(SECOND);
    expect(Math.abs(behindMs())).toBeLessThan(40);
  });

  it('takes events with times far off by their arrival', async () => {
    const room = rooms.createRoom(31);
    const [a, b] = [await rooms.open(room), await rooms.open(room)];
    room.time.runFor(4 * SECOND);
    const input = followMidiClock(b);
    b.midi.onMessage(input.onMessage);
    const stamped = (aheadNs: number) => BigInt(Math.round((a.clock.exactNs + aheadNs) / 1e3));
    for (let n = 0; n < 100; n++) {
      const type = n === 0 ? 'start' : 'clock';
      a.midi.send({ type, timestamp: Number(stamped(n % 2 ? 120e9 : -120e9)) });
      room.time.runFor(SECOND / 48);
    }
    expect(input.stats()).toMatchObject({ untimed: 100, refused: 0 });
    expect(runs(b)).toBe(true);
    expect(input.bpm).toBeCloseTo(120, 0);
  });

  it.each([
    ['while its tempo holds', 0],
    ['while a difference is worked off', 9],
  ])('steers at once on the older timeline that it joins %s', async (_, lateMs) => {
    const room = rooms.createRoom(32);
    const a = await rooms.open(room, { startNs: 5 * SECOND });
    room.time.runFor(2 * SECOND);
    a.sync.transport.play({ beat: 64 });
    room.time.runFor(2 * SECOND);
    // Its own timeline is far ahead of that of the other.
    const b = await rooms.open(room, { startNs: 9e6 * SECOND });
    for (const host of [a, b]) room.cut(host, () => true);
    const { transport, source } = createSequencer(b);
    const input = followMidiClock(b);
    let delayNs = 0;
    const sender = sendMidiClock(ofNoSession(source), {
      onBytes: (ownNs, bytes) => {
        const copy = bytes.slice();
        b.clock.timers.schedule(ownNs + delayNs, () => input.push(copy));
      },
    });
    transport.tempo(97, { inMs: 0 });
    transport.play({ beat: 0 });
    room.time.runFor(10 * SECOND);
    delayNs = lateMs * 1e6;
    room.time.runFor(2 * SECOND);
    for (const host of [a, b]) room.cut(host, () => false);
    room.time.runFor(6 * SECOND);
    expect(b.now()).toBeLessThan(1000 * SECOND);
    expect(runs(a)).toBe(true);
    expect(bpmAt(a.sync.transport.score(), a.now())).toBeCloseTo(97, 0);
    expect(Math.abs(sessionBeat(a) - sequencerBeat(b, transport))).toBeLessThan(0.03);
    sender.close();
  });

  it('hears one peer, and another when that one has been silent', async () => {
    const room = rooms.createRoom(17);
    const [a, b, c] = [await rooms.open(room), await rooms.open(room), await rooms.open(room)];
    room.time.runFor(4 * SECOND);
    const input = followMidiClock(b);
    b.midi.onMessage(input.onMessage);
    const senders = [a, c].map((host, i) => {
      const { transport, source } = createSequencer(host);
      transport.tempo([100, 140][i], { inMs: 0 });
      return sendMidiClock(source, { midi: host.midi, clockWhileStopped: true });
    });
    room.time.runFor(4 * SECOND);
    expect(input.bpm).toBeCloseTo(100, 1);
    expect(input.stats().peer).toBe(a.session.senderId);
    senders[0].close();
    room.time.runFor(5 * SECOND);
    expect(input.bpm).toBeCloseTo(140, 1);
    senders[1].close();
  });
});

/** The same, which does not notice that the session's timeline has become another one. */
function ofNoSession({ session, sync }: MidiClockSource): MidiClockSource {
  const events = { addEventListener: () => {}, removeEventListener: () => {} };
  return { session, sync: { ...sync, timeline: { ...sync.timeline, events } } };
}

/** Bytes of a sequencer on host A's clock, as a cable with jitter delivers them to the same host. */
async function cable(
  seed: number,
  delayMs: (random: () => number) => number,
  options: MidiClockInputOptions,
  clockWhileStopped = false,
) {
  const room = rooms.createRoom(seed);
  const a = await rooms.open(room, { driftPpm: 40 });
  room.time.runFor(4 * SECOND);
  const random = createRandom(seed);
  const { transport, source } = createSequencer(a);
  const input: MidiClockInput = followMidiClock(a, options);
  let lastNs = 0;
  const sender = sendMidiClock(source, {
    clockWhileStopped,
    onBytes: (ownNs, bytes) => {
      const copy = bytes.slice();
      lastNs = Math.max(lastNs, ownNs + delayMs(random) * 1e6);
      a.clock.timers.schedule(lastNs, () => input.push(copy));
    },
  });
  const behindMs = (): number => {
    const ns = a.clock.exactNs;
    const score = transport.score(ns);
    return ((beatAt(score, ns) - sessionBeat(a)) * 60e3) / bpmAt(score, ns);
  };
  return { room, a, transport, input, sender, behindMs };
}

describe('a session that follows raw bytes', () => {
  it('stays within 1.5 ms of a clock with ±1 ms of jitter once its latency is known, with few commands', async () => {
    const delay = (random: () => number): number => 4 + 2 * random() - 1;
    const { room, transport, input, behindMs } = await cable(21, delay, { latencyMs: 4 });
    transport.play({ beat: 0 });
    room.time.runFor(15 * SECOND);
    const { commands } = input.stats();
    expect(largest(room, 30, behindMs)).toBeLessThan(1.5);
    expect(input.stats().commands - commands).toBeLessThan(12);
    const { jitter } = input.stats();
    expect(jitter.meanUs).toBeGreaterThan(300);
    expect(jitter.p99Us).toBeLessThan(1300);
  });

  it('is late by a delay that it is not told of', async () => {
    const { room, transport, behindMs } = await cable(22, () => 4, {});
    transport.play({ beat: 0 });
    room.time.runFor(15 * SECOND);
    // Within the tolerance of 1 ms.
    expect(behindMs()).toBeGreaterThan(2.9);
    expect(behindMs()).toBeLessThan(5.1);
  });

  it('takes up the tempo of a cold start and comes into phase without a jump', async () => {
    const { room, a, transport, behindMs } = await cable(23, () => 0, {});
    transport.tempo(124, { inMs: 0 });
    transport.play({ beat: 0 });
    let last = sessionBeat(a);
    let jump = 0;
    for (let i = 0; i < 1500; i++) {
      room.time.runFor(10e6);
      const beat = sessionBeat(a);
      if (i > 20) jump = Math.max(jump, Math.abs(beat - last - (10 * 124) / 60e3));
      last = beat;
    }
    // A change of place of 2 ms would be 0.004 of a beat.
    expect(jump).toBeLessThan(0.001);
    expect(Math.abs(behindMs())).toBeLessThan(1);
  });

  it('rests where the sender does, also when a jump was still to come', async () => {
    const { room, a, transport, input } = await cable(27, () => 0, {});
    transport.tempo(60, { inMs: 0 });
    transport.play({ beat: 0 });
    let before = 0;
    // The jump comes with the tempo: two commands at once.
    for (let i = 0; i < 200 && input.stats().commands < before + 2; i++) {
      before = input.stats().commands;
      room.time.runFor(10e6);
    }
    transport.pause({ inMs: 31 });
    room.time.runFor(SECOND);
    expect(runs(a)).toBe(false);
    expect(Math.abs(sessionBeat(a) - sequencerBeat(a, transport))).toBeLessThan(0.05);
  });

  it('stays in the loop of the session when the sender stops and goes on past its end', async () => {
    const { room, a, transport, behindMs } = await cable(33, () => 0, {});
    transport.play({ beat: 0 });
    room.time.runFor(6 * SECOND);
    a.sync.transport.loop({ startBeat: 12, endBeat: 16 });
    room.time.runFor(10 * SECOND);
    for (let i = 0; i < 3; i++) {
      transport.pause();
      room.time.runFor(SECOND);
      expect(runs(a)).toBe(false);
      expect(sessionBeat(a)).toBeLessThan(16);
      transport.play();
      room.time.runFor(5 * SECOND);
      expect(runs(a)).toBe(true);
      expect(sessionBeat(a)).toBeGreaterThanOrEqual(12);
      expect(sessionBeat(a)).toBeLessThan(16);
      const bars = behindMs() / 2000;
      expect(Math.abs(bars - Math.round(bars)) * 2000).toBeLessThan(2);
    }
  });

  it('locates while it rests', async () => {
    const { room, a, transport } = await cable(24, () => 0, {}, true);
    transport.seek({ beat: 33 });
    room.time.runFor(SECOND);
    expect(runs(a)).toBe(false);
    expect(sessionBeat(a)).toBe(33);
  });

  it('refuses what is too far ahead for a transport, at any time of arrival', async () => {
    const room = rooms.createRoom(34);
    const host = await rooms.open(room);
    room.time.runFor(2 * SECOND);
    const input = followMidiClock(host);
    for (const [i, aheadNs] of [56e9, 61e9, 1e15, Infinity].entries()) {
      const at = host.clock.exactNs + aheadNs;
      input.push(Uint8Array.of(0xfa, 0xf8, 0xfc), at);
      expect(input.stats()).toMatchObject({ commands: 0 });
      expect(input.stats().refused).toBeGreaterThan(i);
    }
  });

  it('never throws, whatever comes in', async () => {
    const room = rooms.createRoom(25);
    const host = await rooms.open(room);
    for (const follow of ['clock', 'mtc'] as const) {
      const input = followMidiClock(host, { follow });
      fc.assert(
        fc.property(
          fc.array(
            fc.oneof(fc.nat(255), fc.constantFrom(0xf0, 0xf1, 0xf2, 0xf8, 0xfa, 0xfb, 0xfc)),
          ),
          fc.nat(200),
          (bytes, ms) => {
            input.push(Uint8Array.from(bytes));
            room.time.runFor(ms * 1e6);
          },
        ),
        { numRuns: 200 },
      );
      input.close();
      input.push(Uint8Array.of(0xfa, 0xf8));
    }
  });

  it.each([
    [{ follow: 'link' as 'mtc' }, /follow is 'link'/u],
    [{ peer: -1 }, /peer is -1/u],
    [{ latencyMs: 2000 }, /latencyMs is 2000/u],
    [{ lostAfterMs: 1 }, /lostAfterMs is 1/u],
    [{ leadMs: -1 }, /leadMs is -1/u],
    [{ tempoThresholdBpm: 0 }, /tempoThresholdBpm is 0/u],
    [{ phaseToleranceMs: 0 }, /phaseToleranceMs is 0/u],
    [{ jumpMs: 1 }, /jumpMs is 1/u],
  ])('refuses %j', async (options, message) => {
    const host = await rooms.open(rooms.createRoom(26));
    expect(() => followMidiClock(host, options)).toThrow(message);
  });
});

function sequencerBeat(host: Host, transport: Host['sync']['transport']): number {
  return beatAt(transport.score(host.clock.exactNs), host.clock.exactNs);
}
