import type { PredictedNote } from '@jamnet/pnbtr';
import type { JmidEvent } from '@jamnet/schemas';
import { createVirtualTime } from '@jamnet/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlayout } from '../../src/session/playout.js';
import { createRemoteStream, type EventInfo } from '../../src/session/remote-stream.js';
import { MATCH_NS } from '../../src/session/predicted-notes.js';
import { aFrame, aPeer } from '../support/frame.js';

const MS = 1e6;
const KEYS = 3;
const TRANSIT_MS = 5;
/** What the clock here says when that of a setting says 0. */
const HERE_MS = 1e6;

/** A note as it is played, milliseconds. */
interface Played {
  readonly atMs: number;
  readonly lengthMs: number;
  readonly note: number;
}

interface Setting {
  readonly played: readonly Played[];
  /** Nothing comes from the first to the second. */
  readonly dropouts: readonly (readonly [number, number])[];
  /** What the predictor claims in each dropout, from its beginning on. */
  readonly claimed: readonly Played[];
  /** For so long a datagram repeats an event. */
  readonly historyMs: number;
  readonly playoutDelayMs: number | undefined;
  /** What the sender's clock says then: another clock than that here where it is not the same. */
  readonly thereMs: number;
  /** When the peer falls silent for good. */
  readonly diesMs: number;
}

interface Delivered {
  readonly event: JmidEvent;
  readonly info: EventInfo;
  readonly atMs: number;
}

const END_MS = 3000;

/** A stream of a peer that sends a frame every 10 ms, with all recent events in it. */
function listenTo(setting: Setting) {
  const { played, dropouts, claimed, historyMs, playoutDelayMs, thereMs, diesMs } = setting;
  const time = createVirtualTime({ startNs: HERE_MS * MS });
  const { clock, timers } = time;
  const peer = { ...aPeer(), lastHeardNs: HERE_MS * MS, sameClock: thereMs === HERE_MS };
  const delivered: Delivered[] = [];
  const playout =
    playoutDelayMs === undefined ? undefined : createPlayout(clock, timers, playoutDelayMs * MS);
  const stream = createRemoteStream({
    peer,
    streamId: 1,
    lateNs: 50 * MS,
    dropLateNotes: false,
    counters: {
      onTime: 0,
      late: 0,
      droppedLate: 0,
      stale: 0,
      synthesised: 0,
      unknownForm: 0,
      malformedState: 0,
    },
    sysexRoom: { bytes: 0 },
    playout,
    info: {} as EventInfo,
    predictBy: {
      clock,
      timers,
      createPredictor: () => ({
        noteOn: () => undefined,
        noteOff: () => undefined,
        predict: (fromNs) => claims(claimed, fromNs),
        reset: () => undefined,
      }),
    },
    deliver: (event, info) =>
      delivered.push({ event, info: { ...info }, atMs: clock.nowNs() / MS - HERE_MS }),
  });
  const events = eventsOf(played, thereMs).filter(({ atMs }) => atMs < diesMs);
  for (let atMs = 0; atMs < Math.min(END_MS, diesMs); atMs += 10) {
    if (dropouts.some(([from, to]) => atMs >= from && atMs < to)) continue;
    const arrivalNs = (HERE_MS + atMs + TRANSIT_MS) * MS;
    const recent = events.filter((each) => each.atMs <= atMs && each.atMs > atMs - historyMs);
    const lastSequence = events.findLast((each) => each.atMs <= atMs)?.event.sequence ?? 0;
    timers.schedule(arrivalNs, () => {
      peer.lastHeardNs = arrivalNs;
      const messages = recent.map(({ event }) => event);
      if (messages.length > 0)
        stream.frame(aFrame(messages, { peer, arrivalNs, timestampNs: (thereMs + atMs) * MS }));
      stream.state(
        { type: 'midi_state', stream: 1, channels: [held(events, atMs)], sequence: lastSequence },
        arrivalNs,
      );
    });
  }
  time.run((HERE_MS + END_MS) * MS);
  return { delivered, events, stream, time, playout };
}

function claims(claimed: readonly Played[], fromNs: number): PredictedNote[] {
  return claimed
    .map(({ atMs, lengthMs, note }) => {
      const onNs = fromNs + atMs * MS;
      return {
        channel: 17,
        note,
        velocity: 7,
        onNs,
        offNs: onNs + lengthMs * MS,
        confidence: 1,
      };
    })
    .sort((a, b) => a.onNs - b.onNs);
}

/** Note-ons and note-offs in order, numbered. */
function eventsOf(played: readonly Played[], thereMs: number) {
  return played
    .flatMap(({ atMs, lengthMs, note }) => [
      { atMs, type: 'note_on' as const, note, velocity: 90 },
      { atMs: atMs + lengthMs, type: 'note_off' as const, note, velocity: 0 },
    ])
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, ...rest }, at) => {
      const event: JmidEvent = {
        ...rest,
        channel: 1,
        timestamp: (thereMs + atMs) * 1000,
        sequence: at + 1,
      };
      return { atMs, event };
    });
}

function held(events: ReturnType<typeof eventsOf>, atMs: number) {
  const notes = new Set<number>();
  for (const { event } of events.filter((each) => each.atMs <= atMs)) {
    if (event.type === 'note_on') notes.add(event.note);
    else if (event.type === 'note_off') notes.delete(event.note);
  }
  return { channel: 1, notes: [...notes].sort((a, b) => a - b), controllers: [] };
}

/** What sounds at the end on an instrument that passes over what is stale. */
function sounding(delivered: readonly Delivered[]): number[] {
  const notes = new Set<number>();
  for (const { event, info } of delivered) {
    if (info.stale) continue;
    if (event.type === 'note_on') notes.add(event.note);
    else if (event.type === 'note_off') notes.delete(event.note);
  }
  return [...notes];
}

const ofType = (delivered: readonly Delivered[], type: string): Delivered[] =>
  delivered.filter(({ event }) => event.type === type);

const aNote = (most: number): fc.Arbitrary<Played> =>
  fc.record({
    atMs: fc.integer({ min: 1, max: most }),
    lengthMs: fc.integer({ min: 1, max: 400 }),
    note: fc.integer({ min: 60, max: 59 + KEYS }),
  });

const aSetting: fc.Arbitrary<Setting> = fc.record({
  played: fc.array(aNote(2000), { minLength: 1, maxLength: 40 }),
  dropouts: fc.array(
    fc
      .tuple(fc.integer({ min: 50, max: 1900 }), fc.integer({ min: 20, max: 500 }))
      .map(([from, ms]) => [from, Math.min(2300, from + ms)] as const),
    { maxLength: 4 },
  ),
  claimed: fc.array(aNote(500), { maxLength: 12 }),
  historyMs: fc.constantFrom(250, 5000),
  playoutDelayMs: fc.constantFrom(undefined, 30, 150),
  thereMs: fc.constantFrom(HERE_MS, 0, 1e8),
  diesMs: fc.constantFrom(END_MS, END_MS, 700),
});

const SETTING: Setting = {
  played: [],
  dropouts: [],
  claimed: [],
  historyMs: 5000,
  playoutDelayMs: undefined,
  thereMs: HERE_MS,
  diesMs: END_MS,
};

describe('a stream of which notes are predicted', () => {
  it('leaves no note hanging, gives each event once, and knows what became of each prediction', () => {
    fc.assert(
      fc.property(aSetting, (setting) => {
        const { delivered, events, stream, time, playout } = listenTo(setting);
        // As a listener does after a second.
        if (setting.diesMs < END_MS) stream.release();
        expect(sounding(delivered)).toEqual([]);
        expect(stream.hangs).toBe(false);

        const real = delivered.filter(({ info }) => !info.synthesised);
        const numbers = real.map(({ event }) => event.sequence as number);
        expect(new Set(numbers).size).toBe(numbers.length);
        // With so long a history everything comes that was sent.
        if (setting.historyMs === 5000 && setting.diesMs === END_MS)
          expect(numbers.sort((a, b) => a - b)).toEqual(events.map(({ event }) => event.sequence));

        // Each real note-on sounds when it comes, unless it has begun by prediction: one of them for one of the others.
        const begun = ofType(delivered, 'note_on').filter(({ info }) => info.predicted);
        const confirmed = real.filter(({ info }) => info.confirmed);
        expect(confirmed.length).toBeLessThanOrEqual(begun.length);
        for (const { event, info } of confirmed) {
          expect(event.type).toBe('note_on');
          expect(info.stale).toBe(true);
        }
        stream.close();
        playout?.close();
        const { predicted, confirmed: found, retracted } = stream.prediction!.counters;
        expect(predicted).toBe(begun.length);
        expect(found).toBe(confirmed.length);
        expect(retracted).toBe(predicted - found);
        expect(time.pending).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it('predicts nothing while something is heard, and no more once it is again', () => {
    const claimed = [10, 60, 110, 160, 210].map((atMs) => ({ atMs, lengthMs: 20, note: 60 }));
    const played = [{ atMs: 100, lengthMs: 50, note: 62 }];
    const none = listenTo({ ...SETTING, claimed, played, dropouts: [[300, 390]] });
    expect(none.delivered.every(({ info }) => !info.predicted)).toBe(true);

    // Known until 290 ms; found to be a dropout 100 ms after what was heard last, or 150 where nothing repeats an event any more.
    for (const [from, firstMs] of [
      [300, 405],
      [600, 755],
    ]) {
      const { delivered } = listenTo({
        ...SETTING,
        claimed,
        played,
        dropouts: [[from, from + 200]],
      });
      const begun = ofType(delivered, 'note_on').filter(({ info }) => info.predicted);
      const at = begun.map(({ atMs }) => atMs);
      expect(at.length).toBeGreaterThan(0);
      for (const atMs of at) {
        expect(atMs).toBeGreaterThanOrEqual(firstMs - 15);
        expect(atMs).toBeLessThanOrEqual(from + 205);
      }
      // They sound when the real ones would be heard.
      const expected = claimed.map(({ atMs }) => from - 10 + atMs + TRANSIT_MS);
      for (const atMs of at)
        expect(Math.min(...expected.map((e) => Math.abs(e - atMs)))).toBeLessThan(11);
    }
  });

  it('takes a note back with the first that is heard after it should have been played', () => {
    const claimed = [{ atMs: 150, lengthMs: 2000, note: 60 }];
    const played = [{ atMs: 100, lengthMs: 50, note: 62 }];
    const { delivered, stream } = listenTo({ ...SETTING, claimed, played, dropouts: [[200, 500]] });
    const ours = delivered.filter(({ info }) => info.predicted);
    expect(ours.map(({ event, atMs }) => `${event.type} ${atMs}`)).toEqual([
      'note_on 345',
      'note_off 505',
    ]);
    expect(ours[0].info).toMatchObject({ synthesised: true, stale: false, lateUs: null });
    expect(stream.prediction!.counters).toEqual({ predicted: 1, confirmed: 0, retracted: 1 });
  });

  it('hands a note over to the one that was played, whose end ends it', () => {
    const claimed = [{ atMs: 150, lengthMs: 2000, note: 60 }];
    const played = [
      { atMs: 100, lengthMs: 50, note: 62 },
      { atMs: 320, lengthMs: 400, note: 60 },
    ];
    const { delivered, stream } = listenTo({ ...SETTING, claimed, played, dropouts: [[200, 500]] });
    const of60 = delivered.filter(({ event }) => 'note' in event && event.note === 60);
    expect(
      of60.map(({ event, info, atMs }) => [event.type, info.predicted, info.confirmed, atMs]),
    ).toEqual([
      ['note_on', true, false, 345],
      ['note_on', false, true, 505],
      ['note_off', false, false, 725],
    ]);
    expect(of60[1].info.stale).toBe(true);
    expect(of60[2].info.stale).toBe(false);
    expect(stream.prediction!.counters).toEqual({ predicted: 1, confirmed: 1, retracted: 0 });
  });

  it('ends the same note of before the dropout first, and passes over its note-off afterwards', () => {
    const claimed = [{ atMs: 150, lengthMs: 300, note: 60 }];
    const played = [
      { atMs: 100, lengthMs: 150, note: 60 },
      { atMs: 340, lengthMs: 300, note: 60 },
    ];
    const { delivered } = listenTo({ ...SETTING, claimed, played, dropouts: [[200, 500]] });
    expect(delivered.map(({ event, info }) => [event.type, info.predicted, info.stale])).toEqual([
      ['note_on', false, false],
      ['note_off', true, false],
      ['note_on', true, false],
      ['note_off', false, true],
      ['note_on', false, true],
      ['note_off', false, false],
    ]);
  });

  it('does not take for a predicted note what is played beside it, and does not end that', () => {
    const claimed = [{ atMs: 150, lengthMs: 2000, note: 60 }];
    const played = [
      { atMs: 100, lengthMs: 50, note: 62 },
      { atMs: 450, lengthMs: 300, note: 60 },
    ];
    const { delivered } = listenTo({ ...SETTING, claimed, played, dropouts: [[200, 500]] });
    expect(
      delivered.slice(2).map(({ event, info }) => [event.type, info.predicted, info.stale]),
    ).toEqual([
      ['note_on', true, false],
      ['note_off', true, false],
      ['note_on', false, false],
      ['note_off', false, false],
    ]);
  });

  it('ends what the sender does not hold, whatever else is missing', () => {
    const claimed = [
      { atMs: 150, lengthMs: 5000, note: 60 },
      { atMs: 150, lengthMs: 5000, note: 61 },
    ];
    const played = [
      { atMs: 100, lengthMs: 50, note: 62 },
      { atMs: 220, lengthMs: 600, note: 61 },
      { atMs: 250, lengthMs: 40, note: 62 },
    ];
    const setting = { ...SETTING, claimed, played, historyMs: 250 };
    const { delivered, stream } = listenTo({ ...setting, dropouts: [[200, 600]] });
    expect(stream.reader.missing).toBe(3);
    const ends = delivered.filter(({ event }) => event.type === 'note_off').slice(1);
    expect(ends.map(({ event, atMs }) => [(event as { note: number }).note, atMs])).toEqual([
      [60, 605],
      [61, 825],
    ]);
    expect(stream.prediction!.counters).toMatchObject({ predicted: 2 });
  });

  it.each([HERE_MS, 0, 1e8])('gives up what can no longer be known, clock at %d ms', (thereMs) => {
    const claimed = [{ atMs: 150, lengthMs: 5000, note: 60 }];
    const played = [
      { atMs: 100, lengthMs: 50, note: 62 },
      { atMs: 320, lengthMs: 2400, note: 60 },
      { atMs: 390, lengthMs: 40, note: 62 },
    ];
    const setting = { ...SETTING, claimed, played, historyMs: 250, thereMs };
    const { delivered, stream } = listenTo({ ...setting, dropouts: [[200, 900]] });
    expect(stream.reader.missing).toBe(3);
    const off = delivered.find(({ event, info }) => info.predicted && event.type === 'note_off');
    expect(off!.atMs).toBeGreaterThan(905);
    expect(off!.atMs).toBeLessThan(905 + 600);
    expect(sounding(delivered)).toEqual([]);
  });

  it('hangs while a note sounds by prediction alone, and lets go of it when it is released', () => {
    const claimed = [{ atMs: 150, lengthMs: 5000, note: 60 }];
    const played = [{ atMs: 100, lengthMs: 50, note: 62 }];
    const { delivered, stream, time } = listenTo({ ...SETTING, claimed, played, diesMs: 300 });
    expect(stream.hangs).toBe(true);
    expect(sounding(delivered)).toEqual([60]);
    stream.release();
    expect(stream.hangs).toBe(false);
    expect(sounding(delivered)).toEqual([]);
    expect(time.pending).toBe(0);
  });

  it('matches within 50 ms and no further', () => {
    for (const [awayMs, confirmed] of [
      [-49, 1],
      [49, 1],
      [-52, 0],
      [52, 0],
    ]) {
      const claimed = [{ atMs: 200, lengthMs: 500, note: 60 }];
      const played = [
        { atMs: 100, lengthMs: 50, note: 62 },
        { atMs: 390 + awayMs, lengthMs: 100, note: 60 },
      ];
      const { delivered, stream } = listenTo({
        ...SETTING,
        claimed,
        played,
        dropouts: [[200, 600]],
      });
      expect(stream.prediction!.counters.confirmed).toBe(confirmed);
      expect(sounding(delivered)).toEqual([]);
    }
    expect(MATCH_NS).toBe(50 * MS);
  });
});
