import { CLIPS } from 'recordings-jamnet/clips.js';
import { prepareClips } from 'recordings-jamnet/prepare-clips.js';
import type { Bench } from '../bench.js';
import { checkCausality } from '../concealment/causality.js';
import { methods } from '../concealment/methods.js';
import { concealmentSections } from '../concealment/sections.js';
import { concealmentPlots } from '../concealment/plots.js';
import type { TrialScore, TrialTask } from '../concealment/trial.js';
import { inParallel } from '../workers/pool.js';

const TRIAL = new URL('../concealment/trial.ts', import.meta.url).href;
const SEED = 20_261_129;
const FULL = { everyClip: 1, mostGaps: 4 };
const QUICK = { everyClip: 5, mostGaps: 3 };

/** Concealment on held recordings, by every method, beside the figures of the reference. */
export const concealment: Bench = {
  name: 'concealment',
  about: 'quality of concealment against gap length, beside other methods; --quick: few clips',
  async run(say, { quick }) {
    const { everyClip, mostGaps } = quick ? QUICK : FULL;
    prepareClips('held', say);
    const names = methods().flatMap(({ name, slow }) => (quick && slow ? [] : [name]));
    const clips = CLIPS.filter(({ split }) => split === 'held').filter(
      (_, i) => i % everyClip === 0,
    );
    const tasks = clips.map(({ name }, i): TrialTask => ({
      clip: name,
      mostGaps,
      seed: SEED + 100 * i,
      methods: names,
    }));
    const scores = await inParallel<TrialTask, TrialScore[]>(
      TRIAL,
      'concealmentTrial',
      tasks,
      (done) => say(`concealed ${done} of ${tasks.length} clips`),
    );
    say('causality');
    const causality = checkCausality(clips.slice(0, quick ? 1 : 4).map(({ name }) => name));
    const outcome = { clips, methods: names, scores, causality };
    return {
      title: 'Concealment of lost samples',
      sections: concealmentSections(outcome),
      plots: concealmentPlots(outcome),
      data: {
        seed: SEED,
        clips: clips.map(({ name, group, source }) => ({ name, group, source })),
        causality,
        scores: scores.map((perClip, i) => ({
          clip: clips[i].name,
          results: perClip.map(({ plan, method, gaps }) => ({
            plan,
            method,
            gaps: gaps.length,
            nmse: rounded(gaps.map(({ nmse }) => nmse)),
            mrmel: rounded(gaps.map(({ mrmel }) => mrmel)),
          })),
        })),
      },
    };
  },
};

function rounded(values: readonly number[]): number[] {
  return values.map((value) => Math.round(value * 100) / 100);
}
