import { createRandom } from '@jamnet/testkit';

export interface Interval {
  readonly mean: number;
  /** Where the mean lies with 95 % of certainty. */
  readonly from: number;
  readonly to: number;
}

const RESAMPLES = 2000;
const SEED = 5;

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The mean over clusters with its 95 % interval: clusters (clips) are drawn again with replacement, as gaps of one clip are not
 * independent. `clusters` holds the values of each.
 */
export function clusteredMean(clusters: readonly (readonly number[])[]): Interval {
  const filled = clusters.filter((cluster) => cluster.length > 0);
  const sums = filled.map((cluster) => cluster.reduce((a, b) => a + b, 0));
  const random = createRandom(SEED);
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < filled.length; i++) {
      const drawn = Math.floor(random() * filled.length);
      sum += sums[drawn];
      count += filled[drawn].length;
    }
    return sum / count;
  }).sort((a, b) => a - b);
  return {
    mean: mean(filled.flat()),
    from: means[Math.floor(RESAMPLES * 0.025)],
    to: means[Math.floor(RESAMPLES * 0.975)],
  };
}
