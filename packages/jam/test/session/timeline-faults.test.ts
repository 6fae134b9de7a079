import { StreamType, FormatType } from '@jamnet/toast';
import { afterEach, describe, expect, it } from 'vitest';
import { openMidiLayer } from '../../src/session/midi-layer.js';
import { createSyncRoom, type Host, type HostOptions, SECOND, type SyncRoom } from './sync-room.js';

// Each of these once broke the timeline of a whole session.

const opened: Host[] = [];
const openIn = async (room: SyncRoom, options?: HostOptions): Promise<Host> => {
  const host = await room.open(options);
  opened.push(host);
  return host;
};
afterEach(async () => {
  for (const host of opened.splice(0)) await host.kill();
});

const lan: HostOptions = { receive: { jitterMs: 0.02 } };
const spreadUs = (hosts: readonly Host[]): number => {
  const now = hosts.map((host) => host.now());
  return (Math.max(...now) - Math.min(...now)) / 1e3;
};
const states = (hosts: readonly Host[]): Set<string> =>
  new Set(hosts.map((host) => host.timeline.state));

describe('a session', () => {
  it('is not held up by an old host that hears nobody', async () => {
    const room = createSyncRoom(1);
    const deaf = await openIn(room, lan);
    room.cut(deaf, () => true);
    room.time.runFor(3 * SECOND);
    const pair = [
      await openIn(room, { ...lan, driftPpm: 30 }),
      await openIn(room, { ...lan, driftPpm: -30 }),
    ];
    room.time.runFor(15 * SECOND);
    expect(states(pair)).toEqual(new Set(['locked']));
    expect(spreadUs(pair)).toBeLessThan(20);
  });

  it('replaces a master that hears nobody any more', async () => {
    const room = createSyncRoom(2);
    const master = await openIn(room, lan);
    room.time.runFor(1 * SECOND);
    const pair = [
      await openIn(room, { ...lan, driftPpm: 30 }),
      await openIn(room, { ...lan, driftPpm: -30 }),
    ];
    room.time.runFor(10 * SECOND);
    room.cut(master, () => true);
    room.time.runFor(200 * SECOND);
    expect(pair.filter((host) => host.timeline.isMaster).length).toBe(1);
    expect(spreadUs(pair)).toBeLessThan(20);
  });

  it('measures clocks while every heartbeat is full of held notes', async () => {
    const room = createSyncRoom(3);
    const hosts = [];
    for (let i = 0; i < 5; i++)
      hosts.push(await openIn(room, { ...lan, startNs: 8e15 + i * 1e12, driftPpm: 10 * i - 20 }));
    const midi = hosts.map((host) => openMidiLayer(host.session));
    room.time.runFor(5 * SECOND);
    for (let i = 0; i < 4; i++) hosts[i].sync.transport.tempo(100 + i / 3);
    for (const layer of midi) {
      for (let n = 0; n < 40; n++)
        layer.send({ type: 'note_on', channel: 1 + (n % 16), note: 30 + n, velocity: 100 - n });
    }
    room.time.runFor(5 * SECOND);
    const late = await openIn(room, lan);
    let echoes = 0;
    late.session.onHeartbeatTimes((_, { echoSentNs }) => {
      if (echoSentNs >= 0) echoes++;
    });
    room.time.runFor(10 * SECOND);
    expect(echoes).toBeGreaterThan(20);
    expect(states([...hosts, late])).toEqual(new Set(['locked']));
    for (const layer of midi) layer.close();
  });

  it('has its audience on the timeline, and a player for a master', async () => {
    for (const listeners of [25]) {
      const room = createSyncRoom(4);
      const hosts = [];
      for (let i = 0; i < listeners + 4; i++) {
        const host = await openIn(room, { ...lan, driftPpm: ((i * 7) % 60) - 30 });
        hosts.push(host);
        // The first is one of the audience: it must not stay the master.
        if (i > 0 && i <= 4)
          host.session.openStream({
            streamType: StreamType.MIDI,
            formatType: FormatType.COMPACT_JSONL,
          });
      }
      room.time.runFor(35 * SECOND);
      expect(states(hosts)).toEqual(new Set(['locked']));
      expect(new Set(hosts.map((host) => host.timeline.epoch.founder)).size).toBe(1);
      expect(hosts.findIndex((host) => host.timeline.isMaster)).toBeGreaterThan(0);
      expect(hosts.findIndex((host) => host.timeline.isMaster)).toBeLessThanOrEqual(4);
      for (const host of opened.splice(0)) await host.kill();
    }
  });

  it.each([480, 500, 520])('is one when its first two start %i ms apart', async (gapMs) => {
    for (let seed = 1; seed <= 6; seed++) {
      const room = createSyncRoom(seed, 50e6);
      const first = await openIn(room);
      room.time.runFor(gapMs * 1e6);
      const second = await openIn(room);
      room.time.runFor(12 * SECOND);
      expect(second.timeline.epoch.founder).toBe(first.timeline.epoch.founder);
      for (const host of opened.splice(0)) await host.kill();
    }
  });

  it('does not play what was given on a timeline that was given up', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const room = createSyncRoom(seed);
      const bad: HostOptions = { receive: { jitterMs: 0.02, loss: 0.4 } };
      const host = await openIn(room, { ...bad, startNs: 5000 * SECOND });
      room.time.runFor(5 * SECOND);
      // A clock that is behind: what is given by it seems to lie in the past.
      const guest = await openIn(room, { ...bad, startNs: 4990 * SECOND });
      guest.sync.transport.play({ beat: 0 });
      room.time.runFor(5 * SECOND);
      expect(host.sync.transport.score().run).toBe('stopped');
      for (const each of opened.splice(0)) await each.kill();
    }
  });

  it.each([
    ['sleeps for half a second', (host: Host) => host.clock.suspend(0.5 * SECOND)],
    ['sleeps for 3 s', (host: Host) => host.clock.suspend(3 * SECOND)],
    ['has its clock set 30 ms ahead', (host: Host) => host.clock.step(30e6)],
    ['has its clock set 1 s ahead', (host: Host) => host.clock.step(1 * SECOND)],
  ])('does not jump when its master %s', async (_, happens) => {
    const room = createSyncRoom(5);
    const hosts = [];
    for (const driftPpm of [30, -20, 5]) hosts.push(await openIn(room, { ...lan, driftPpm }));
    room.time.runFor(15 * SECOND);
    const master = hosts.find((host) => host.timeline.isMaster)!;
    const others = hosts.filter((host) => host !== master);
    happens(master);
    let last = others.map((host) => host.now());
    let jumpUs = 0;
    for (let ms = 0; ms < 8000; ms++) {
      room.time.runFor(1e6);
      const now = others.map((host) => host.now());
      now.forEach((ns, i) => {
        jumpUs = Math.max(jumpUs, Math.abs(ns - last[i] - 1e6) / 1e3);
      });
      last = now;
    }
    // A slew is 500 ppm at most, half a microsecond in a millisecond.
    expect(jumpUs).toBeLessThan(1);
    expect(hosts.filter((host) => host.timeline.isMaster).length).toBe(1);
    room.time.runFor(15 * SECOND);
    expect(spreadUs(hosts)).toBeLessThan(20);
  });

  it('goes on when a machine has been up for more than 104 days', async () => {
    const room = createSyncRoom(6);
    const startNs = 2 ** 53 - 5 * SECOND;
    const first = await openIn(room, { ...lan, startNs });
    room.time.runFor(1 * SECOND);
    const second = await openIn(room, { ...lan, startNs });
    room.time.runFor(15 * SECOND);
    const third = await openIn(room, { ...lan, startNs: 2 ** 53 });
    room.time.runFor(5 * SECOND);
    const hosts = [first, second, third];
    expect(states(hosts)).toEqual(new Set(['locked']));
    expect(third.timeline.epoch.founder).toBe(first.toast.senderId);
    expect(spreadUs(hosts)).toBeLessThan(20);
    third.sync.transport.play({ beat: 0 });
    third.sync.transport.tempo(90);
    room.time.runFor(2 * SECOND);
    expect(hosts.map((host) => host.sync.transport.score().run)).toEqual(Array(3).fill('playing'));
    expect(first.sync.transport.score().tempos.at(-1)!.bpm).toBe(90);
  });

  it('forgets who said goodbye, however many copies of that come', async () => {
    const room = createSyncRoom(7);
    const [stays, leaves] = [await openIn(room, lan), await openIn(room, lan)];
    room.time.runFor(5 * SECOND);
    expect(stays.timeline.peers().length).toBe(1);
    await leaves.session.close();
    room.time.runFor(2 * SECOND);
    expect(stays.timeline.peers()).toEqual([]);
  });

  it('makes one command of a plain string, for all', async () => {
    const room = createSyncRoom(8);
    const hosts = [];
    for (let i = 0; i < 4; i++)
      hosts.push(await openIn(room, { receive: { jitterMs: 2 }, driftPpm: 9 * i }));
    room.time.runFor(5 * SECOND);
    const out = hosts[1].session.openStream({
      streamType: StreamType.TRANSPORT,
      formatType: FormatType.STANDARD_JSON,
    });
    const bytes = new TextEncoder().encode('PLAY');
    out.send(bytes, 0, bytes.length, { timestampNs: hosts[1].clock.nowNs() });
    room.time.runFor(2 * SECOND);
    const logs = hosts.map((host) => host.sync.transport.log.commands);
    for (const commands of logs) {
      expect(commands.length).toBe(1);
      expect(commands[0].timestampNs).toBe(logs[0][0].timestampNs);
    }
  });

  it('hears nothing of a transport that was closed', async () => {
    const room = createSyncRoom(9);
    const [one, other] = [await openIn(room, lan), await openIn(room, lan)];
    room.time.runFor(3 * SECOND);
    one.sync.close();
    one.sync.transport.play();
    room.time.runFor(2 * SECOND);
    expect(other.sync.transport.score().run).toBe('stopped');
  });
});
