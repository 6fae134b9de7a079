import { checkInteger, checkNumber } from '../check-option.js';
import { createBottleneck, type Bottleneck, type BottleneckOptions } from './bottleneck.js';
import type { Loss } from './loss-process.js';

/** What happens to the datagrams of one direction. What is left out does not happen. Rates are probabilities, 0-1. */
export interface Impairment {
  /** Independent loss, or loss in runs. */
  readonly loss?: Loss;
  /** Each datagram takes this much longer, in milliseconds. */
  readonly delayMs?: number;
  /** Each datagram takes a random time longer than that; so datagrams may overtake each other unless `keepOrder`. */
  readonly jitterMs?: number;
  /**
   * `uniform`: from 0 to `jitterMs`. `exponential`: with the mean `jitterMs`.
   * @default 'uniform'
   */
  readonly jitterDistribution?: 'uniform' | 'exponential';
  /**
   * Jitter makes a datagram wait for the one before it, as a queue does, instead of overtaking it.
   * @default false
   */
  readonly keepOrder?: boolean;
  /** A datagram is held back by `holdBackMs` (2 where only the rate is given), so that later ones overtake it. */
  readonly reorder?: number | { readonly rate: number; readonly holdBackMs: number };
  /** A datagram comes twice. */
  readonly duplicate?: number;
  /** Some bits of a copy are flipped: from `bits[0]` to `bits[1]` different ones, 1-8 where only the rate is given. */
  readonly corrupt?: number | { readonly rate: number; readonly bits: readonly [number, number] };
  /** A link of limited rate with a drop-tail queue before it; a {@link Bottleneck} is shared with other ports. */
  readonly bottleneck?: BottleneckOptions | Bottleneck;
}

/** An impairment with every choice made, times in nanoseconds. */
export interface ImpairmentPlan {
  readonly loss: Loss;
  readonly delayNs: number;
  readonly jitterNs: number;
  readonly jitterIsExponential: boolean;
  readonly keepOrder: boolean;
  readonly reorderRate: number;
  readonly holdBackNs: number;
  readonly duplicateRate: number;
  readonly corruptRate: number;
  readonly leastFlips: number;
  readonly mostFlips: number;
  readonly bottleneck: Bottleneck | undefined;
  /** Nothing but loss is asked for, so datagrams pass through without being copied or held. */
  readonly lossOnly: boolean;
}

const LONGEST_MS = 3_600_000;

/** Checks an impairment and fills in what was left out. Throws a JamError `bad-option`. */
export function planImpairment(direction: string, impairment: Impairment): ImpairmentPlan {
  const { reorder = 0, corrupt = 0, bottleneck } = impairment;
  const rate = (name: string, value: number) => checkNumber(`${direction}.${name}`, value, 0, 1);
  const ns = (name: string, valueMs: number) =>
    checkNumber(`${direction}.${name}`, valueMs, 0, LONGEST_MS) * 1e6;
  const bits = typeof corrupt === 'number' ? ([1, 8] as const) : corrupt.bits;
  const plan = {
    loss: impairment.loss ?? 0,
    delayNs: ns('delayMs', impairment.delayMs ?? 0),
    jitterNs: ns('jitterMs', impairment.jitterMs ?? 0),
    jitterIsExponential: impairment.jitterDistribution === 'exponential',
    keepOrder: impairment.keepOrder ?? false,
    reorderRate: rate('reorder', typeof reorder === 'number' ? reorder : reorder.rate),
    holdBackNs: ns('reorder.holdBackMs', typeof reorder === 'number' ? 2 : reorder.holdBackMs),
    duplicateRate: rate('duplicate', impairment.duplicate ?? 0),
    corruptRate: rate('corrupt', typeof corrupt === 'number' ? corrupt : corrupt.rate),
    leastFlips: checkInteger(`${direction}.corrupt.bits[0]`, bits[0], 1, 64),
    mostFlips: checkInteger(`${direction}.corrupt.bits[1]`, bits[1], bits[0], 64),
    bottleneck:
      bottleneck === undefined || 'enter' in bottleneck ? bottleneck : createBottleneck(bottleneck),
  };
  const alsoElse =
    plan.delayNs > 0 ||
    plan.jitterNs > 0 ||
    plan.reorderRate > 0 ||
    plan.duplicateRate > 0 ||
    plan.corruptRate > 0 ||
    plan.bottleneck !== undefined;
  return { ...plan, lossOnly: !alsoElse };
}
