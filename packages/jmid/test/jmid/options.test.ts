import type { JmidEvent } from '@jamnet/schemas';
import { JamError } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { createJmid, type JmidOptions } from '@jamnet/jmid';
import { createJam } from '../support/jam.js';
import { sessionWith } from '../support/session-with.js';

function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof JamError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

describe('options of a Jmid', () => {
  it.each<[Partial<JmidOptions>, string]>([
    [{ lateMs: 0 }, 'bad-option: lateMs is 0: it may be 1 to 10000'],
    [{ lateMs: NaN }, 'bad-option: lateMs is NaN: it may be 1 to 10000'],
    [{ playoutDelayMs: -1 }, 'bad-option: playoutDelayMs is -1: it may be 0 to 10000'],
    [{ playoutDelayMs: 10_001 }, 'bad-option: playoutDelayMs is 10001: it may be 0 to 10000'],
    [{ historyDatagrams: 256 }, 'bad-option: historyDatagrams is 256: it may be 1 to 255'],
    [
      { sysexBitsPerSecond: 5e6 },
      'bad-option: sysexBitsPerSecond is 5000000: it may be 64000 to 4000000',
    ],
    [
      { form: 'binary' as 'compact' },
      "bad-option: form is 'binary': it may be compact, standard, msgpack",
    ],
    [
      { form: 'toString' as 'compact' },
      "bad-option: form is 'toString': it may be compact, standard, msgpack",
    ],
    [
      { lateNotes: 'never' as 'drop' },
      "bad-option: lateNotes is 'never': it may be deliver or drop",
    ],
    [
      { prediction: 'always' as 'off' },
      "bad-option: prediction is 'always': it may be off or repeats",
    ],
    [{ redundancy: { copies: 17 } }, 'bad-option: redundancy.copies is 17: it may be 1 to 16'],
  ])('%j is refused, with what would do', async (options, message) => {
    const jam = createJam(1);
    const { session } = await jam.open('one');
    expect(refusal(() => createJmid({ session, ...options }))).toBe(message);
    // Nothing is left of it.
    expect(refusal(() => createJmid({ session }))).toBe('accepted');
  });

  it('there is one sender for each session, and after it another', async () => {
    const jam = createJam(1);
    const { session } = await jam.open('one');
    const first = createJmid({ session });
    expect(refusal(() => createJmid({ session }))).toMatch(
      /^bad-option: the session midi:\/\/test has a Jmid that sends/,
    );
    createJmid({ session, send: false }).close();
    first.close();
    const second = createJmid({ session });
    const listener = await jam.join('listener');
    jam.runMs(200);
    second.send({ type: 'start' });
    jam.runMs(200);
    expect(listener.heard.map(({ event }) => event.type)).toEqual(['start']);
    expect(listener.jmid.stats().missing).toBe(0);
  });

  it('without sending nothing is sent but heartbeats, and send says so', async () => {
    const jam = createJam(1);
    const { jmid, session } = await jam.join('one', { jmid: { send: false } });
    const other = await jam.join('two');
    expect(jmid.send({ type: 'start' })).toBe(false);
    jam.runMs(500);
    expect(jmid.stats()).toMatchObject({ sent: 0, refused: 1 });
    expect(other.session.peers()[0].receiveOnly).toBe(true);
    expect(session.stats().sent.controlBytes).toBe(session.stats().sent.bytes);
    await expect(jmid.drain()).resolves.toBe(true);
  });

  it('a closed session makes no Jmid', async () => {
    const jam = createJam(1);
    const { session } = await jam.open('one');
    await session.close();
    expect(refusal(() => createJmid({ session }))).toMatch(/^closed/);
  });

  it('refuses events that cannot be written, and never throws', async () => {
    const jam = createJam(1);
    const { jmid } = await jam.join('one');
    const listener = await jam.join('two');
    jam.runMs(200);
    const bad = [
      { type: 'note_on', channel: 0, note: 60, velocity: 1 },
      { type: 'note_on', channel: 1, note: 128, velocity: 1 },
      { type: 'note_on', channel: 1, note: 60, velocity: 1.5 },
      { type: 'note_on', channel: 1 },
      { type: 'note_on', channel: 1, note: 60, velocity: 1, timestamp: -1 },
      { type: 'note_on', channel: 1, note: 60, velocity: 1, version: 'jamnet/9.0' },
      { type: 'sysex' },
      { type: 'sysex', data: [128] },
      { type: 'sysex', data: new Array(100).fill('x') },
      { type: 'nonsense' },
      { type: 'note_on', channel: 1, note: 60, velocity: 1, extra: 'x'.repeat(2000) },
      {},
    ] as unknown as JmidEvent[];
    for (const event of bad) expect(jmid.send(event)).toBe(false);
    expect(jmid.send({ type: 'stop' })).toBe(true);
    expect(jmid.stats()).toMatchObject({ sent: 1, refused: bad.length });
    jam.runMs(200);
    expect(listener.heard.map(({ event }) => event)).toMatchObject([{ type: 'stop', sequence: 1 }]);
  });

  it('takes nothing that begins while the circuit is open, and what ends something waits', async () => {
    const jam = createJam(1);
    const one = await jam.open('one');
    const circuit = { open: true, reason: 'for a test' };
    const jmid = createJmid({ session: sessionWith(one.session, { circuit }) });
    expect(jmid.send({ type: 'note_on', channel: 1, note: 60, velocity: 1 })).toBe(false);
    expect(jmid.send({ type: 'sysex', data: [1] })).toBe(false);
    expect(jmid.send({ type: 'note_off', channel: 1, note: 60, velocity: 1 })).toBe(true);
    expect(jmid.send({ type: 'control_change', channel: 1, controller: 64, value: 0 })).toBe(true);
    expect(jmid.stats()).toMatchObject({ sent: 2, refused: 2 });
  });

  it('keeps unknown members and gives a received event a number of its own', async () => {
    const jam = createJam(1);
    const one = await jam.join('one');
    const two = await jam.join('two');
    jam.runMs(200);
    const event = { type: 'note_on', channel: 1, note: 60, velocity: 1, mood: 'blue' };
    one.jmid.send({ type: 'clock' });
    one.jmid.send(event as JmidEvent);
    jam.runMs(200);
    expect(two.heard[1].event).toMatchObject({ ...event, sequence: 2 });
    two.jmid.send(two.heard[1].event);
    jam.runMs(200);
    expect(one.heard[0].event).toMatchObject({
      ...event,
      sequence: 1,
      timestamp: two.heard[1].event.timestamp,
    });
  });
});
