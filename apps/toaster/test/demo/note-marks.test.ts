import type { JmidEvent } from '@jamnet/schemas';
import { describe, expect, it } from 'vitest';
import { createNoteMarks } from '../../src/demo/note-marks.js';
import type { EventLine } from '../../src/report/json-lines.js';

const ORIGIN_US = 1_000_000;

function line(
  event: Partial<JmidEvent> & { type: 'note_on' | 'note_off' },
  atMs: number,
  how: Partial<EventLine> = {},
) {
  return {
    event: {
      channel: 1,
      note: 60,
      velocity: 80,
      ...event,
      timestamp: ORIGIN_US + atMs * 1_000,
    } as JmidEvent,
    from: 'player',
    sender: '00000001',
    arrivalUs: 0,
    latencyUs: 100,
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

function marksOf(...lines: EventLine[]) {
  const marks = createNoteMarks();
  for (const each of lines) marks.add(each, ORIGIN_US);
  return marks.marks;
}

describe('note marks', () => {
  it('begin with the note-on and end with the note-off, at the events’ own times', () => {
    expect(marksOf(line({ type: 'note_on' }, 100), line({ type: 'note_off' }, 350))).toEqual([
      { note: 60, channel: 1, startMs: 100, endMs: 350, arrival: 'direct' },
    ]);
    expect(marksOf(line({ type: 'note_on' }, 100))[0].endMs).toBeNull();
  });

  it('end with a note-on of velocity 0 too', () => {
    expect(
      marksOf(line({ type: 'note_on' }, 100), line({ type: 'note_on', velocity: 0 }, 200))[0].endMs,
    ).toBe(200);
  });

  it('say how the note-on came', () => {
    const marks = marksOf(
      line({ type: 'note_on', note: 61 }, 0, { repaired: true }),
      line({ type: 'note_on', note: 62 }, 0, { repaired: true, late: true }),
    );
    expect(marks.map(({ arrival }) => arrival)).toEqual(['repaired', 'late']);
  });

  it('of notes that never sound have no length, and dropped ones are not there', () => {
    expect(marksOf(line({ type: 'note_on' }, 5, { stale: true }))[0].endMs).toBe(5);
    expect(marksOf(line({ type: 'note_on' }, 5, { dropped: true }))).toEqual([]);
  });

  it('of repeated notes end in the order in which they began', () => {
    const marks = marksOf(
      line({ type: 'note_on' }, 0),
      line({ type: 'note_on' }, 100),
      line({ type: 'note_off' }, 150),
    );
    expect(marks.map(({ endMs }) => endMs)).toEqual([150, null]);
  });

  it('are forgotten when they have scrolled away, but for those that sound', () => {
    const marks = createNoteMarks();
    marks.add(line({ type: 'note_on' }, 0), ORIGIN_US);
    marks.add(line({ type: 'note_off' }, 10), ORIGIN_US);
    marks.add(line({ type: 'note_on', note: 64 }, 20), ORIGIN_US);
    marks.forgetBefore(59_000);
    expect(marks.marks).toHaveLength(2);
    marks.forgetBefore(70_000);
    expect(marks.marks.map(({ note }) => note)).toEqual([64]);
  });
});
