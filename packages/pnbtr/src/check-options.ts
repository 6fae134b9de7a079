import { JamError } from '@jamnet/wire';
import type { FittingPace } from './fitting/fitting.js';
import type { ConcealerOptions, ConcealMethod } from './options.js';

/** Options with their defaults, in samples. */
export interface CheckedOptions {
  readonly sampleRate: number;
  readonly fitting: 'inline' | 'worker';
  readonly pace: FittingPace;
  readonly method: ConcealMethod;
  readonly neural: boolean;
  readonly fadeAfterSamples: number;
  readonly fadeSamples: number;
  readonly returnSamples: number;
}

/** Samples of a hop, see wasm/layout.ts. */
const HOP_SAMPLES = 256;
const MOST_HOPS = 32;

const methods: readonly string[] = ['pnbtr', 'repeat', 'zero'];

function refuse(message: string): never {
  throw new JamError('bad-option', message);
}

function inRange(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  return refuse(`${name} is ${value}: it may be ${least} to ${most}`);
}

function paceOf({ fitting, lateFit = 'wait', refreshSamples }: ConcealerOptions): FittingPace {
  if (lateFit !== 'wait' && lateFit !== 'previous')
    refuse(`lateFit is '${String(lateFit)}': it may be wait or previous`);
  const live = lateFit === 'previous' && fitting === 'worker';
  if (refreshSamples === undefined) return { everyHops: live ? 0 : 1, waits: !live };
  const hops = refreshSamples / HOP_SAMPLES;
  if (!Number.isInteger(Math.log2(hops)) || hops < 1 || hops > MOST_HOPS)
    refuse(`refreshSamples is ${refreshSamples}: it may be 256, 512, 1024, 2048, 4096 or 8192`);
  return { everyHops: hops, waits: !live };
}

/** Throws JamError `bad-option`. */
export function checkOptions(options: ConcealerOptions): CheckedOptions {
  const { fitting = 'inline', method = 'pnbtr', neural = true } = options;
  const { fadeAfterMs = 60, fadeMs = 100, returnMs = 128 / 48 } = options;
  const sampleRate = inRange('sampleRate', options.sampleRate, 8_000, 192_000);
  if (fitting !== 'inline' && fitting !== 'worker')
    refuse(`fitting is '${String(fitting)}': it may be inline or worker`);
  if (!methods.includes(method)) refuse(`method is '${method}': it may be ${methods.join(', ')}`);
  if (typeof neural !== 'boolean') refuse(`neural is ${String(neural)}: it may be true or false`);
  const samples = (name: string, ms: number, least: number, most: number): number =>
    Math.round((inRange(name, ms, least, most) * sampleRate) / 1000);
  return {
    sampleRate,
    fitting,
    pace: paceOf(options),
    method,
    neural,
    fadeAfterSamples: samples('fadeAfterMs', fadeAfterMs, 0, 1_000),
    fadeSamples: Math.max(1, samples('fadeMs', fadeMs, 1, 5_000)),
    returnSamples: samples('returnMs', returnMs, 0, 10),
  };
}
