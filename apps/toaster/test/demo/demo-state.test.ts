import type { JmidEvent } from '@jamnet/schemas';
import { beforeEach, describe, expect, it } from 'vitest';
import { demoReport, demoSummary, type ReportStyle } from '../../src/demo/demo-report.js';
import { createDemoState, type DemoState } from '../../src/demo/demo-state.js';
import { compareEvents } from '../../src/demo/verdict.js';
import type { EventLine, StatsLine } from '../../src/report/json-lines.js';
import type { TimelineFields } from '../../src/timeline/timeline-fields.js';
import { MUSIC } from '../support/demo-view.js';

const ORIGIN_US = 5_000_000;
const PLAIN: ReportStyle = { good: String, bad: String, strong: String, faint: String };

function note(
  type: 'note_on' | 'note_off',
  pitch: number,
  atMs: number,
  sequence?: number,
): JmidEvent {
  const timestamp = ORIGIN_US + atMs * 1_000;
  return {
    type,
    channel: 1,
    note: pitch,
    velocity: 80,
    timestamp,
    ...(sequence === undefined ? {} : { sequence }),
  };
}

function heard(event: JmidEvent, how: Partial<EventLine> = {}): EventLine {
  return {
    event,
    from: 'player',
    sender: '00000001',
    arrivalUs: 0,
    latencyUs: 300,
    late: false,
    repaired: false,
    stale: false,
    synthesised: false,
    predicted: false,
    confirmed: false,
    dropped: false,
    ...how,
  };
}

function stats(more: Partial<StatsLine['stats']> = {}): StatsLine {
  return {
    stats: {
      datagramsSent: 100,
      datagramsArrived: 90,
      datagramsThrownAway: 60,
      duplicates: 5,
      corrupt: 0,
      missing: 0,
      plan: { offsetsUs: [0, 250], spread: 'narrow' },
      peers: [],
      ...more,
    },
  };
}

let state: DemoState;
beforeEach(() => {
  state = createDemoState({ topic: 'midi://demo', loss: 0.66, lossInRuns: false });
  state.apply('player', {
    playing: {
      topic: 'midi://demo',
      name: 'A song',
      events: 2,
      durationMs: 10_000,
      lowestNote: 50,
      highestNote: 70,
      endpoints: [],
      port: 'dgram',
      portNotice: null,
    },
  });
});

describe('the demo’s state', () => {
  it('begins with finding each other', () => {
    expect(state.view(ORIGIN_US)).toMatchObject({
      phase: 'starting',
      elapsedMs: 0,
      songMs: 10_000,
      sent: 0,
    });
  });

  it('counts time from the first event, whichever child told of it', () => {
    state.apply('listener', heard(note('note_on', 60, 0)));
    state.apply('player', { sent: note('note_on', 60, 0) });
    const view = state.view(ORIGIN_US + 2_500_000);
    expect(view).toMatchObject({ phase: 'playing', elapsedMs: 2_500, sent: 1, heard: 1 });
    expect(view.roll.notes).toHaveLength(1);
    expect(state.view(ORIGIN_US + 11e6)).toMatchObject({ phase: 'finishing', elapsedMs: 10_000 });
  });

  it('gathers latency, loss and repairs in ticks', () => {
    state.apply('listener', heard(note('note_on', 60, 0)));
    state.apply('listener', heard(note('note_on', 61, 0), { latencyUs: 30_000, repaired: true }));
    const peer = {
      senderId: '00000001',
      name: 'player',
      state: 'alive' as const,
      receiveOnly: false,
      sameClock: true,
      endpoints: [],
      port: 'dgram',
      portNotice: null,
      lossRate: 0.5,
      reportedLossRate: null,
    };
    state.apply('listener', stats({ peers: [peer] }));
    state.tick();
    const [first] = state.view(ORIGIN_US).peers;
    expect(first).toMatchObject({ name: 'player', p50Us: 300, maxUs: 30_000, loss: 0.5 });
    expect(first.latencyUs).toEqual([30_000]);
    expect(first.lossTicks).toEqual([0.5]);
    expect(state.view(ORIGIN_US).repairedTicks).toEqual([1]);
  });

  it('takes the plan and what was sent from the player, what arrived from the listener', () => {
    state.apply('player', stats({ datagramsSent: 7, plan: { offsetsUs: [0, 1], spread: 'wide' } }));
    state.apply(
      'listener',
      stats({ datagramsSent: 8, datagramsArrived: 9, datagramsThrownAway: 6, plan: null }),
    );
    expect(state.view(0)).toMatchObject({
      plan: { spread: 'wide' },
      datagramsSent: 7,
      datagramsArrived: 9,
      datagramsThrownAway: 6,
    });
  });

  it('gives what was heard in the order of its own times, without what nobody sent', () => {
    state.apply('listener', heard(note('note_off', 60, 100, 2)));
    state.apply('listener', heard(note('note_on', 61, 0, 1)));
    state.apply('listener', heard(note('note_on', 60, 0, 0)));
    state.apply('listener', heard(note('note_off', 61, 0, 9), { synthesised: true }));
    expect(state.heard().map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
  });
});

describe('the demo’s report', () => {
  const summary = {
    events: { delivered: 2 },
    onTime: 1,
    late: 1,
    droppedLate: 0,
    lost: 0,
    duplicates: 5,
    corrupt: 0,
    latencyUs: { p50: 300, p99: 60_000, max: 60_000 },
  };

  function report(heardEvents: JmidEvent[]): string {
    for (const event of [note('note_on', 60, 0), note('note_off', 60, 100)])
      state.apply('player', { sent: event });
    for (const event of heardEvents) state.apply('listener', heard(event, { repaired: true }));
    state.apply('listener', stats());
    state.apply('listener', { summary });
    const verdict = compareEvents(state.sent(), state.heard());
    return demoReport(demoSummary(state, verdict), verdict, PLAIN).join('\n');
  }

  it('is glad when all was heard', () => {
    expect(report([note('note_on', 60, 0, 0), note('note_off', 60, 100, 1)]))
      .toMatchInlineSnapshot(`
      "
              2  events sent
              2  delivered once
              0  lost
              2  of them repaired from the history of a later datagram
              1  later than 50 ms after their time
             60  of 90 datagrams thrown away at the listener's socket (66.7 %)
        0.30 ms  median one-way latency, 60.0 ms p99, 60.0 ms max

        ✔ what was heard is what was played, event for event
      "
    `);
  });

  it('says what is missing and what nobody sent', () => {
    const text = report([note('note_on', 60, 0, 0), note('note_on', 99, 0, 1)]);
    expect(text).toMatch(/1 {2}lost/);
    expect(text).toMatch(/1 {2}heard that nobody sent/);
    expect(text).toContain('✘ what was heard is not what was played');
  });

  it('says how far apart the two timelines were, and whether that is together', () => {
    const told = (timelineNs: number): TimelineFields => ({
      ownNs: 1e9,
      timelineNs,
      state: 'locked',
      master: '00000001',
      isMaster: true,
      term: 1,
      founder: '00000001',
      ageMs: 1_000,
      errorBoundNs: 0,
      ratePpm: 0,
      music: { ...MUSIC, beat: 0.5 },
    });
    state.apply('player', { timeline: told(1e9) });
    state.apply('listener', { timeline: told(1e9 + 2_300) });
    expect(state.view(ORIGIN_US).places).toMatchObject({ apartNs: 2_300 });
    const text = report([note('note_on', 60, 0, 0), note('note_off', 60, 100, 1)]);
    expect(text).toMatch(/2\.3 µs {2}median between the two timelines, 2\.3 µs p99, 2\.3 µs max/);
    expect(text).toMatch(/1 {2}of 1 look at the music found both at the same bar and beat/);
    expect(text).toContain('✔ both were on one timeline, at the same bar and beat');
    state.apply('player', { timeline: { ...told(2e9), ownNs: 2e9 } });
    state.apply('listener', { timeline: { ...told(2e9 + 9e6), ownNs: 2e9 } });
    expect(report([])).toContain('✘ the two were not together on one timeline');
  });

  it('is not glad when nothing was played', () => {
    const verdict = compareEvents([], []);
    expect(demoReport(demoSummary(state, verdict), verdict, PLAIN).join('\n')).toContain(
      '✘ nothing was played',
    );
  });
});
