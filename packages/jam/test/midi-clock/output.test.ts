import { beatAt, timeOfBeat } from '@jamnet/sync';
import { afterEach, describe, expect, it } from 'vitest';
import { sendMidiClock } from '../../src/index.js';
import { type HostOptions, SECOND } from '../session/sync-room.js';
import { createClockRooms, createSequencer, type Sent, sendRaw } from './clock-room.js';

const rooms = createClockRooms();
afterEach(() => rooms.end());

const lossy: HostOptions = { receive: { loss: 0.2, jitterMs: 0.2 } };
const [CLOCK, START, CONTINUE, STOP, POSITION] = [0xf8, 0xfa, 0xfb, 0xfc, 0xf2];
const names = (sent: readonly Sent[]): string[] =>
  sent.filter(({ bytes }) => bytes[0] !== CLOCK).map(({ bytes }) => bytes.join(' '));
const clocks = (sent: readonly Sent[]): Sent[] => sent.filter(({ bytes }) => bytes[0] === CLOCK);
const withStatus = (sent: readonly Sent[], status: number): Sent[] =>
  sent.filter(({ bytes }) => bytes[0] === status);

describe('MIDI Clock of a session', () => {
  it('goes out as the same bytes at the same true time on two hosts, at 20 % loss', async () => {
    const room = rooms.createRoom(1);
    const a = await rooms.open(room, { ...lossy, driftPpm: 40, wanderPpbPerRootS: 10 });
    const b = await rooms.open(room, { ...lossy, driftPpm: -35, wanderPpbPerRootS: 10 });
    room.time.runFor(10 * SECOND);
    const [left, right] = [sendRaw(room, a), sendRaw(room, b)];
    const { transport } = a.sync;
    transport.play({ beat: 0 });
    room.time.runFor(4 * SECOND);
    transport.tempo(93);
    room.time.runFor(4 * SECOND);
    b.sync.transport.seek({ beat: 32 });
    room.time.runFor(4 * SECOND);
    transport.loop({ startBeat: 32, endBeat: 34 });
    transport.seek({ beat: 32 });
    room.time.runFor(5 * SECOND);
    transport.stop();
    room.time.runFor(SECOND);
    expect(left.sent.length).toBeGreaterThan(600);
    expect(left.sent.map(({ bytes }) => bytes)).toEqual(right.sent.map(({ bytes }) => bytes));
    const apart = left.sent.map(({ trueNs }, i) => Math.abs(trueNs - right.sent[i].trueNs) / 1e3);
    expect(Math.max(...apart)).toBeLessThan(50);
    expect(left.output.stats()).toMatchObject({ overdue: 0, restarts: 0 });
    const said = names(left.sent);
    expect(said[0]).toBe(`${START}`);
    // A seek and the turns of a loop are Stop, position, Continue; beat 32 is sixteenth 128.
    expect(said.slice(1, 4)).toEqual([`${STOP}`, `${POSITION} 0 1`, `${CONTINUE}`]);
    expect(said.slice(-2)).toEqual([`${STOP}`, `${POSITION} 0 0`]);
    expect(withStatus(left.sent, CONTINUE).length).toBeGreaterThan(4);
  });

  it('has each clock where the score has it, and Start a millisecond before', async () => {
    const room = rooms.createRoom(2);
    const host = await rooms.open(room);
    room.time.runFor(2 * SECOND);
    const { sent } = sendRaw(room, host);
    host.sync.transport.tempo(97);
    room.time.runFor(0.3 * SECOND);
    const { timestampNs } = host.sync.transport.play({ beat: 0 })!;
    room.time.runFor(3 * SECOND);
    const score = host.sync.transport.score();
    const [start] = withStatus(sent, START);
    const toTrue = (ns: number): number => room.time.clock.nowNs() + ns - host.now();
    expect(start.trueNs).toBeCloseTo(toTrue(timestampNs) - 1e6, -2);
    expect(clocks(sent)[0].trueNs).toBeCloseTo(toTrue(timestampNs), -2);
    clocks(sent).forEach(({ trueNs }, n) => {
      expect(Math.abs(trueNs - toTrue(timeOfBeat(score, n / 24)))).toBeLessThan(200);
    });
    expect(clocks(sent).length).toBeGreaterThan(((2.8 * 97) / 60) * 24);
  });

  it('joins what plays already, and keeps clocks while it rests where that is asked for', async () => {
    const room = rooms.createRoom(3);
    const host = await rooms.open(room);
    host.sync.transport.play({ beat: 0 });
    room.time.runFor(3 * SECOND);
    const { sent, output } = sendRaw(room, host, { clockWhileStopped: true });
    room.time.runFor(SECOND);
    expect(names(sent).at(-1)).toBe(`${CONTINUE}`);
    host.sync.transport.pause();
    room.time.runFor(SECOND);
    const resting = output.stats().clocks;
    room.time.runFor(SECOND);
    expect(output.stats().clocks - resting).toBe(48);
    output.close();
    const { length } = sent;
    room.time.runFor(SECOND);
    expect(sent.length).toBe(length);
  });

  it('stops its receivers when it is closed while it plays', async () => {
    const room = rooms.createRoom(4);
    const host = await rooms.open(room);
    const { sent, output } = sendRaw(room, host);
    host.sync.transport.play({ beat: 0 });
    room.time.runFor(SECOND);
    output.close();
    output.close();
    expect(names(sent)).toEqual([`${START}`, `${STOP}`]);
    expect(sent.every(({ trueNs }, i) => i === 0 || trueNs >= sent[i - 1].trueNs)).toBe(true);
  });

  it('stops and goes on by the new timeline where it joins an older one', async () => {
    const room = rooms.createRoom(5);
    const a = await rooms.open(room, { startNs: 5 * SECOND });
    room.time.runFor(2 * SECOND);
    a.sync.transport.play({ beat: 0 });
    room.time.runFor(2 * SECOND);
    // Its own timeline is far ahead, and its clocks must not wait for that time to come.
    const b = await rooms.open(room, { startNs: 9e6 * SECOND });
    const { sent, output } = sendRaw(room, b);
    b.sync.transport.play({ beat: 100, inMs: 0 });
    room.time.runFor(4 * SECOND);
    expect(output.stats().restarts).toBe(1);
    const said = names(sent);
    expect(said.filter((each) => each === `${STOP}`).length).toBeGreaterThan(0);
    expect(said.at(-1)).toBe(`${CONTINUE}`);
    expect(sent.every(({ trueNs }, i) => i === 0 || trueNs >= sent[i - 1].trueNs)).toBe(true);
    const { bytes } = withStatus(sent, POSITION).at(-1)!;
    const since = clocks(sent.slice(sent.findLastIndex(({ bytes: [s] }) => s === CONTINUE))).length;
    const beat = (bytes[1] + 128 * bytes[2]) / 4 + (since - 1) / 24;
    const now = b.now();
    expect(Math.abs(beat - beatAt(b.sync.transport.score(now), now))).toBeLessThan(0.1);
  });

  it('is so much earlier as its latency says, and has MIDI Time Code in the same order of time', async () => {
    const room = rooms.createRoom(6);
    const host = await rooms.open(room);
    const plain = sendRaw(room, host, { mtc: true, rate: 30 });
    const early = sendRaw(room, host, { mtc: true, rate: 30, latencyMs: 12 });
    host.sync.transport.play({ beat: 0 });
    room.time.runFor(2 * SECOND);
    expect(plain.output.stats().quarterFrames).toBeGreaterThan(215);
    expect(plain.output.stats().fullFrames).toBe(1);
    const quarters = withStatus(plain.sent, 0xf1).map(({ trueNs }) => trueNs);
    for (const [i, trueNs] of quarters.entries())
      expect(Math.abs(trueNs - quarters[0] - (i * 1e9) / 120)).toBeLessThan(100);
    const first = (sent: readonly Sent[]): number => clocks(sent)[0].trueNs;
    expect(first(plain.sent) - first(early.sent)).toBeCloseTo(12e6, -2);
    for (const { sent } of [plain, early])
      expect(sent.every(({ trueNs }, i) => i === 0 || trueNs >= sent[i - 1].trueNs)).toBe(true);
  });

  it('is events with their exact times in the MIDI layer, each sent when it is due', async () => {
    const room = rooms.createRoom(7);
    const a = await rooms.open(room);
    const b = await rooms.open(room);
    room.time.runFor(2 * SECOND);
    const output = sendMidiClock(a, { midi: a.midi, mtc: true });
    const raw = sendRaw(room, a, { mtc: true });
    const heard: { type: string; timestamp: number; lateUs: number }[] = [];
    b.midi.onMessage(({ type, timestamp }) => {
      const lateUs = a.clock.exactNs / 1e3 - Number(timestamp);
      heard.push({ type, timestamp: Number(timestamp), lateUs });
    });
    a.sync.transport.play({ beat: 7 });
    room.time.runFor(2 * SECOND);
    a.sync.transport.stop();
    room.time.runFor(SECOND);
    output.close();
    raw.output.close();
    const types: Record<number, string> = {
      [CLOCK]: 'clock',
      [CONTINUE]: 'continue',
      [STOP]: 'stop',
      [POSITION]: 'song_position',
      0xf0: 'sysex',
      0xf1: 'time_code',
    };
    expect(heard.map(({ type }) => type)).toEqual(raw.sent.map(({ bytes: [s] }) => types[s]));
    const toOwnUs = (trueNs: number): number =>
      (a.clock.exactNs + trueNs - room.time.clock.nowNs()) / 1e3;
    heard.forEach(({ timestamp, lateUs }, i) => {
      expect(Math.abs(timestamp - toOwnUs(raw.sent[i].trueNs))).toBeLessThan(1);
      expect(lateUs).toBeGreaterThan(49);
      expect(lateUs).toBeLessThan(60);
    });
  });

  it('leaves out what it missed in a stall of more than a second', async () => {
    const room = rooms.createRoom(8);
    const host = await rooms.open(room);
    const { transport, source } = createSequencer(host);
    let heldNs = 0;
    const timeline = { ...source.sync.timeline, toTimeline: (ns: number) => ns + heldNs };
    let clocksSent = 0;
    const output = sendMidiClock(
      { ...source, sync: { transport, timeline } },
      { onBytes: (_at, [status]) => void (clocksSent += Number(status === CLOCK)) },
    );
    transport.play({ beat: 0 });
    room.time.runFor(2 * SECOND);
    const before = clocksSent;
    heldNs = 100 * SECOND;
    room.time.runFor(SECOND);
    expect(output.stats().restarts).toBe(1);
    expect(clocksSent - before).toBeLessThan(60);
  });

  it.each([
    [{}, /onBytes or midi/u],
    [{ onBytes: () => {}, clock: false }, /neither clock nor mtc/u],
    [{ onBytes: () => {}, lookAheadMs: 1 }, /lookAheadMs is 1/u],
    [{ onBytes: () => {}, latencyMs: -1 }, /latencyMs is -1/u],
    [{ onBytes: () => {}, startLeadMs: NaN }, /startLeadMs is NaN/u],
    [{ onBytes: () => {}, mtc: true, rate: 26 as 25 }, /rate is 26/u],
  ])('refuses %j', async (options, message) => {
    const host = await rooms.open(rooms.createRoom(9));
    expect(() => sendMidiClock(host, options)).toThrow(message);
  });
});
