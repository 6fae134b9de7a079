import type { Bar } from '../bar.js';
import { figure } from '../report/table.js';
import { inParallel } from '../workers/pool.js';
import { type NoteLossResult, runNoteLoss } from './note-loss.js';

const SEEDS = 20;
const NOTES = 5_000;
const SETTLE_SECONDS = 3;
const MOST_LATE = 0.0005;

export function trial(seed: number): Promise<NoteLossResult> {
  const loss = 0.66;
  return runNoteLoss({ seed, notes: NOTES, loss, settleSeconds: SETTLE_SECONDS });
}

export const bar: Bar = {
  name: 'note-loss-66',
  bar: '66 % independent loss both ways: all note-offs and controllers, at most 0.05 % of note-ons later than 50 ms, every event accounted for',
  async run(report) {
    const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);
    const results = await inParallel<number, NoteLossResult>(
      import.meta.url,
      'trial',
      seeds,
      (done) => report(`${done} of ${SEEDS} seeds`),
    );
    const sum = (of: (result: NoteLossResult) => number): number =>
      results.reduce((total, result) => total + of(result), 0);
    const noteOns = sum((r) => r.noteOns);
    const late = sum((r) => r.lateNoteOns) / noteOns;
    const missing = sum((r) => r.missing);
    const unaccounted = sum((r) => Math.abs(r.sent - r.delivered));
    return {
      figure: `${figure(late * 100)} % of ${figure(noteOns)} note-ons late; ${missing} of ${figure(sum((r) => r.sent))} events missing, ${sum((r) => r.missingOffs)} of them note-offs or controllers; ${unaccounted} unaccounted for; longest hang ${figure(Math.max(...results.map((r) => r.longestHangMs)))} ms`,
      holds: late <= MOST_LATE && missing === 0 && unaccounted === 0,
      details: { late, seeds: results },
    };
  },
};
