import { getEventListeners } from 'node:events';
import { createToast } from '@jamnet/toast';
import { describe, expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { type JamMidi, joinSession } from '@jamnet/jam';
import { createLan } from './support/lan.js';
import { refusal } from './support/refusal.js';

const TOPIC = 'midi://jam';
const NOTE = { type: 'note_on', channel: 1, note: 60, velocity: 100 } as const;

describe('joining a session', () => {
  test('one call, and two players hear each other', async () => {
    const lan = createLan();
    const anna = await joinSession({ topic: TOPIC, layers: ['midi'], ...lan.place('anna') });
    const bela = await joinSession({
      topic: 'MIDI://jam/',
      layers: ['midi'],
      ...lan.place('bela'),
    });
    expectTypeOf(anna.midi).toEqualTypeOf<JamMidi>();
    const heard: unknown[] = [];
    bela.midi.onMessage((event, { peer }) => heard.push([peer.name, event.type]));
    lan.runMs(1000);
    expect(anna.midi.send(NOTE)).toBe(true);
    lan.runMs(100);
    expect(heard).toEqual([['anna', 'note_on']]);
    expect(bela.topic).toBe(TOPIC);
    expect(anna.peers().map(({ name }) => name)).toEqual(['bela']);
    const { toast, session, midi } = anna.stats();
    expect(midi).toMatchObject({ sent: 1, dropped: 0 });
    expect(session.sent.bytes).toBeGreaterThan(0);
    expect(toast.port.datagramsSent).toBeGreaterThan(0);
    await anna.close();
    lan.runMs(100);
    // Its note is ended over there, and it is gone.
    expect(heard.at(-1)).toEqual(['anna', 'note_off']);
    expect(bela.peers()).toEqual([]);
    await bela.close();
  });

  test('only the layers that were asked for are there', async () => {
    const lan = createLan();
    const jam = await joinSession({ topic: TOPIC, ...lan.place('anna') });
    expect('midi' in jam).toBe(false);
    // @ts-expect-error: it was not asked for
    expect(jam.midi).toBe(undefined);
    expect(Object.keys(jam.stats())).toEqual(['toast', 'session']);
    await jam[Symbol.asyncDispose]();
  });

  test('a toast may be shared, and outlives its sessions', async () => {
    const lan = createLan();
    const toast = await createToast(lan.place('anna'));
    const one = await joinSession({ topic: 'midi://one', layers: ['midi'], toast });
    const two = await joinSession({ topic: 'midi://two', layers: ['midi'], toast });
    expect([one.toast, two.toast]).toEqual([toast, toast]);
    await one.close();
    expect(toast.sessions().map(({ topic }) => topic)).toEqual(['midi://two']);
    const again = await joinSession({ topic: 'midi://one', layers: ['midi'], toast });
    expect(again.midi.send(NOTE)).toBe(true);
    await toast.close();
  });

  test('its lifecycle is told', async () => {
    const lan = createLan();
    const anna = await joinSession({ topic: TOPIC, layers: ['midi'], ...lan.place('anna') });
    const controller = new AbortController();
    const { signal } = controller;
    const bela = await joinSession({ topic: TOPIC, ...lan.place('bela'), signal });
    const news: unknown[] = [];
    anna.events.addEventListener('peer', ({ peer }) => news.push(['peer', peer.name]));
    anna.events.addEventListener('peer-left', ({ peer }) => news.push(['left', peer.name]));
    const closed = new Promise<boolean>((resolve) =>
      bela.events.addEventListener('closed', ({ aborted }) => resolve(aborted)),
    );
    lan.runMs(1000);
    controller.abort();
    expect(await closed).toBe(true);
    lan.runMs(100);
    expect(news).toEqual([
      ['peer', 'bela'],
      ['left', 'bela'],
    ]);
    const forgotten = (): unknown => news.push('closed');
    anna.events.addEventListener('closed', forgotten);
    anna.events.removeEventListener('closed', forgotten);
    anna.events.addEventListener('closed', ({ aborted }) => news.push(aborted));
    await Promise.all([anna.close(), anna.close()]);
    expect(news.slice(2)).toEqual([false]);
    await bela.close();
  });

  test('a handler that throws at a release, or closes once more, keeps nothing open', async () => {
    const lan = createLan();
    const anna = await joinSession({ topic: TOPIC, layers: ['midi'], ...lan.place('anna') });
    const toast = await createToast(lan.place('bela'));
    onTestFinished(() => toast.close());
    const bela = await joinSession({ topic: TOPIC, layers: ['midi'], toast });
    const loop = bela.midi.messages();
    let closed = 0;
    bela.events.addEventListener('closed', () => closed++);
    lan.runMs(1000);
    anna.midi.send(NOTE);
    lan.runMs(100);
    bela.midi.onMessage(() => {
      void bela.close();
      throw new Error('a fault of the program');
    });
    await expect(bela.close()).rejects.toThrow('a fault of the program');
    expect(toast.sessions()).toEqual([]);
    const heard: string[] = [];
    for await (const { event } of loop) heard.push(event.type);
    expect(heard).toEqual(['note_on', 'note_off']);
    expect(closed).toBe(1);
    await anna.close();
  });

  test('a handler that throws at a release hears nothing afterwards, not even what was held back', async () => {
    const lan = createLan();
    const anna = await joinSession({ topic: TOPIC, layers: ['midi'], ...lan.place('anna') });
    const midi = { playoutDelayMs: 100 };
    const bela = await joinSession({ topic: TOPIC, layers: ['midi'], midi, ...lan.place('bela') });
    lan.runMs(1000);
    anna.midi.send(NOTE);
    lan.runMs(500);
    const heard: string[] = [];
    bela.midi.onMessage(({ type }) => {
      heard.push(type);
      throw new Error('a fault of the program');
    });
    anna.midi.send({ ...NOTE, note: 61 });
    lan.runMs(50);
    await expect(bela.close()).rejects.toThrow('a fault of the program');
    lan.runMs(500);
    expect(heard).toEqual(['note_off']);
    await anna.close();
  });

  test.each(['session', 'toast'] as const)('it ends with its %s', async (which) => {
    const lan = createLan();
    const anna = await joinSession({ topic: TOPIC, layers: ['midi'], ...lan.place('anna') });
    const loop = anna.midi.messages();
    const closed = new Promise<boolean>((resolve) =>
      anna.events.addEventListener('closed', ({ aborted }) => resolve(aborted)),
    );
    await anna[which].close();
    expect(await closed).toBe(false);
    expect(await loop.next()).toEqual({ value: undefined, done: true });
    expect(anna.midi.send(NOTE)).toBe(false);
    await expect(anna.toast.openSession({ topic: TOPIC })).rejects.toThrow('the toast is closed');
  });

  test('what was opened is closed again when a layer refuses', async () => {
    const lan = createLan();
    const toast = await createToast(lan.place('anna'));
    onTestFinished(() => toast.close());
    const bad = { topic: TOPIC, layers: ['midi'], midi: { lateMs: 0 } } as const;
    const message = 'bad-option: lateMs is 0: it may be 1 to 10000';
    expect(await refusal(() => joinSession({ ...bad, toast }))).toBe(message);
    expect(toast.sessions()).toEqual([]);
    // The topic is free again.
    await joinSession({ topic: TOPIC, layers: ['midi'], toast });

    const place = lan.place('bela');
    let closed = 0;
    const { port } = place;
    if (port === undefined) throw new Error('no port');
    const close = port.close.bind(port);
    port.close = () => {
      closed++;
      return close();
    };
    expect(await refusal(() => joinSession({ ...bad, ...place }))).toBe(message);
    expect(closed).toBe(1);
  });

  test('a signal ends joining half way, and is let go of in the end', async () => {
    const lan = createLan();
    const toast = await createToast(lan.place('anna'));
    onTestFinished(() => toast.close());
    const controller = new AbortController();
    const { signal } = controller;
    const half = joinSession({ topic: TOPIC, layers: ['midi'], toast, signal });
    controller.abort();
    expect(await refusal(() => half)).toBe('closed: joining midi://jam was aborted by its signal');
    expect(toast.sessions()).toEqual([]);
    const other = new AbortController();
    const jam = await joinSession({ topic: TOPIC, toast, signal: other.signal });
    expect(getEventListeners(other.signal, 'abort')).toHaveLength(1);
    await jam.close();
    expect(getEventListeners(other.signal, 'abort')).toEqual([]);
  });

  test('refuses what cannot be, and says what can', async () => {
    const lan = createLan();
    const toast = await createToast(lan.place('anna'));
    onTestFinished(() => toast.close());
    // @ts-expect-error: there is no such layer
    expect(await refusal(() => joinSession({ topic: TOPIC, layers: ['video'], toast }))).toBe(
      "bad-option: there is no layer 'video' in this version: layers may name audio, midi, sync",
    );
    const single = { topic: TOPIC, layers: 'midi' as never, toast };
    expect(await refusal(() => joinSession(single))).toBe(
      "bad-option: layers is not a list: write layers: ['audio']",
    );
    const both = { topic: TOPIC, toast, name: 'anna', unicastPort: 5000, families: undefined };
    expect(await refusal(() => joinSession(both as never))).toBe(
      'bad-option: name, unicastPort cannot be had with a toast that there is already: give it to createToast',
    );
    expect(await refusal(() => joinSession({ topic: 'jam', toast }))).toContain('bad-topic:');
    const signal = AbortSignal.abort();
    expect(await refusal(() => joinSession({ topic: TOPIC, toast, signal }))).toBe(
      'closed: joining midi://jam was aborted by its signal',
    );
    expect(toast.sessions()).toEqual([]);
  });
});

describe('MIDI with for await', () => {
  test('events are copied into a bounded queue, beside the handler', async () => {
    const lan = createLan();
    const anna = await joinSession({ topic: TOPIC, layers: ['midi'], ...lan.place('anna') });
    const bela = await joinSession({ topic: TOPIC, layers: ['midi'], ...lan.place('bela') });
    const all = bela.midi.messages();
    const newest = bela.midi.messages({ capacity: 2 });
    const first = bela.midi.messages({ capacity: 2, drop: 'newest' });
    let handled = 0;
    bela.midi.onMessage(() => handled++);
    lan.runMs(1000);
    for (const note of [60, 61, 62, 63]) anna.midi.send({ ...NOTE, note });
    lan.runMs(100);
    expect(bela.midi.stats().dropped).toBe(4);
    expect([all.dropped, newest.dropped, first.dropped]).toEqual([0, 2, 2]);
    await bela.close();
    const notes = async (queue: typeof all): Promise<number[]> => {
      const played: number[] = [];
      for await (const { event, peer, synthesised } of queue) {
        expect(peer.name).toBe('anna');
        if (event.type === 'note_on' && !synthesised) played.push(event.note);
      }
      return played;
    };
    expect(await notes(first)).toEqual([60, 61]);
    expect(await notes(all)).toEqual([60, 61, 62, 63]);
    expect(handled).toBeGreaterThanOrEqual(4);
    expect(bela.midi.stats().dropped).toBeGreaterThanOrEqual(4);
    const late = bela.midi.messages();
    expect(await late.next()).toEqual({ value: undefined, done: true });
    await anna.close();
  });

  test('leaving a loop ends its queue and no other', async () => {
    const lan = createLan();
    const anna = await joinSession({ topic: TOPIC, layers: ['midi'], ...lan.place('anna') });
    const bela = await joinSession({ topic: TOPIC, layers: ['midi'], ...lan.place('bela') });
    const other = bela.midi.messages();
    const left = bela.midi.messages();
    lan.runMs(1000);
    anna.midi.send(NOTE);
    lan.runMs(100);
    for await (const { event } of left) {
      expect(event.type).toBe('note_on');
      break;
    }
    anna.midi.send({ ...NOTE, note: 61 });
    lan.runMs(100);
    expect([left.waiting, other.waiting]).toEqual([0, 2]);
    await Promise.all([anna.close(), bela.close()]);
  });
});
