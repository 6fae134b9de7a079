import { linePlot } from '../report/line-plot.js';
import type { Plot } from '../report/result-files.js';
import { GAP_PLANS } from './gap-plans.js';
import { figures, type Outcome } from './outcome.js';
import { mean } from './statistics.js';

const LENGTHS = GAP_PLANS.flatMap((plan) => (plan.kind === 'isolated' ? [plan] : []));
const MS = LENGTHS.map(({ frames }) => Math.round(frames / 4.8) / 10);

/** Error and mel distance against the length of a gap, a line for each method. */
export function concealmentPlots(outcome: Outcome): Plot[] {
  return [
    plot(outcome, 'nmse', 'error over signal, dB (lower is better)', 'Error inside the gap'),
    plot(outcome, 'mrmel', 'mel distance, dB (lower is better)', 'How different the gap sounds'),
  ];
}

function plot(outcome: Outcome, figure: 'nmse' | 'mrmel', label: string, title: string): Plot {
  const series = outcome.methods.map((method) => ({
    name: method,
    dashed: !method.startsWith('PNBTR'),
    points: LENGTHS.flatMap((plan, i) => {
      const values = figures(outcome, plan.name, method, figure).flat();
      return values.length > 0 ? [[MS[i], mean(values)] as const] : [];
    }),
  }));
  const y = figure === 'nmse' ? { label, from: -16, to: 4 } : { label };
  const x = { label: 'length of the gap, ms', log: true, ticks: MS };
  return { suffix: figure, title, svg: linePlot({ title, x, y, series }) };
}
