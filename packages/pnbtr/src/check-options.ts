import { JamError } from '@jamnet/wire';
import type { ConcealerOptions, ConcealMethod } from './options.js';

/** Options with their defaults, in samples. */
export interface CheckedOptions {
  readonly sampleRate: number;
  readonly fitting: 'inline' | 'worker';
  readonly method: ConcealMethod;
  readonly neural: boolean;
  readonly fadeAfterSamples: number;
  readonly fadeSamples: number;
  readonly returnSamples: number;
}

const methods: readonly string[] = ['pnbtr', 'repeat', 'zero'];

function refuse(message: string): never {
  throw new JamError('bad-option', message);
}

function inRange(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  return refuse(`${name} is ${value}: it may be ${least} to ${most}`);
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
    method,
    neural,
    fadeAfterSamples: samples('fadeAfterMs', fadeAfterMs, 0, 1_000),
    fadeSamples: Math.max(1, samples('fadeMs', fadeMs, 1, 5_000)),
    returnSamples: samples('returnMs', returnMs, 0, 10),
  };
}
