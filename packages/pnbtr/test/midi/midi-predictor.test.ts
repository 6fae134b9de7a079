import { createMidiPredictor, type MidiPredictor } from '@jamnet/pnbtr';
import { createRandom } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';

const BEAT = 500e6;
const FAR = { horizonNs: 10e9 };
/** Eight notes in two beats, a chord at the start. */
const BAR: readonly (readonly [beat: number, notes: readonly number[]])[] = [
  [0, [36, 42]],
  [0.25, [42]],
  [0.5, [38, 42]],
  [0.75, [42]],
  [1, [36]],
  [1.25, [42]],
  [1.5, [38]],
  [1.75, [42]],
];

interface Playing {
  readonly bars: number;
  readonly startNs?: number;
  readonly jitterNs?: number;
  readonly beatNs?: number;
  readonly channel?: number;
}

/** Plays the bar over and over; returns when the next one would begin. */
function play(predictor: MidiPredictor, playing: Playing): number {
  const { bars, startNs = 0, jitterNs = 0, beatNs = BEAT, channel = 10 } = playing;
  const random = createRandom(bars);
  for (let bar = 0; bar < bars; bar += 1)
    for (const [beat, notes] of BAR)
      for (const note of notes) {
        const atNs = startNs + (bar * 2 + beat) * beatNs + (random() - 0.5) * jitterNs;
        predictor.noteOn(channel, note, 100, atNs);
        predictor.noteOff(channel, note, atNs + 60e6);
      }
  return startNs + bars * 2 * beatNs;
}

describe('predicting notes', () => {
  it('goes on with what has been played again and again', () => {
    const predictor = createMidiPredictor(FAR);
    const endNs = play(predictor, { bars: 6, jitterNs: 6e6 });
    const predicted = predictor.predict(endNs - 50e6, endNs + 2 * BEAT - 50e6);
    expect(predicted.map(({ note }) => note).sort()).toEqual(
      BAR.flatMap(([, notes]) => notes).sort(),
    );
    for (const { note, onNs, offNs, channel, velocity, confidence } of predicted) {
      const beats = BAR.filter(([, notes]) => notes.includes(note)).map(([beat]) => beat);
      const off = beats.map((beat) => Math.abs(onNs - endNs - beat * BEAT));
      expect(Math.min(...off)).toBeLessThan(20e6);
      expect(offNs - onNs).toBeCloseTo(60e6, -7);
      expect([channel, velocity]).toEqual([10, 100]);
      expect(confidence).toBeGreaterThan(0.9);
    }
    expect(predictor.predict(endNs, endNs)).toEqual([]);
  });

  it('comes round again and again where it is asked for more than there was', () => {
    const predictor = createMidiPredictor(FAR);
    const endNs = play(predictor, { bars: 6 });
    expect(predictor.predict(endNs - 1, endNs + 8 * BEAT - 1)).toHaveLength(4 * 10);
  });

  it('looks half a second ahead unless it is told to look further', () => {
    const predictor = createMidiPredictor();
    const endNs = play(predictor, { bars: 6 });
    const last = predictor.predict(endNs - 1, endNs + 9e9).at(-1);
    expect(last!.onNs).toBeCloseTo(endNs + 375e6, -3);
  });

  it('says nothing of what was played once or twice', () => {
    for (const bars of [1, 2]) {
      const predictor = createMidiPredictor(FAR);
      const endNs = play(predictor, { bars });
      expect(predictor.predict(endNs, endNs + 4 * BEAT)).toEqual([]);
    }
  });

  it('says nothing of what never repeats', () => {
    const predictor = createMidiPredictor({ ...FAR, leastRight: 0 });
    const random = createRandom(1);
    let atNs = 0;
    for (let n = 0; n < 400; n += 1) {
      predictor.noteOn(1, 40 + Math.floor(random() * 40), 90, (atNs += 100e6 + random() * 200e6));
      expect(predictor.predict(atNs, atNs + 4e9)).toEqual([]);
    }
  });

  it('says nothing where it went on differently before', () => {
    const predictor = createMidiPredictor({ ...FAR, leastRight: 0 });
    let atNs = 0;
    for (const next of [60, 62, 60, 64]) {
      atNs = play(predictor, { bars: 2, startNs: atNs });
      predictor.noteOn(10, next, 100, atNs);
      atNs += BEAT;
    }
    atNs = play(predictor, { bars: 2, startNs: atNs });
    expect(predictor.predict(atNs - 1, atNs + BEAT)).toEqual([]);
  });

  it('says nothing of who has stopped', () => {
    const predictor = createMidiPredictor(FAR);
    const endNs = play(predictor, { bars: 8 });
    expect(predictor.predict(endNs - 1, endNs + BEAT)).not.toEqual([]);
    expect(predictor.predict(endNs + 100e6, endNs + BEAT)).toEqual([]);
  });

  it('falls silent after a prediction that did not come true, until enough have again', () => {
    const predictor = createMidiPredictor(FAR);
    let atNs = play(predictor, { bars: 6 });
    predictor.noteOn(10, 99, 100, atNs);
    predictor.noteOn(10, 98, 100, (atNs += BEAT));
    atNs += BEAT;
    const again = play(predictor, { bars: 2, startNs: atNs });
    expect(predictor.predict(again, again + BEAT)).toEqual([]);
    // As long as it went on differently once, after as much of the same, it says nothing.
    const later = play(predictor, { bars: 9, startNs: again });
    expect(predictor.predict(later - 1, later + BEAT - 1)).toHaveLength(6);
  });

  it('follows a tempo that has changed', () => {
    const predictor = createMidiPredictor(FAR);
    const startNs = play(predictor, { bars: 6 });
    const slower = BEAT * 1.04;
    const endNs = play(predictor, { bars: 3, startNs, beatNs: slower });
    const [, , second] = predictor.predict(endNs - 1, endNs + BEAT);
    expect(second.onNs).toBeGreaterThan(endNs + 0.2 * BEAT);
    expect(Math.abs(second.onNs - endNs - slower / 4)).toBeLessThan(15e6);
  });

  it('takes notes that come late into their place', () => {
    const late = createMidiPredictor(FAR);
    const held: (() => void)[] = [];
    const shuffled: MidiPredictor = {
      ...late,
      noteOn(channel, note, velocity, atNs) {
        const run = () => late.noteOn(channel, note, velocity, atNs);
        if (held.length % 9 === 8) run();
        else held.push(run);
        if (held.length === 8) for (const each of held.splice(0).reverse()) each();
      },
    };
    const endNs = play(shuffled, { bars: 8 });
    for (const each of held) each();
    const straight = createMidiPredictor({ ...FAR, leastRight: 0 });
    play(straight, { bars: 8 });
    const notes = (predictor: MidiPredictor) =>
      predictor
        .predict(endNs - 1, endNs + 2 * BEAT - 1)
        .map(({ note, onNs }) => [note, Math.round(onNs)]);
    const predicted = notes(late);
    // It may say nothing, for too little was checked; what it says is what it would have said.
    if (predicted.length > 0) expect(predicted).toEqual(notes(straight));
    expect(notes(straight)).toHaveLength(10);
  });

  it('keeps channels apart, and forgets when it is told to', () => {
    const predictor = createMidiPredictor(FAR);
    play(predictor, { bars: 6, channel: 1 });
    const endNs = play(predictor, { bars: 6, channel: 2 });
    expect(predictor.predict(endNs - 1, endNs + 1).map(({ channel }) => channel)).toEqual([
      1, 1, 2, 2,
    ]);
    predictor.reset();
    expect(predictor.predict(endNs - 1, endNs + 9e9)).toEqual([]);
  });

  it('refuses options out of range', () => {
    expect(() => createMidiPredictor({ leastRepeats: 0 })).toThrow(
      /leastRepeats is 0: it may be 1 to 8/,
    );
    expect(() => createMidiPredictor({ toleranceNs: 0 })).toThrow(/toleranceNs is 0/);
  });
});
