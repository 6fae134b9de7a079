/** Lags at which loss is correlated, in milliseconds: the cL of a heartbeat's `loss` (spec/toast/v2, section 7). */
export const LAGS_MS: readonly number[] = [0.1, 1, 5, 10, 20, 45];

/** What a receiver says of one sender. */
export interface LossReport {
  /** Share of datagram copies that did not arrive, 0-1. */
  rate: number;
  /** P(lost | a copy sent that many ms before was lost) for each of {@link LAGS_MS}; −1 while nothing is known. */
  readonly conditional: Float64Array;
  /** A queue that stands: smallest recent delay above the smallest ever, in microseconds. */
  queueUs: number;
  /** Datagrams that arrived in the last second. */
  arrivals: number;
}

export function createLossReport(): LossReport {
  return {
    rate: 0,
    conditional: new Float64Array(LAGS_MS.length).fill(-1),
    queueUs: 0,
    arrivals: 0,
  };
}

/** Below this, what a known lag has above the plain rate is noise, and shorter lags are taken as independent. */
const CLEAR_EXCESS = 0.08;

/**
 * P(lost | lost `gapMs` before) from a report: between known lags along the logarithm of the lag, beyond the longest the plain rate or
 * the last known value. Below the shortest, runs end at random (Gilbert-Elliott), so what a known lag shows of them tells of shorter ones.
 */
export function conditionalLoss(report: LossReport, gapMs: number): number {
  let below = -1;
  let above = -1;
  for (let i = 0; i < LAGS_MS.length; i++) {
    if (report.conditional[i] < 0) continue;
    if (LAGS_MS[i] <= gapMs) below = i;
    else if (above < 0) above = i;
  }
  if (below < 0) return above < 0 ? report.rate : withinRun(report, above, gapMs);
  if (above < 0) return report.conditional[below];
  const part = Math.log(gapMs / LAGS_MS[below]) / Math.log(LAGS_MS[above] / LAGS_MS[below]);
  return report.conditional[below] + part * (report.conditional[above] - report.conditional[below]);
}

function withinRun(report: LossReport, known: number, gapMs: number): number {
  const rate = usualLoss(report);
  const excess = (report.conditional[known] - rate) / Math.max(1e-6, 1 - rate);
  if (excess < CLEAR_EXCESS) return rate;
  return rate + (1 - rate) * Math.min(1, excess) ** (gapMs / LAGS_MS[known]);
}

/** What loss there is apart from runs. Where the path has just become worse the rate still counts what was better; what is seen at the longest lag does not. */
function usualLoss({ rate, conditional }: LossReport): number {
  for (let i = LAGS_MS.length - 1; i >= 0; i--)
    if (conditional[i] >= 0) return Math.max(rate, Math.min(conditional[i], 1));
  return rate;
}

/** The probability that every copy of a burst is lost, each copy depending on the one before it. */
export function residualLoss(report: LossReport, offsetsUs: readonly number[]): number {
  let residual = report.rate;
  for (let i = 1; i < offsetsUs.length; i++) {
    residual *= conditionalLoss(report, Math.max(0.1, (offsetsUs[i] - offsetsUs[i - 1]) / 1000));
  }
  return residual;
}
