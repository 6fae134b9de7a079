import { bpmAt } from '@jamnet/sync';
import { afterEach, describe, expect, it } from 'vitest';
import type { Host } from '../session/sync-room.js';
import { createLinkRooms, type LinkRooms } from './link-rooms.js';

let rooms: LinkRooms;
afterEach(() => rooms.close());

const bpmOf = (host: Host): number => bpmAt(host.sync.transport.score(), host.timeline.nowNs());
const runOf = (host: Host): string => host.sync.transport.score().run;

describe('a session and Link', () => {
  it('share the tempo both ways', async () => {
    rooms = createLinkRooms(1);
    const live = await rooms.player({ bpm: 97 });
    rooms.run(1);
    const [a, b] = [await rooms.open(), await rooms.open()];
    rooms.run(3);
    const connection = await rooms.connect(a);
    const told: string[] = [];
    connection.events.addEventListener('tempo', ({ bpm, from }) => told.push(`${from} ${bpm}`));
    rooms.run(3);
    // Who rests takes Link's over.
    expect([a, b].map(bpmOf)).toEqual([97, 97]);
    live.link.setTempo(130, live.now());
    rooms.run(0.3);
    expect([a, b].map(bpmOf)).toEqual([130, 130]);
    b.sync.transport.tempo(88.5);
    rooms.run(0.5);
    expect(live.link.bpm).toBe(88.5);
    rooms.run(5);
    expect(told).toEqual(['link 97', 'link 130', 'session 88.5']);
    expect(connection.stats().toSession.tempos).toBe(2);
  });

  it('start and stop both ways; a start of Link waits for its phase', async () => {
    rooms = createLinkRooms(2);
    const live = await rooms.player({ bpm: 100 });
    rooms.run(1);
    const [a, b] = [await rooms.open(), await rooms.open()];
    rooms.run(3);
    const connection = await rooms.connect(a);
    rooms.run(3.21);
    live.link.setPlaying(true, live.now());
    const startedNs = live.now();
    rooms.run(0.2);
    const launch = b.sync.transport.pending().find(({ command }) => command === 'PLAY')!;
    expect(launch.beat).toBe(0);
    rooms.run(2.5);
    // The first bar of Link after it was started, and its first beat.
    const barNs = live.link.timeOfBeat(Math.ceil(live.link.beatAt(startedNs) / 4) * 4);
    expect(Math.abs(rooms.apartUs(b, live))).toBeLessThan(150);
    const beats = ((live.now() - barNs) / 60e9) * 100;
    expect(Math.abs(b.sync.transport.positionNow().beatInBar - 1 - (beats % 4))).toBeLessThan(1.1);
    expect([a, b].map(runOf)).toEqual(['playing', 'playing']);
    b.sync.transport.stop();
    rooms.run(0.5);
    expect(live.link.isPlaying).toBe(false);
    b.sync.transport.pause({ beat: 17.25 });
    rooms.run(0.5);
    live.link.setPlaying(true, live.now());
    rooms.run(3);
    // It goes on where it was.
    expect(runOf(b)).toBe('playing');
    expect(b.sync.transport.score().anchor.beat).toBe(17.25);
    expect(Math.abs(rooms.apartUs(b, live))).toBeLessThan(150);
    live.link.setPlaying(false, live.now());
    rooms.run(0.3);
    expect([a, b].map(runOf)).toEqual(['stopped', 'stopped']);
    const { toLink, toSession } = connection.stats();
    expect([toSession.starts, toSession.stops, toLink.starts, toLink.stops]).toEqual([2, 1, 0, 1]);
  });

  it('are at one beat from the instant on at which the session is started', async () => {
    rooms = createLinkRooms(3);
    const live = await rooms.player();
    rooms.run(1);
    const [a, b] = [await rooms.open(), await rooms.open()];
    rooms.run(3);
    const connection = await rooms.connect(a);
    rooms.run(3);
    const heard: { atNs: number; nowNs: number }[] = [];
    live.link.events.addEventListener('start-stop', ({ atNs }) =>
      heard.push({ atNs, nowNs: live.now() }),
    );
    const play = b.sync.transport.play({ beat: 2 })!;
    rooms.run(0.2);
    // Link is told ahead of its time.
    expect(live.link.isPlaying).toBe(true);
    expect(heard[0].atNs).toBeGreaterThan(heard[0].nowNs);
    expect(Math.abs(b.sync.transport.score().anchor.beat - play.beat)).toBe(0);
    for (let i = 0; i < 50; i++) {
      rooms.run(0.05);
      expect(Math.abs(rooms.apartUs(b, live))).toBeLessThan(150);
    }
    // A jump to another place takes Link's phase along, and so does a change of tempo with it.
    b.sync.transport.seek({ beat: 33.5 });
    a.sync.transport.tempo(143);
    rooms.run(0.3);
    expect(live.link.bpm).toBe(143);
    expect(Math.abs(rooms.apartUs(b, live))).toBeLessThan(150);
    // A start that moves nobody.
    a.sync.transport.stop();
    rooms.run(1);
    const { moves } = connection.stats().toLink;
    a.sync.transport.play({ beat: 1, atNs: connection.timeInPhase(1) });
    rooms.run(4);
    expect(Math.abs(rooms.apartUs(b, live))).toBeLessThan(150);
    expect(connection.stats().toLink.moves).toBe(moves);
  });

  it('stay together when Link changes the tempo of a session that plays', async () => {
    rooms = createLinkRooms(4);
    const live = await rooms.player();
    rooms.run(1);
    const [a, b] = [await rooms.open(), await rooms.open()];
    rooms.run(3);
    const connection = await rooms.connect(a);
    rooms.run(2);
    b.sync.transport.play({ beat: 0 });
    rooms.run(2);
    const { moves } = connection.stats().toLink;
    for (const bpm of [61, 180, 97.3]) {
      live.link.setTempo(bpm, live.now());
      rooms.run(0.3);
      expect([a, b].map(bpmOf)).toEqual([bpm, bpm]);
      expect(Math.abs(rooms.apartUs(b, live))).toBeLessThan(150);
    }
    expect(connection.stats().toLink.moves).toBe(moves);
    expect(connection.stats().toSession.moves).toBe(0);
  });

  it('are pushed to Link when a session that plays is connected', async () => {
    rooms = createLinkRooms(5);
    const live = await rooms.player({ bpm: 97 });
    rooms.run(1);
    const a = await rooms.open();
    rooms.run(3);
    a.sync.transport.tempo(75);
    a.sync.transport.play({ beat: 0 });
    rooms.run(2);
    await rooms.connect(a);
    rooms.run(3);
    expect(live.link.bpm).toBe(75);
    expect(live.link.isPlaying).toBe(true);
    expect(bpmOf(a)).toBe(75);
    expect(Math.abs(rooms.apartUs(a, live))).toBeLessThan(150);
  });

  it('are taken up from somebody who moves the phase of Link', async () => {
    rooms = createLinkRooms(6);
    const live = await rooms.player();
    rooms.run(1);
    const [a, b] = [await rooms.open(), await rooms.open()];
    rooms.run(3);
    const connection = await rooms.connect(a);
    rooms.run(2);
    b.sync.transport.play({ beat: 0 });
    rooms.run(2);
    const phases: number[] = [];
    connection.events.addEventListener('phase', ({ byBeats, from }) => {
      if (from === 'link') phases.push(byBeats);
    });
    live.link.forceBeatAtTime(live.beat() + 1.5, live.now());
    rooms.run(0.5);
    expect(phases.length).toBe(1);
    expect(phases[0]).toBeCloseTo(1.5, 3);
    expect(Math.abs(rooms.apartUs(b, live))).toBeLessThan(150);
    rooms.run(5);
    expect(connection.stats().toSession.moves).toBe(1);
  });

  it('leave a start alone that was overtaken by a command of the session', async () => {
    rooms = createLinkRooms(7);
    const live = await rooms.player({ bpm: 40 });
    rooms.run(1);
    const a = await rooms.open();
    rooms.run(3);
    await rooms.connect(a);
    rooms.run(3);
    let bar = 0;
    const start = (): void => {
      bar = Math.ceil(live.beat() / 4) * 4;
      live.link.setPlaying(true, live.link.timeOfBeat(bar + 0.1));
    };
    start();
    rooms.run(0.3);
    expect(a.sync.transport.pending().length).toBe(1);
    live.link.setPlaying(false, live.link.timeOfBeat(bar + 0.2));
    rooms.run(15);
    expect(runOf(a)).toBe('stopped');
    start();
    rooms.run(0.3);
    a.sync.transport.stop();
    rooms.run(0.4);
    expect(live.link.isPlaying).toBe(false);
    rooms.run(20);
    expect(runOf(a)).toBe('stopped');
    start();
    rooms.run(0.3);
    a.sync.transport.play({ beat: 100 });
    rooms.run(20);
    expect(runOf(a)).toBe('playing');
    expect(a.sync.transport.positionNow().bar).toBeGreaterThan(25);
    expect(Math.abs(rooms.apartUs(a, live))).toBeLessThan(150);
  });

  it('do without start and stop where that was said, and without a tempo that Link does not have', async () => {
    rooms = createLinkRooms(8);
    const live = await rooms.player();
    rooms.run(1);
    const a = await rooms.open();
    rooms.run(3);
    const connection = await rooms.connect(a, { startStopSync: false });
    rooms.run(3);
    live.link.setPlaying(true, live.now());
    rooms.run(3);
    expect(runOf(a)).toBe('stopped');
    live.link.setPlaying(false, live.now());
    a.sync.transport.play({ beat: 0 });
    rooms.run(1);
    expect(live.link.isPlaying).toBe(false);
    expect(Math.abs(rooms.apartUs(a, live))).toBeLessThan(150);
    a.sync.transport.tempo(12);
    rooms.run(1);
    expect(live.link.bpm).toBe(120);
    live.link.setTempo(60, live.now());
    rooms.run(1);
    expect(bpmOf(a)).toBe(60);
    expect(Math.abs(rooms.apartUs(a, live))).toBeLessThan(150);
    expect(connection.stats().toLink.starts).toBe(0);
  });

  it('keep within a millisecond for ten minutes, with clocks that drift apart', async () => {
    rooms = createLinkRooms(9);
    const live = await rooms.player({ driftPpm: 50 });
    rooms.run(1);
    const a = await rooms.open({ driftPpm: 0 });
    const b = await rooms.open({ driftPpm: -20 });
    rooms.run(3);
    // The one that is connected is not the master.
    const connection = await rooms.connect(a.timeline.isMaster ? b : a);
    rooms.run(2);
    // Not a whole number of microseconds a beat, so Link's tempo is not quite the session's either.
    b.sync.transport.tempo(130);
    b.sync.transport.play({ beat: 0 });
    rooms.run(3);
    let most = 0;
    for (let i = 0; i < 6000; i++) {
      rooms.run(0.1);
      most = Math.max(most, Math.abs(rooms.apartUs(a, live)), Math.abs(rooms.apartUs(b, live)));
    }
    expect(most).toBeLessThan(300);
    const { corrections, largestCorrectionUs, toLink, toSession } = connection.stats();
    expect(corrections).toBeGreaterThan(100);
    expect(largestCorrectionUs).toBeLessThan(300);
    expect(toLink.moves + toSession.moves).toBeLessThan(2);
    expect(live.link.bpm).toBe(130);
  });

  it('never lose a tempo to a correction of the phase', async () => {
    rooms = createLinkRooms(10);
    const live = await rooms.player({ driftPpm: 100 });
    rooms.run(1);
    const a = await rooms.open({ driftPpm: -100 });
    rooms.run(3);
    const connection = await rooms.connect(a);
    rooms.run(2);
    a.sync.transport.play({ beat: 0 });
    rooms.run(2);
    // Hits the corrections, one in less than a second, at every time beside them.
    for (let i = 0; i < 100; i++) {
      const before = connection.stats().corrections;
      for (let k = 0; k < 2000 && connection.stats().corrections === before; k++) rooms.run(0.001);
      const bpm = 60 + (i % 120);
      live.link.setTempo(bpm, live.now() - (i % 20) * 1e5);
      rooms.run(0.12);
      expect(live.link.bpm).toBe(bpm);
      expect(bpmOf(a)).toBe(bpm);
    }
  });
});
