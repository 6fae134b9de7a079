import type { JmidEvent } from '@jamnet/schemas';
import { describe, expect, it } from 'vitest';
import type { JmidForm } from '../../src/options.js';
import { everyEvent } from '../support/every-event.js';
import { createJam, type Heard, type Player } from '../support/jam.js';
import { playNotes } from '../support/play.js';
import { soundOf } from '../support/sounding.js';

/** What was sent by others, without what this process made itself. */
function played(heard: readonly Heard[]): Heard[] {
  return heard.filter(({ info }) => !info.synthesised);
}

function bare({ event: { timestamp: _time, sequence: _number, ...rest } }: Heard): object {
  return rest;
}

/** Every event came once, and what should not sound did not. */
function expectAllOnce(sent: readonly JmidEvent[], listener: Player): void {
  const heard = played(listener.heard);
  const bySequence = heard.toSorted((a, b) => (a.event.sequence ?? 0) - (b.event.sequence ?? 0));
  expect(bySequence.map(({ event }) => event.sequence)).toEqual(sent.map((_, i) => i + 1));
  expect(bySequence.map(bare)).toEqual(sent);
  expect(soundOf(listener.heard)).toEqual({ left: new Set(), afterTheirEnd: 0 });
}

describe.each(['compact', 'standard', 'msgpack'] as const)('in the form %s', (form: JmidForm) => {
  it('every kind of event goes both ways, once, as it was', async () => {
    const jam = createJam(1);
    const players = [
      await jam.join('one', { jmid: { form } }),
      await jam.join('two', { jmid: { form } }),
    ];
    jam.runMs(100);
    const startNs = jam.time.clock.nowNs();
    const long: JmidEvent = {
      type: 'sysex',
      data: Array.from({ length: 3000 }, (_, i) => i & 127),
    };
    for (const { jmid } of players) {
      for (const event of [...everyEvent, long]) expect(jmid.send(event)).toBe(true);
      jam.runMs(30);
    }
    jam.runMs(1000);
    for (const { heard, jmid } of players) {
      expect(heard.map(bare)).toEqual([...everyEvent, long]);
      const numbers = heard.slice(0, everyEvent.length).map(({ event }) => event.sequence);
      expect(numbers).toEqual(everyEvent.map((_, i) => i + 1));
      for (const { event, info } of heard) {
        const ageNs = Number(event.timestamp) * 1000 - startNs;
        expect(ageNs).toBeGreaterThanOrEqual(0);
        expect(ageNs).toBeLessThan(40e6);
        expect([info.stale, info.synthesised, info.repaired]).toEqual([false, false, false]);
        expect(info.oneWay).toBe(true);
        expect(info.lateUs).toBeGreaterThan(49);
      }
      const stats = jmid.stats();
      expect(stats).toMatchObject({ sent: everyEvent.length + 1, received: everyEvent.length + 1 });
      expect(stats).toMatchObject({ missing: 0, malformed: 0, synthesised: 0, sysexReceived: 1 });
    }
  });

  it('66 % of all datagrams lost both ways: all events once, none late after 3 s', async () => {
    const jam = createJam(3);
    const impaired = { send: { loss: 0.66 }, receive: { loss: 0.66 } };
    const listener = await jam.join('listener', { ...impaired, jmid: { send: false } });
    const player = await jam.join('player', { jmid: { form } });
    const startNs = jam.time.clock.nowNs();
    const sent = playNotes(jam, player, { notes: 300, notesPerSecond: 20 });
    jam.runMs(1500);
    expectAllOnce(sent, listener);
    const late = played(listener.heard).filter(
      ({ event, info }) => info.late && Number(event.timestamp) * 1000 > startNs + 3e9,
    );
    expect(late).toEqual([]);
    const stats = listener.jmid.stats();
    expect(stats).toMatchObject({ received: sent.length, missing: 0, malformed: 0 });
    expect(stats.repaired).toBeGreaterThan(0);
    expect(stats.repeats).toBeGreaterThan(stats.received);
  });
});

describe('through a bad network', () => {
  it('losses in runs: all events once', async () => {
    const jam = createJam(4);
    const loss = { gilbertElliott: { loss: 0.1, meanBurstMs: 20 } };
    const listener = await jam.join('listener', { send: { loss }, receive: { loss } });
    const player = await jam.join('player');
    const sent = playNotes(jam, player, { notes: 600, notesPerSecond: 20 });
    jam.runMs(1500);
    expectAllOnce(sent, listener);
    expect(listener.jmid.stats().repaired).toBeGreaterThan(0);
  });

  it('duplicated, overtaken, delayed, corrupted: all events once', async () => {
    const jam = createJam(5);
    const bad = {
      duplicate: 0.3,
      reorder: { rate: 0.3, holdBackMs: 15 },
      jitterMs: 8,
      corrupt: 0.2,
      loss: 0.1,
    };
    const listener = await jam.join('listener', { send: bad, receive: bad });
    const player = await jam.join('player', { send: bad, receive: bad });
    const sent = playNotes(jam, player, { notes: 400, notesPerSecond: 30 });
    jam.runMs(1500);
    expectAllOnce(sent, listener);
    expect(listener.jmid.stats()).toMatchObject({ malformed: 0, malformedState: 0, missing: 0 });
    expect(listener.toast.stats().rejected.badCrc).toBeGreaterThan(100);
  });

  it('the order of play is kept where frames overtake each other, or the late one is marked', async () => {
    const jam = createJam(6);
    const receive = { reorder: { rate: 0.5, holdBackMs: 40 } };
    const listener = await jam.join('listener', { receive });
    const player = await jam.join('player', { jmid: { redundancy: { copies: 1 } } });
    jam.runMs(200);
    for (let i = 0; i < 300; i++) {
      player.jmid.send({ type: 'note_on', channel: 1, note: i % 3, velocity: 1 });
      jam.runMs(3);
      player.jmid.send({ type: 'note_off', channel: 1, note: i % 3, velocity: 0 });
      jam.runMs(3);
    }
    jam.runMs(1000);
    expect(played(listener.heard).length).toBe(600);
    expect(soundOf(listener.heard)).toEqual({ left: new Set(), afterTheirEnd: 0 });
  });

  it('a partition that ends: what was played meanwhile comes as far as it is worth something, the rest is counted', async () => {
    const jam = createJam(7);
    const listener = await jam.join('listener');
    const player = await jam.join('player');
    jam.runMs(500);
    player.jmid.send({ type: 'note_on', channel: 1, note: 60, velocity: 1 });
    player.jmid.send({ type: 'control_change', channel: 1, controller: 64, value: 127 });
    jam.runMs(100);
    listener.setCut(true);
    jam.runMs(500);
    player.jmid.send({ type: 'note_off', channel: 1, note: 60, velocity: 1 });
    player.jmid.send({ type: 'control_change', channel: 1, controller: 7, value: 9 });
    player.jmid.send({ type: 'note_on', channel: 1, note: 72, velocity: 1 });
    jam.runMs(2500);
    const [note, pedal] = listener.heard.slice(2);
    expect([note, pedal].map(({ event }) => event.type)).toEqual(['note_off', 'control_change']);
    expect([note, pedal].every(({ info }) => info.synthesised)).toBe(true);
    listener.setCut(false);
    jam.runMs(300);
    // State brings back what stands: the controllers, and no note.
    const back = listener.heard.slice(4);
    expect(back.every(({ info }) => info.synthesised)).toBe(true);
    expect(back.map(({ event }) => event)).toEqual([
      { type: 'control_change', channel: 1, controller: 7, value: 9 },
      { type: 'control_change', channel: 1, controller: 64, value: 127 },
    ]);
    expect(listener.jmid.stats().missing).toBe(3);
    player.jmid.send({ type: 'note_on', channel: 1, note: 61, velocity: 1 });
    jam.runMs(300);
    expect(listener.heard.at(-1)).toMatchObject({ event: { note: 61 }, info: { late: false } });
    expect(listener.jmid.stats().missing).toBe(3);
  });

  it('a partition in which nothing was played: pedals and controllers are as before it', async () => {
    const jam = createJam(8);
    const listener = await jam.join('listener');
    const player = await jam.join('player');
    jam.runMs(500);
    for (let controller = 0; controller < 110; controller++)
      player.jmid.send({ type: 'control_change', channel: 1, controller, value: 100 });
    jam.runMs(500);
    listener.setCut(true);
    jam.runMs(3000);
    listener.setCut(false);
    jam.runMs(2000);
    const pedals = listener.heard
      .slice(110)
      .map(({ event }) => event.type === 'control_change' && [event.controller, event.value]);
    expect(pedals.slice(0, 3)).toEqual([
      [64, 0],
      [66, 0],
      [69, 0],
    ]);
    // In which order follows from which part of the state comes first.
    expect(pedals.slice(3).toSorted()).toEqual([
      [64, 100],
      [66, 100],
      [69, 100],
    ]);
    expect(listener.jmid.stats().missing).toBe(0);
  });
});
