import type { JmidEvent } from '@jamnet/schemas';
import { describe, expect, it } from 'vitest';
import { createJam, type Heard, type Jam, type Player } from '../support/jam.js';
import { soundOf } from '../support/sounding.js';

const noteOn = (note: number): JmidEvent => ({ type: 'note_on', channel: 1, note, velocity: 9 });
const noteOff = (note: number): JmidEvent => ({ type: 'note_off', channel: 1, note, velocity: 9 });
const pedal = (value: number): JmidEvent => ({
  type: 'control_change',
  channel: 2,
  controller: 64,
  value,
});

interface Duet {
  readonly jam: Jam;
  readonly listener: Player;
  readonly player: Player;
}

async function duet(seed: number, jmid: object = {}): Promise<Duet> {
  const jam = createJam(seed);
  const listener = await jam.join('listener', { jmid: { send: false, ...jmid } });
  const player = await jam.join('player');
  jam.runMs(300);
  return { jam, listener, player };
}

function made(heard: readonly Heard[]): JmidEvent[] {
  return heard.filter(({ info }) => info.synthesised).map(({ event }) => event);
}

describe('what hangs is released', () => {
  it('within 1.2 s when the sender dies, once, and marked', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { jam, listener, player } = await duet(seed);
      jam.runMs(jam.random() * 200);
      for (const note of [60, 64, 67]) player.jmid.send(noteOn(note));
      player.jmid.send(pedal(127));
      jam.runMs(jam.random() * 300);
      const diedNs = jam.time.clock.nowNs();
      void player.toast.port.close();
      jam.runMs(900);
      expect(made(listener.heard)).toEqual([]);
      jam.runMs(300);
      expect(made(listener.heard)).toEqual([
        ...[60, 64, 67].map((note) => ({ type: 'note_off', channel: 1, note, velocity: 64 })),
        pedal(0),
      ]);
      for (const { info, atNs } of listener.heard.slice(4)) {
        expect(info).toMatchObject({ lateUs: null, late: false, repaired: false, stale: false });
        expect(info.peer.senderId).toBe(player.toast.senderId);
        expect(atNs - diedNs).toBeGreaterThan(900e6);
      }
      // It expires after 5 s, and nothing is released twice.
      jam.runMs(70_000);
      expect(made(listener.heard)).toHaveLength(4);
      expect(listener.jmid.stats()).toMatchObject({ synthesised: 4, received: 4, missing: 0 });
    }
  });

  it('also where only a pedal is down', async () => {
    const { jam, listener, player } = await duet(1);
    player.jmid.send(pedal(127));
    player.jmid.send(noteOn(60));
    player.jmid.send(noteOff(60));
    jam.runMs(200);
    void player.toast.port.close();
    jam.runMs(1200);
    expect(made(listener.heard)).toEqual([pedal(0)]);
  });

  it('at once when the sender says goodbye without having closed its Jmid', async () => {
    const { jam, listener, player } = await duet(2);
    player.jmid.send(noteOn(60));
    jam.runMs(100);
    await player.toast.close();
    jam.runMs(10);
    expect(made(listener.heard)).toEqual([{ ...noteOff(60), velocity: 64 }]);
    player.jmid.close();
  });

  it('and not while the sender is merely quiet', async () => {
    const { jam, listener, player } = await duet(3);
    player.jmid.send(noteOn(60));
    jam.runMs(60_000);
    expect(made(listener.heard)).toEqual([]);
    player.jmid.send(noteOff(60));
    jam.runMs(100);
    expect(soundOf(listener.heard).left.size).toBe(0);
  });

  it('by the state in heartbeats when a note-off got lost for good', async () => {
    const { jam, listener, player } = await duet(4);
    player.jmid.send(noteOn(60));
    player.jmid.send(noteOn(62));
    jam.runMs(400);
    listener.setCut(true);
    player.jmid.send(noteOff(60));
    // Shorter than the silence after which everything is released, longer than the note-off is repeated.
    jam.runMs(700);
    listener.setCut(false);
    jam.runMs(150);
    expect(made(listener.heard)).toEqual([{ ...noteOff(60), velocity: 64 }]);
    expect(soundOf(listener.heard).left).toEqual(new Set(['1 62']));
  });

  it('by the state in heartbeats while the path takes no media', async () => {
    const { jam, listener, player } = await duet(5);
    player.jmid.send(noteOn(60));
    jam.runMs(300);
    // The ceiling is used up by somebody else's media in the same session.
    const greedy = player.session.openStream({
      streamType: 2,
      formatType: 1,
      redundancy: { copies: 1 },
    });
    const bytes = new Uint8Array(1100);
    const { clock, timers } = jam.time;
    const waste = (): void => {
      while (greedy.send(bytes, 0, 1100, { timestampNs: 0 }));
      while (greedy.send(bytes, 0, 1, { timestampNs: 0 }));
      timers.schedule(clock.nowNs() + 20e3, waste);
    };
    waste();
    player.jmid.send(noteOff(60));
    jam.runMs(400);
    expect(soundOf(listener.heard).left.size).toBe(0);
    const [release] = made(listener.heard);
    expect(release).toEqual({ ...noteOff(60), velocity: 64 });
  });

  it('when this end is closed', async () => {
    const { jam, listener, player } = await duet(6);
    player.jmid.send(noteOn(60));
    player.jmid.send(pedal(1));
    jam.runMs(100);
    listener.jmid.close();
    expect(made(listener.heard)).toEqual([{ ...noteOff(60), velocity: 64 }, pedal(0)]);
    player.jmid.send(noteOn(61));
    jam.runMs(2000);
    expect(listener.heard.length).toBe(4);
    listener.jmid.close();
    expect(listener.heard.length).toBe(4);
  });

  it('when the other end is closed, although its session stays open, and whatever is lost', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { jam, listener, player } = await duet(seed);
      listener.setLoss(0.66);
      player.jmid.send(noteOn(60));
      player.jmid.send(pedal(1));
      jam.runMs(400);
      player.jmid.close();
      jam.runMs(900);
      expect(soundOf(listener.heard).left.size).toBe(0);
      const last = listener.heard.findLast(({ event }) => event.type === 'control_change');
      expect(last?.event).toMatchObject(pedal(0));
    }
  });

  it('what was sent in the same turn as the end still goes out', async () => {
    const { jam, listener, player } = await duet(7);
    player.jmid.send({ type: 'stop' });
    player.jmid.close();
    jam.runMs(100);
    expect(listener.heard.map(({ event }) => event.type)).toEqual(['stop']);
    expect(player.jmid.send({ type: 'start' })).toBe(false);
    expect(player.jmid.stats()).toMatchObject({ sent: 1, refused: 1 });
  });

  it('when a sender starts again under a new id, which is heard at once', async () => {
    const { jam, listener, player } = await duet(8);
    player.jmid.send(noteOn(60));
    jam.runMs(100);
    void player.toast.port.close();
    const again = await jam.join('player again');
    jam.runMs(50);
    again.jmid.send(noteOn(60));
    jam.runMs(50);
    expect(listener.heard.length).toBe(2);
    expect(listener.heard[1].info.peer.senderId).toBe(again.toast.senderId);
    jam.runMs(1200);
    // The former one's note ends; the new one's is its own.
    expect(made(listener.heard)).toEqual([{ ...noteOff(60), velocity: 64 }]);
    expect(listener.heard[2].info.peer.senderId).toBe(player.toast.senderId);
    expect(listener.jmid.stats()).toMatchObject({ received: 2, missing: 0 });
  });

  it('and no timer is left when all is closed', async () => {
    const { jam, listener, player } = await duet(9, { playoutDelayMs: 100 });
    player.jmid.send(noteOn(60));
    player.jmid.send({ type: 'sysex', data: new Array<number>(5000).fill(1) });
    // So much state that it takes turns.
    for (let controller = 0; controller < 100; controller++)
      player.jmid.send({ type: 'control_change', channel: 1, controller, value: 127 });
    jam.runMs(50);
    await player.leave();
    await listener.leave();
    jam.runMs(100);
    expect(jam.time.pending).toBe(0);
  });
});
