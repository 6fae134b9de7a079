import { createMidiPredictor, type MidiPredictorOptions } from '@jamnet/pnbtr';
import { createRandom } from '@jamnet/testkit';
import type { Piece, PlayedNote } from './pieces.js';

/** Notes in dropouts: predicted, of those played, and played in all. */
export interface PredictionScore {
  readonly piece: string;
  readonly dropouts: number;
  /** Note-ons of the whole piece. */
  readonly notes: number;
  readonly lost: number;
  readonly predicted: number;
  readonly right: number;
  /** How far off those were, milliseconds. */
  readonly meanOffMs: number;
}

/** A predicted note is the one that was played where it begins within this of it. */
export const MATCH_NS = 50e6;
const EVERY_NS = 3e9;

/** Takes dropouts out of a piece at random, one in three seconds on average, and has each predicted from what was before it. What was lost comes afterwards, as from the history. */
export function scorePiece(
  { name, notes }: Piece,
  dropoutMs: number,
  seed: number,
  options: MidiPredictorOptions = {},
): PredictionScore {
  const predictor = createMidiPredictor(options);
  const random = createRandom(seed);
  const end = notes.at(-1)!.onNs;
  const score = { dropouts: 0, lost: 0, predicted: 0, right: 0, offNs: 0 };
  let told = 0;
  const tellTo = (timeNs: number): void => {
    for (; told < notes.length && notes[told].onNs < timeNs; told += 1) {
      const { channel, note, velocity, onNs, offNs } = notes[told];
      predictor.noteOn(channel, note, velocity, onNs);
      predictor.noteOff(channel, note, offNs);
    }
  };
  for (let atNs = notes[0].onNs + 2e9; ;) {
    atNs += (0.5 + random()) * EVERY_NS;
    const untilNs = atNs + dropoutMs * 1e6;
    if (untilNs > end) break;
    tellTo(atNs);
    const lost = notes.slice(told).filter(({ onNs }) => onNs < untilNs);
    score.dropouts += 1;
    score.lost += lost.length;
    const predicted = predictor.predict(atNs, untilNs);
    score.predicted += predicted.length;
    // One just before or after the dropout is no false one.
    const near = notes.filter(({ onNs }) => onNs > atNs - MATCH_NS && onNs < untilNs + MATCH_NS);
    for (const { channel, note, onNs } of predicted) {
      const match = closest(near, channel, note, onNs);
      if (match < 0) continue;
      score.right += 1;
      score.offNs += Math.abs(near[match].onNs - onNs);
      near.splice(match, 1);
    }
    atNs = untilNs;
  }
  const { offNs, ...counts } = score;
  const meanOffMs = score.right > 0 ? offNs / score.right / 1e6 : 0;
  return { piece: name, notes: notes.length, meanOffMs, ...counts };
}

function closest(
  notes: readonly PlayedNote[],
  channel: number,
  note: number,
  atNs: number,
): number {
  let best = -1;
  notes.forEach((each, at) => {
    if (each.channel !== channel || each.note !== note) return;
    const off = Math.abs(each.onNs - atNs);
    if (off <= MATCH_NS && (best < 0 || off < Math.abs(notes[best].onNs - atNs))) best = at;
  });
  return best;
}
