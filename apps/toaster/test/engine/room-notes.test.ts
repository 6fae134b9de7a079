import type { EventInfo } from '@jamnet/jmid';
import type { JmidEvent } from '@jamnet/schemas';
import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { RoomNotes } from '../../src/engine/room-notes.js';
import { createFakeMidiPort } from './fake-devices.js';

const START_NS = 100e9;
const MS = 1e6;
const ADA = 7;

interface Peer {
  readonly senderId: number;
  readonly sameClock: boolean;
}

function createStage() {
  const time = createVirtualTime({ startNs: START_NS });
  const port = createFakeMidiPort();
  const sent: JmidEvent[] = [];
  const told: [number | null, boolean][] = [];
  let handler: (event: JmidEvent, info: EventInfo) => void = () => undefined;
  const stage = {
    time,
    port,
    sent,
    told,
    playoutMs: null as number | null,
    /** What a peer's clock is ahead of this one; NaN while it is not known. */
    peerAheadNs: NaN,
    /** A moment of this process's clock, in milliseconds from the start, as a peer on it stamps it. */
    stamp: (ms: number) => Math.round((START_NS + ms * MS) / 1000),
    hear(
      event: JmidEvent,
      info: Partial<Omit<EventInfo, 'peer'>> & { peer?: Partial<Peer> } = {},
    ): void {
      const peer = { senderId: ADA, sameClock: true, ...info.peer };
      const calm = { stale: false, synthesised: false, repaired: false };
      handler(event, { ...calm, ...info, peer } as unknown as EventInfo);
    },
    /** What sounds, and when: milliseconds from the start; `now` where it is at once. */
    sounds() {
      return port.sent.map(({ bytes, atNs }) => [
        bytes,
        atNs === 0 ? 'now' : Number(((atNs - START_NS) / MS).toFixed(3)),
      ]);
    },
    run: (ms: number) => void time.run(START_NS + ms * MS),
  };
  const notes = new RoomNotes({
    midi: {
      send: (event) => sent.push(event) > 0,
      onMessage: (next) => void (handler = next),
    },
    timeline: {
      // This timeline is 1 s ahead of this clock; a peer's is behind it by what its clock is not ahead.
      toOwn: (ns) => ns - 1e9,
      peerToTimeline: (_, ns) => ns - stage.peerAheadNs + 1e9,
    },
    clock: time.clock,
    timers: time.timers,
    playoutMs: () => stage.playoutMs,
    onNote: (senderId, repaired) => void told.push([senderId, repaired]),
  });
  notes.use(port);
  return { ...stage, stage, notes };
}

const on = (note: number, timestamp?: number): JmidEvent =>
  ({ type: 'note_on', channel: 1, note, velocity: 100, ...stamped(timestamp) }) as JmidEvent;
const off = (note: number, timestamp?: number): JmidEvent =>
  ({ type: 'note_off', channel: 1, note, velocity: 0, ...stamped(timestamp) }) as JmidEvent;
const stamped = (timestamp?: number) => (timestamp === undefined ? {} : { timestamp });

describe('notes that are played here', () => {
  it('go out with their time, and are told of', () => {
    const { port, sent, told } = createStage();
    port.play([0x91, 60, 100], START_NS + 1234_567);
    port.play([0x81, 60, 0], START_NS + 2e6);
    port.play([0x90, 61, 0], START_NS + 3e6);
    expect(sent).toMatchObject([
      { type: 'note_on', channel: 2, note: 60, velocity: 100 },
      { type: 'note_off', channel: 2, note: 60 },
      { note: 61 },
    ]);
    expect(Number(sent[0]!.timestamp)).toBe(Math.round((START_NS + 1234_567) / 1000));
    expect(told).toEqual([[null, false]]);
  });

  it('do not go out of a port that is used no more, and half a message is forgotten with it', () => {
    const { port, sent, notes } = createStage();
    port.play([0xf0, 1, 2], START_NS);
    const other = createFakeMidiPort();
    notes.use(other);
    port.play([0x90, 60, 100], START_NS);
    expect(sent).toEqual([]);
    other.play([0x90, 62, 100], START_NS);
    expect(sent).toMatchObject([{ note: 62 }]);
    notes.use(undefined);
    notes.close();
  });
});

describe('notes of others', () => {
  it('sound so long after they were played that all sound equally late', () => {
    const { hear, run, stamp, sounds, told, notes } = createStage();
    hear(on(60, stamp(-4)));
    expect(notes.delayMs(ADA)).toBeCloseTo(4.3, 6);
    run(10);
    hear(off(60, stamp(9)));
    run(20);
    expect(sounds()).toEqual([
      [[0x90, 60, 100], 0.3],
      [[0x80, 60, 0], 13.3],
    ]);
    expect(told).toEqual([[ADA, false]]);
    expect(notes.delayMs(99)).toBeNull();
  });

  it('sound at the common delay where that is longer', () => {
    const { stage, hear, run, stamp, sounds } = createStage();
    stage.playoutMs = 30;
    hear(on(60, stamp(-1)));
    run(40);
    expect(sounds()).toEqual([[[0x90, 60, 100], 29]]);
  });

  it('of a peer with another clock sound by the timeline', () => {
    const { stage, hear, run, stamp, sounds } = createStage();
    const peer = { sameClock: false };
    stage.peerAheadNs = 50e9;
    hear(on(60, stamp(50_000 - 2)), { peer });
    run(10);
    expect(sounds()).toEqual([[[0x90, 60, 100], 0.3]]);
  });

  it('sound at once while a peer’s clock is not known, and where a time cannot be true', () => {
    const { stage, hear, stamp, sounds } = createStage();
    const peer = { sameClock: false };
    hear(on(60, stamp(0)), { peer });
    stage.peerAheadNs = 0;
    hear(on(61, stamp(-9000)), { peer });
    hear(on(62, stamp(9000)), { peer });
    hear(on(63), { peer });
    expect(sounds()).toEqual([60, 61, 62, 63].map((note) => [[0x90, note, 100], 'now']));
  });

  it('that were released before they came are silent', () => {
    const { hear, stamp, sounds, told, run } = createStage();
    hear(on(60, stamp(0)), { stale: true, repaired: true });
    run(100);
    expect(sounds()).toEqual([]);
    expect(told).toEqual([]);
  });

  it('that came in a repair are told of as such', () => {
    const { hear, stamp, told } = createStage();
    hear(on(60, stamp(0)), { repaired: true });
    expect(told).toEqual([[ADA, true]]);
  });

  it('are released at once where nobody sent the release', () => {
    const { hear, stamp, sounds, run } = createStage();
    hear(on(60, stamp(-1)));
    run(20);
    hear(off(60), { synthesised: true });
    expect(sounds()).toEqual([
      [[0x90, 60, 100], 0.5],
      [[0x80, 60, 0], 'now'],
    ]);
  });

  it('bug: a release that nobody sent came before a note that was still to sound, and the note stuck', () => {
    const { stage, hear, stamp, sounds, run } = createStage();
    stage.playoutMs = 200;
    hear(on(60, stamp(0)));
    run(20);
    hear(off(60), { synthesised: true });
    run(300);
    expect(sounds()).toEqual([
      [[0x90, 60, 100], 200],
      [[0x80, 60, 0], 200],
    ]);
  });

  it('bug: a note that is struck anew at the instant of its release was silent when the delay had just become shorter', () => {
    const { hear, stamp, sounds, run } = createStage();
    hear(on(60, stamp(-8)));
    const bend = (ms: number): JmidEvent =>
      ({ type: 'pitch_bend', channel: 2, bend: 8192, timestamp: stamp(ms) }) as JmidEvent;
    for (let i = 0; i < 260; i++) {
      run(10 * i);
      hear(bend(10 * i - 1));
    }
    run(3000);
    hear(off(60, stamp(2999)));
    hear(on(60, stamp(2999)));
    run(4000);
    const notes = sounds().filter(([bytes]) => (bytes as number[])[1] === 60);
    expect(notes.map(([bytes]) => (bytes as number[])[0])).toEqual([0x90, 0x80, 0x90]);
    expect(notes[2]![1]).toBe(notes[1]![1]);
  });

  it('bug: a late player’s note held up what others played', () => {
    const { stage, hear, stamp, sounds, run } = createStage();
    hear(on(60, stamp(-50)), { peer: { senderId: 1 } });
    run(10);
    hear(off(60, stamp(10)), { peer: { senderId: 1 } });
    hear(on(72, stamp(9)), { peer: { senderId: 2 } });
    run(100);
    const [, ...rest] = sounds();
    // A port takes messages in the order of their times only.
    expect(rest).toEqual([
      [[0x90, 72, 100], 10.5],
      [[0x80, 60, 0], 60.3],
    ]);
    expect(stage.port.sent).toHaveLength(3);
  });

  it('of MIDI 2.0 sound as what MIDI 1.0 has for them', () => {
    const { hear, sounds, told } = createStage();
    hear({ type: 'midi2_note_on', channel: 3, note: 60, velocity: 0xffff } as JmidEvent);
    hear({ type: 'midi2_note_pitch_bend', channel: 3, note: 60, bend: 5 } as JmidEvent);
    hear({ type: 'midi2_note_off', channel: 3, note: 60, velocity: 0 } as JmidEvent);
    expect(sounds()).toEqual([
      [[0x92, 60, 127], 'now'],
      [[0x82, 60, 0], 'now'],
    ]);
    expect(told).toEqual([[ADA, false]]);
  });

  it('bring system exclusive messages, but none that is longer than a port takes', () => {
    const { hear, sounds } = createStage();
    const sysex = (length: number) =>
      ({ type: 'sysex', data: Array.from({ length }, (_, i) => i % 128) }) as unknown as JmidEvent;
    hear(sysex(4094));
    hear(sysex(4095));
    expect(sounds()).toHaveLength(1);
    expect(sounds()[0]![0]).toHaveLength(4096);
  });

  it('are released when the room is left: what waits sounds at once', () => {
    const { stage, notes, hear, stamp, sounds, time } = createStage();
    stage.playoutMs = 200;
    hear(on(60, stamp(0)));
    hear(off(60), { synthesised: true });
    notes.close();
    expect(sounds()).toEqual([
      [[0x90, 60, 100], 'now'],
      [[0x80, 60, 0], 'now'],
    ]);
    expect(time.pending).toBe(0);
    hear(on(61));
    expect(sounds()).toHaveLength(2);
  });

  it('have no port and do no harm', () => {
    const { notes, hear, stamp, run } = createStage();
    notes.use(undefined);
    hear(on(60, stamp(0)));
    run(300);
    notes.forget(ADA);
    expect(notes.delayMs(ADA)).toBeNull();
  });
});
