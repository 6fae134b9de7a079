import { describe, expect, it } from 'vitest';
import { createPredictedNotes } from '../../src/session/predicted-notes.js';

const MS = 1e6;
const KEY = 17;

function predictedNotes() {
  const told: string[] = [];
  const notes = createPredictedNotes({
    begin: ({ note }) => void told.push(`+${note}`),
    end: ({ note }) => void told.push(`-${note}`),
  });
  const expectAt = (...at: readonly (readonly [note: number, onMs: number, offMs: number])[]) =>
    notes.expect(
      at.map(([note, onMs, offMs]) => ({
        channel: KEY,
        note,
        velocity: 1,
        onNs: onMs * MS,
        offNs: offMs * MS,
        confidence: 1,
      })),
    );
  return { told, notes, expectAt };
}

describe('predicted notes', () => {
  it('begin and end in order of time, ends first', () => {
    const { told, notes, expectAt } = predictedNotes();
    expectAt([60, 100, 200], [61, 200, 300]);
    expect(notes.nextNs).toBe(100 * MS);
    notes.advance(99 * MS);
    expect(told).toEqual([]);
    notes.advance(250 * MS);
    expect(told).toEqual(['+60', '-60', '+61']);
    expect(notes.nextNs).toBe(300 * MS);
    expect(notes).toMatchObject({ sounding: 1, open: 2 });
    notes.advance(300 * MS);
    expect(told.at(-1)).toBe('-61');
    expect(notes.nextNs).toBe(Infinity);
  });

  it('do not begin while it is not known what time it is for their sender', () => {
    const { told, notes, expectAt } = predictedNotes();
    notes.advance(NaN);
    expectAt([60, 100, 200]);
    notes.advance(NaN);
    notes.advance(150 * MS);
    notes.advance(NaN);
    expect(told).toEqual(['+60']);
    notes.advance(Infinity);
    expect(told).toEqual(['+60', '-60']);
  });

  it('are taken back when everything is known until after their time, and no sooner', () => {
    const { told, notes, expectAt } = predictedNotes();
    expectAt([60, 100, 900]);
    notes.advance(100 * MS);
    notes.settle(150 * MS);
    expect(told).toEqual(['+60']);
    notes.settle(151 * MS);
    expect(told).toEqual(['+60', '-60']);
    expect(notes.open).toBe(0);
    expect(notes.counters).toEqual({ predicted: 1, confirmed: 0, retracted: 1 });
    // Too late to be the same.
    expect(notes.played(KEY, 60, 100 * MS, true)).toBe(false);
  });

  it('begin once, however often they are predicted', () => {
    const { told, notes, expectAt } = predictedNotes();
    expectAt([60, 100, 900]);
    notes.advance(110 * MS);
    expectAt([60, 101, 900], [60, 400, 900]);
    notes.advance(400 * MS);
    // The same key cannot sound twice.
    expect(told).toEqual(['+60', '-60', '+60']);
  });

  it('are matched each with one that was played, the nearest', () => {
    const { notes, expectAt } = predictedNotes();
    expectAt([60, 100, 110], [60, 160, 170]);
    notes.advance(300 * MS);
    expect(notes.played(KEY + 1, 60, 160 * MS, true)).toBe(false);
    expect(notes.played(KEY, 60, 135 * MS, true)).toBe(true);
    expect(notes.matches(KEY, 60, 165 * MS)).toBe(false);
    expect(notes.played(KEY, 60, 95 * MS, true)).toBe(true);
    expect(notes.open).toBe(0);
  });

  it('end at once where the one that was played has ended before it was heard of', () => {
    const { told, notes, expectAt } = predictedNotes();
    expectAt([60, 100, 900]);
    notes.advance(100 * MS);
    expect(notes.played(KEY, 60, 100 * MS, false)).toBe(true);
    expect(told).toEqual(['+60', '-60']);
  });

  it('are ended by a later note-off, and not by one of before', () => {
    const { told, notes, expectAt } = predictedNotes();
    expectAt([60, 100, 900]);
    notes.advance(100 * MS);
    expect(notes.ended(KEY, 60, 120 * MS)).toBe('older');
    expect(notes.sounding).toBe(1);
    expect(notes.ended(KEY, 60, 400 * MS)).toBe('new');
    expect(notes.sounding).toBe(0);
    notes.giveUp();
    expect(told).toEqual(['+60']);
  });

  it('are 256 at most', () => {
    const { notes, expectAt } = predictedNotes();
    expectAt(...Array.from({ length: 1000 }, (_, n) => [n % 128, n * 100, n * 100 + 50] as const));
    notes.advance(1e6 * MS);
    expect(notes.counters.predicted).toBe(256);
  });
});
