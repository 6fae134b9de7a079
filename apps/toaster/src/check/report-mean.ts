import { createLossReport, type LossReport } from '@jamnet/toast';

/** The mean of the reports of a while: one fades within seconds, and a check lasts for twenty. */
export interface ReportMean {
  readonly count: number;
  /** Of the reports so far; a live object. Its `queueUs` is the largest. */
  readonly report: Readonly<LossReport>;
  add(report: Readonly<LossReport>): void;
}

export function createReportMean(): ReportMean {
  const mean = createLossReport();
  const lags = mean.conditional.length;
  /** For each lag: the rates of the reports that knew it, and those times the share lost after a loss. */
  const rates = new Float64Array(lags);
  const pairs = new Float64Array(lags);
  let sum = 0;
  let count = 0;
  return {
    get count() {
      return count;
    },
    report: mean,
    add({ rate, conditional, queueUs, arrivals }) {
      count += 1;
      sum += rate;
      mean.rate = sum / count;
      mean.queueUs = Math.max(mean.queueUs, queueUs);
      mean.arrivals = arrivals;
      for (let i = 0; i < lags; i += 1) {
        if (conditional[i] < 0) continue;
        rates[i] = rates[i] + rate;
        pairs[i] = pairs[i] + rate * conditional[i];
        if (rates[i] > 0) mean.conditional[i] = pairs[i] / rates[i];
      }
    },
  };
}
