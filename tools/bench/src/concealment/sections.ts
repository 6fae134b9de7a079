import type { Section } from '../report/result-files.js';
import { GAP_PLANS } from './gap-plans.js';
import type { GapScore } from './metrics.js';
import { differences, figures, type Outcome } from './outcome.js';
import { clusteredMean, mean } from './statistics.js';

/** What has to be reached on recordings the tuning has not seen: nmse in dB and mrmel for each plan. */
const MUST: readonly (readonly [number, number])[] = [
  [-14.6, 1.14],
  [-13.4, 1.52],
  [-12.5, 2.0],
  [-9.3, 2.95],
  [-6.1, 4.9],
  [-12.9, 1.65],
  [-10.6, 2.45],
];
/** What the weighted Burg model of order 2048 gets where those figures come from: it tells how hard the recordings are. */
const GAUGE = 'weighted Burg 2048';
const GAUGE_THERE: readonly (readonly [number, number])[] = [
  [-14.15, 1.13],
  [-12.86, 1.52],
  [-12.05, 1.95],
  [-8.79, 2.84],
  [-5.67, 4.81],
  [-12.43, 1.61],
  [-10.19, 2.38],
];
const OWN = 'PNBTR';
const PLAIN = 'PNBTR, no network';

export function concealmentSections(outcome: Outcome): Section[] {
  const { clips, causality } = outcome;
  const gaps = GAP_PLANS.map((plan) => figures(outcome, plan.name, OWN, 'nmse').flat().length);
  return [
    {
      title: 'Mean nmse in dB / mrmel in dB',
      table: {
        columns: ['method', ...GAP_PLANS.map(({ name }) => name)],
        rows: [
          ...outcome.methods.map((method) => [method, ...both(outcome, method)]),
          ['must (reference)', ...MUST.map(([nmse, mrmel]) => `${nmse} / ${mrmel}`)],
          ...(outcome.methods.includes(GAUGE)
            ? [['must, moved to these recordings', ...movedMust(outcome)]]
            : []),
          ['gaps', ...gaps.map(String)],
        ],
      },
      notes: [
        `${clips.length} clips of about ten seconds, mono, 48 kHz, that training has not used (variants were chosen with a third of them in view), out of ${new Set(clips.map((c) => c.source)).size} packages of Debian's. Columns: isolated gaps in samples; Gilbert-Elliott losses of 128-sample packets (mean run 3) and of 10 ms packets (mean run 1.6). All methods see only the past; a 128-sample cross-fade leads back.`,
        'The means are over gaps. Absolute means depend on the recordings (a few dB between clips); the differences below are paired and do not.',
        ...(outcome.methods.some((name) => name.startsWith('libopus'))
          ? []
          : ["libopus is missing from the table: Debian's libopus-dev was not installed."]),
        `Moved to these recordings: the must line by as much as ${GAUGE} differs here from its figures there, since that method is the same in both.`,
        'mrmel: Hann windows of 256, 512, 1024 and 2048 samples a quarter apart, 20, 40, 80 and 128 mel bands, floor −100 dB, frames whose middle lies in the gap ± 5 ms.',
      ],
    },
    ...pairedSection(outcome, OWN, 'Burg 1024'),
    ...pairedSection(outcome, OWN, 'weighted Burg 2048'),
    ...pairedSection(outcome, OWN, PLAIN),
    {
      title: 'By kind of music, PNBTR, nmse in dB / mrmel in dB',
      table: {
        columns: ['music', 'clips', ...GAP_PLANS.map(({ name }) => name)],
        rows: [...new Set(clips.map(({ group }) => group))].map((group) => {
          const part = only(outcome, group);
          return [group, String(part.clips.length), ...both(part, OWN)];
        }),
      },
    },
    {
      title: 'Seams and causality',
      table: {
        columns: [
          'method',
          'lsd, dB',
          'edge, dB',
          'steps above −40 dBFS beyond the own',
          'largest, dBFS',
        ],
        rows: outcome.methods.map((method) => [method, ...seams(outcome, method)]),
      },
      notes: [
        'Over all plans. edge: by how much the larger step at the two seams exceeds the largest step of the signal near there, 0 where it does not.',
        `Causality: ${causality.gaps} gaps concealed again with noise after the gap, and again as longer gaps: ${causality.changed} samples of what had been played changed.`,
      ],
    },
  ];
}

function movedMust(outcome: Outcome): string[] {
  return GAP_PLANS.map(({ name }, i) => {
    const moved = (['nmse', 'mrmel'] as const).map((figure, k) => {
      const here = mean(figures(outcome, name, GAUGE, figure).flat());
      return (MUST[i][k] + here - GAUGE_THERE[i][k]).toFixed(2);
    });
    return moved.join(' / ');
  });
}

function both(outcome: Outcome, method: string): string[] {
  return GAP_PLANS.map(({ name }) => {
    const nmse = figures(outcome, name, method, 'nmse').flat();
    const mrmel = figures(outcome, name, method, 'mrmel').flat();
    return nmse.length > 0 ? `${mean(nmse).toFixed(2)} / ${mean(mrmel).toFixed(2)}` : '';
  });
}

function pairedSection(outcome: Outcome, method: string, other: string): Section[] {
  if (!outcome.methods.includes(method) || !outcome.methods.includes(other)) return [];
  const row = (figure: keyof GapScore): string[] =>
    GAP_PLANS.map(({ name }) => {
      const { mean, from, to } = clusteredMean(differences(outcome, name, [method, other], figure));
      return `${mean.toFixed(2)} (${from.toFixed(2)} to ${to.toFixed(2)})`;
    });
  return [
    {
      title: `${method} less ${other}, gap by gap, with 95 % intervals over clips`,
      table: {
        columns: ['figure', ...GAP_PLANS.map(({ name }) => name)],
        rows: [
          ['nmse, dB', ...row('nmse')],
          ['mrmel, dB', ...row('mrmel')],
          ['lsd, dB', ...row('lsd')],
        ],
      },
    },
  ];
}

function only(outcome: Outcome, group: string): Outcome {
  const inside = outcome.clips.map((clip) => clip.group === group);
  return {
    ...outcome,
    clips: outcome.clips.filter((_, i) => inside[i]),
    scores: outcome.scores.filter((_, i) => inside[i]),
  };
}

function seams(outcome: Outcome, method: string): string[] {
  const all = (figure: keyof GapScore): number[] =>
    GAP_PLANS.flatMap(({ name }) => figures(outcome, name, method, figure).flat());
  const steps = all('seam');
  const above = steps.filter((step) => step > 0.01).length;
  const most = steps.reduce((a, b) => Math.max(a, b), 1e-6);
  return [
    mean(all('lsd')).toFixed(2),
    mean(all('edge')).toFixed(2),
    `${above} of ${steps.length}`,
    (20 * Math.log10(most)).toFixed(0),
  ];
}
