import type { Bar } from '../bar.js';
import { figure } from '../report/table.js';
import { inParallel } from '../workers/pool.js';
import { type NoteLossResult, runNoteLoss } from './note-loss.js';

const SEEDS = 20;
/** With those of the first three seconds left out, more than 100,000 remain. */
const NOTES = 5_100;
const SETTLE_SECONDS = 3;
const MOST_LATE = 0.001;
const RUNS = { loss: 0.05, meanBurstMs: 10 };

export function trial(seed: number): Promise<NoteLossResult> {
  const loss = { gilbertElliott: RUNS };
  return runNoteLoss({ seed, notes: NOTES, loss, settleSeconds: SETTLE_SECONDS });
}

export const bar: Bar = {
  name: 'note-loss-runs',
  bar: '5 % loss in runs of 10 ms: at most 0.1 % of note-ons later than 50 ms, no note hangs beyond the end of its loss run + 50 ms',
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
    const worst = (of: (result: NoteLossResult) => number): number => Math.max(...results.map(of));
    const noteOns = sum((r) => r.noteOns);
    const late = sum((r) => r.lateNoteOns) / noteOns;
    const missing = sum((r) => r.missing);
    const hangs = sum((r) => r.hangsBeyond50Ms);
    return {
      figure:
        `${figure(late * 100)} % of ${figure(noteOns)} note-ons late; ${hangs} notes hang more than 50 ms after their note-off's last loss run ` +
        `(longest ${figure(worst((r) => r.longestAfterRunMs))} ms, ${sum((r) => r.hangsAfterFirstRun)} after its first, a second run having begun; longest hang in all ${figure(worst((r) => r.longestHangMs))} ms); ${missing} events missing`,
      holds: late <= MOST_LATE && missing === 0 && hangs === 0,
      details: { late, seeds: results },
    };
  },
};
