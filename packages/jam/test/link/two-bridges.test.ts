import { bpmAt } from '@jamnet/sync';
import { afterEach, describe, expect, it } from 'vitest';
import type { Host } from '../session/sync-room.js';
import { createLinkRooms, type LinkRooms } from './link-rooms.js';

let rooms: LinkRooms;
afterEach(() => rooms.close());

const bpmOf = (host: Host): number => bpmAt(host.sync.transport.score(), host.timeline.nowNs());

describe('several that are connected', () => {
  async function twoConnected() {
    const live = await rooms.player({ bpm: 97 });
    rooms.run(1);
    const hosts = [await rooms.open({ driftPpm: 20 }), await rooms.open(), await rooms.open()];
    rooms.run(3);
    const [a, b, guest] = hosts.toSorted((x, y) => x.toast.senderId - y.toast.senderId);
    const connections = [await rooms.connect(b), await rooms.connect(a)];
    rooms.run(4);
    return { live, a, b, guest, ofB: connections[0], ofA: connections[1] };
  }

  it('leave the work to the one of the smallest id, and say everything once', async () => {
    rooms = createLinkRooms(1);
    const { live, a, b, guest, ofA, ofB } = await twoConnected();
    expect([ofA.active, ofB.active]).toEqual([true, false]);
    const sent = (): number[] => [a, b, guest].map(({ sync }) => sync.stats().sent);
    const before = sent();
    live.link.setTempo(140, live.now());
    rooms.run(0.5);
    expect([a, b, guest].map(bpmOf)).toEqual([140, 140, 140]);
    guest.sync.transport.tempo(83);
    guest.sync.transport.play({ beat: 0 });
    rooms.run(2);
    expect(live.link.bpm).toBe(83);
    expect(live.link.isPlaying).toBe(true);
    rooms.run(20);
    expect(Math.abs(rooms.apartUs(guest, live))).toBeLessThan(300);
    expect(sent().map((count, i) => count - before[i])).toEqual([1, 0, 2]);
    expect(ofA.stats().toLink).toMatchObject({ tempos: 1, starts: 1 });
    expect(ofB.stats().toLink).toMatchObject({ tempos: 0, starts: 0, moves: 0 });
  });

  it('go on when the active one leaves, and when it is killed', async () => {
    rooms = createLinkRooms(2);
    const { live, a, guest, ofA, ofB } = await twoConnected();
    guest.sync.transport.play({ beat: 0 });
    rooms.run(1);
    const changes: boolean[] = [];
    ofB.events.addEventListener('active', ({ active }) => changes.push(active));
    await ofA.close();
    rooms.run(9);
    expect(changes).toEqual([true]);
    live.link.setTempo(111, live.now());
    rooms.run(0.5);
    expect(bpmOf(guest)).toBe(111);
    const again = await rooms.connect(a);
    rooms.run(4);
    expect([again.active, ofB.active]).toEqual([true, false]);
    await a.kill();
    // Meanwhile nobody carries anything over; afterwards what has changed is.
    live.link.setTempo(66, live.now());
    rooms.run(10);
    expect(ofB.active).toBe(true);
    expect(bpmOf(guest)).toBe(66);
    rooms.run(2);
    expect(Math.abs(rooms.apartUs(guest, live))).toBeLessThan(300);
    expect(guest.sync.transport.score().run).toBe('playing');
  });

  it('tell Link what the session was told while the active one was dead', async () => {
    rooms = createLinkRooms(7);
    const { live, a, guest, ofB } = await twoConnected();
    const { transport } = guest.sync;
    const { tempos } = ofB.stats().toLink;
    await a.kill();
    rooms.run(0.1);
    transport.tempo(140);
    transport.play({ beat: 0 });
    rooms.run(12);
    expect(ofB.active).toBe(true);
    expect([live.link.bpm, live.link.isPlaying]).toEqual([140, true]);
    expect([bpmOf(guest), transport.score().run]).toEqual([140, 'playing']);
    expect(Math.abs(rooms.apartUs(guest, live))).toBeLessThan(300);
    expect(ofB.stats().toLink).toMatchObject({ tempos: tempos + 1, starts: 1, stops: 0 });
    expect(ofB.stats().toSession).toMatchObject({ starts: 0, stops: 0 });
  });

  it('keep with Link through a change of master', async () => {
    rooms = createLinkRooms(3);
    const live = await rooms.player({ driftPpm: 30 });
    rooms.run(1);
    const hosts = [];
    for (const driftPpm of [40, -30, 10]) hosts.push(await rooms.open({ driftPpm }));
    rooms.run(8);
    const master = hosts.find(({ timeline }) => timeline.isMaster)!;
    const [a, b] = hosts.filter((host) => host !== master);
    await rooms.connect(a);
    rooms.run(3);
    b.sync.transport.play({ beat: 0 });
    rooms.run(3);
    await master.kill();
    for (let i = 0; i < 300; i++) {
      rooms.run(0.1);
      expect(Math.abs(rooms.apartUs(b, live))).toBeLessThan(400);
    }
    expect([a, b].some(({ timeline }) => timeline.isMaster)).toBe(true);
  });

  it('make two sessions of one Link play together, whoever was first', async () => {
    rooms = createLinkRooms(4);
    const live = await rooms.player();
    rooms.run(1);
    const here = await rooms.open();
    const there = await rooms.open();
    rooms.room.cut(there, () => true);
    rooms.room.cut(here, () => true);
    rooms.run(3);
    const connections = [await rooms.connect(here), await rooms.connect(there)];
    rooms.run(3);
    expect(connections.map(({ active }) => active)).toEqual([true, true]);
    here.sync.transport.play({ beat: 0 });
    rooms.run(3.3);
    there.sync.transport.tempo(90);
    rooms.run(3);
    const given = connections.map((each) => each.stats());
    expect([here, there].map(bpmOf)).toEqual([90, 90]);
    expect([here, there].map(({ sync }) => sync.transport.score().run)).toEqual([
      'playing',
      'playing',
    ]);
    for (const host of [here, there]) expect(Math.abs(rooms.apartUs(host, live))).toBeLessThan(300);
    rooms.run(10);
    const since = connections.map((each) => each.stats());
    since.forEach(({ toLink, toSession }, i) => {
      expect({ toLink, toSession }).toEqual({
        toLink: given[i].toLink,
        toSession: given[i].toSession,
      });
    });
  });

  it('take over what the older session plays when two sessions turn out to be one', async () => {
    rooms = createLinkRooms(5);
    const live = await rooms.player();
    rooms.run(1);
    const old = await rooms.open();
    rooms.run(3);
    old.sync.transport.tempo(75);
    old.sync.transport.play({ beat: 0 });
    rooms.run(1);
    // Connected at once, before it has heard of the session.
    const fresh = await rooms.open();
    await rooms.connect(fresh);
    rooms.run(5);
    expect(fresh.timeline.epoch.founder).toBe(old.toast.senderId);
    expect([old, fresh].map(bpmOf)).toEqual([75, 75]);
    expect(live.link.bpm).toBe(75);
    expect(Math.abs(rooms.apartUs(old, live))).toBeLessThan(150);
    expect(old.sync.stats().transport).toBeDefined();
  });
});
