import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beatsAt,
  bpmOf,
  changeTimeline,
  createTimeline,
  ghostUsOfBeat,
  isNewerTimeline,
  nearestInPhase,
  nextInPhase,
  phaseOf,
  usPerBeatOf,
} from '../../src/link/timeline.js';

const bpms = fc.double({ min: 20, max: 999, noNaN: true });
const times = fc.double({ min: -1e12, max: 1e12, noNaN: true });
const quanta = fc.double({ min: 0.25, max: 64, noNaN: true });
const beats = fc.double({ min: -1e5, max: 1e5, noNaN: true });

describe('the timeline', () => {
  it('is a line from session time to beats', () => {
    const timeline = { usPerBeat: 500_000, beatOrigin: 2_000_000, timeOriginUs: 10_000_000 };
    expect(beatsAt(timeline, 10_000_000)).toBe(2);
    expect(beatsAt(timeline, 9_000_000)).toBe(0);
    expect(ghostUsOfBeat(timeline, 5)).toBe(11_500_000);
  });

  it('names tempos with as few decimals as it can', () => {
    expect(bpmOf(461_538)).toBe(130);
    expect(bpmOf(usPerBeatOf(123.4))).toBe(123.4);
    expect(bpmOf(usPerBeatOf(999))).toBe(999);
    fc.assert(
      fc.property(bpms, (bpm) => usPerBeatOf(bpmOf(usPerBeatOf(bpm))) === usPerBeatOf(bpm)),
    );
  });

  it('keeps the beat where the tempo changes, and is the newer one then', () => {
    fc.assert(
      fc.property(bpms, bpms, times, (from, to, ghostUs) => {
        const before = createTimeline(from);
        const after = { ...before };
        const beat = beatsAt(before, ghostUs);
        changeTimeline(after, usPerBeatOf(to), ghostUs, beat);
        expect(isNewerTimeline(after, before)).toBe(true);
        expect(after.beatOrigin).toBe(Math.max(Math.round(beat * 1e6), 1));
        // Half a microsecond of rounding, and the precision of a Number far from the origin.
        expect(Math.abs(beatsAt(after, ghostUs) - beat)).toBeLessThan(2e-5);
      }),
    );
  });

  it('has one winner where two changes have one origin', () => {
    const a = { usPerBeat: 500_000, beatOrigin: 7, timeOriginUs: 5 };
    expect(isNewerTimeline(a, { ...a })).toBe(false);
    for (const b of [
      { ...a, timeOriginUs: 6 },
      { ...a, usPerBeat: 600_000 },
      { ...a, beatOrigin: 8, timeOriginUs: 0 },
    ]) {
      expect(isNewerTimeline(a, b)).not.toBe(isNewerTimeline(b, a));
    }
  });

  it('finds beats of one phase', () => {
    expect(phaseOf(-1, 4)).toBe(3);
    expect(phaseOf(-1e-20, 4)).toBe(0);
    expect(nextInPhase(5.5, 0, 4)).toBe(8);
    expect(nearestInPhase(5.5, 0, 4)).toBe(4);
    fc.assert(
      fc.property(beats, beats, quanta, (beat, like, quantum) => {
        const apart = (a: number, b: number): number => {
          const phase = phaseOf(a - b, quantum);
          return Math.min(phase, quantum - phase);
        };
        const next = nextInPhase(beat, like, quantum);
        const nearest = nearestInPhase(beat, like, quantum);
        expect(apart(next, like)).toBeLessThan(1e-6);
        expect(apart(nearest, like)).toBeLessThan(1e-6);
        expect(next).toBeGreaterThanOrEqual(beat - 1e-6);
        // What is in phase but for rounding is taken as it is.
        expect(Math.abs(nextInPhase(next, like, quantum) - next)).toBeLessThan(1e-6);
        expect(next - beat).toBeLessThanOrEqual(quantum);
        expect(Math.abs(nearest - beat)).toBeLessThanOrEqual(quantum / 2 + 1e-6);
      }),
    );
  });
});
