import type { JmidEvent } from '@jamnet/schemas';
import { describe, expect, it } from 'vitest';
import { createJam, type Jam, type Player } from '../support/jam.js';
import { soundOf } from '../support/sounding.js';

function accounted(player: Player, listener: Player): void {
  const { sent } = player.jmid.stats();
  const { onTime, late, droppedLate, missing, received } = listener.jmid.stats();
  expect(onTime + late + droppedLate + missing).toBe(sent);
  expect(received + missing).toBe(sent);
}

function playSome(jam: Jam, player: Player, count: number): void {
  for (let i = 0; i < count; i++) {
    player.jmid.send({ type: 'note_on', channel: 1, note: i % 128, velocity: 1 });
    jam.runMs(7);
    player.jmid.send({ type: 'note_off', channel: 1, note: i % 128, velocity: 1 });
    jam.runMs(7);
  }
}

describe('joining', () => {
  it('a listener who was there first misses nothing, with losses or without', async () => {
    for (const loss of [0, 0.66]) {
      const jam = createJam(1);
      const listener = await jam.join('listener', { send: { loss }, receive: { loss } });
      jam.runMs(3000);
      const player = await jam.join('player');
      playSome(jam, player, 40);
      jam.runMs(1000);
      expect(listener.jmid.stats()).toMatchObject({ received: 80, missing: 0 });
      if (loss === 0) expect(listener.jmid.stats().synthesised).toBe(0);
      accounted(player, listener);
    }
  });

  it('a listener who comes later is not told of what was before it, and counts it as nothing', async () => {
    for (const loss of [0, 0.66]) {
      const jam = createJam(2);
      const player = await jam.join('player');
      playSome(jam, player, 40);
      jam.runMs(2000);
      const listener = await jam.join('listener', { send: { loss }, receive: { loss } });
      jam.runMs(1000);
      expect(listener.jmid.stats()).toMatchObject({ received: 0, missing: 0 });
      playSome(jam, player, 40);
      jam.runMs(1000);
      expect(listener.jmid.stats()).toMatchObject({ received: 80, missing: 0 });
    }
  });

  it('counts as missing what was sent between two heartbeats that came, if nothing of it did', async () => {
    const jam = createJam(3);
    const player = await jam.join('player');
    jam.runMs(1000);
    playSome(jam, player, 5);
    jam.runMs(2000);
    const listener = await jam.join('listener');
    jam.runMs(500);
    listener.setCut(true);
    playSome(jam, player, 3);
    jam.runMs(2000);
    listener.setCut(false);
    jam.runMs(500);
    expect(listener.jmid.stats()).toMatchObject({ received: 0, missing: 6 });
  });

  it('a late joiner gets controllers, program, bend and pressure of all channels, and no note of before', async () => {
    for (const loss of [0, 0.66]) {
      const jam = createJam(4);
      const player = await jam.join('player');
      const state: JmidEvent[] = [];
      // More than one heartbeat holds.
      for (let channel = 1; channel <= 16; channel++) {
        for (const controller of [0, 7, 10, 32, 64, 91, 93])
          state.push({ type: 'control_change', channel, controller, value: 100 + channel });
        state.push({ type: 'program_change', channel, program: channel });
        state.push({ type: 'pitch_bend', channel, bend: channel });
        state.push({ type: 'channel_pressure', channel, pressure: channel });
      }
      for (const event of state) player.jmid.send(event);
      player.jmid.send({ type: 'note_on', channel: 1, note: 60, velocity: 1 });
      player.jmid.send({ type: 'control_change', channel: 1, controller: 123, value: 0 });
      player.jmid.send({ type: 'note_on', channel: 2, note: 61, velocity: 1 });
      jam.runMs(2000);
      const listener = await jam.join('listener', { send: { loss }, receive: { loss } });
      jam.runMs(3000);
      const got = listener.heard.map(({ event }) => JSON.stringify(event)).toSorted();
      expect(got).toEqual(state.map((event) => JSON.stringify(event)).toSorted());
      expect(listener.heard.every(({ info }) => info.synthesised)).toBe(true);
      const { synthesised } = listener.jmid.stats();
      jam.runMs(5000);
      expect(listener.jmid.stats().synthesised).toBe(synthesised);
      // The note that sounds is not started, and its end does no harm.
      player.jmid.send({ type: 'note_off', channel: 2, note: 61, velocity: 1 });
      jam.runMs(500);
      expect(soundOf(listener.heard).left.size).toBe(0);
      expect(listener.jmid.stats()).toMatchObject({ received: 1, missing: 0 });
    }
  });

  it('who joins while a chord is repeated gets it marked late', async () => {
    const jam = createJam(5);
    const player = await jam.join('player');
    jam.runMs(1000);
    player.jmid.send({ type: 'note_on', channel: 1, note: 60, velocity: 1 });
    jam.runMs(100);
    const listener = await jam.join('listener');
    jam.runMs(500);
    expect(listener.heard).toMatchObject([
      { event: { note: 60 }, info: { late: true, repaired: true } },
    ]);
  });

  it('several topics in one process do not hear each other', async () => {
    const jam = createJam(6);
    const { toast, jmid } = await jam.join('one', { topic: 'midi://first' });
    const second = await toast.openSession({ topic: 'midi://second' });
    const { createJmid } = await import('@jamnet/jmid');
    const both = createJmid({ session: second });
    const heardThere: JmidEvent[] = [];
    both.onMessage((event) => heardThere.push(event));
    const first = await jam.join('first', { topic: 'midi://first' });
    const other = await jam.join('second', { topic: 'midi://second' });
    jam.runMs(200);
    jmid.send({ type: 'start' });
    both.send({ type: 'stop' });
    other.jmid.send({ type: 'clock' });
    jam.runMs(500);
    expect(first.heard.map(({ event }) => event.type)).toEqual(['start']);
    expect(other.heard.map(({ event }) => event.type)).toEqual(['stop']);
    expect(heardThere.map(({ type }) => type)).toEqual(['clock']);
    // Heartbeats of one session do not carry the state of the other.
    expect(first.jmid.stats()).toMatchObject({ received: 1, missing: 0, malformedState: 0 });
  });
});
