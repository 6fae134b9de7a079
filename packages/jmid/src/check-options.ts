import { JamError } from '@jamnet/wire';
import type { JmidOptions } from './options.js';
import { eventForms } from './session/event-form.js';

/** Options in the units that are used inside, with their defaults. */
export interface CheckedOptions {
  readonly lateNs: number;
  readonly playoutDelayNs: number | undefined;
  readonly historyDatagrams: number;
  readonly sysexBitsPerSecond: number;
}

const LATE_MS = 50;

function refuse(message: string): never {
  throw new JamError('bad-option', message);
}

function inRange(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  return refuse(`${name} is ${value}: it may be ${least} to ${most}`);
}

/** Checks all but the redundancy, which toast knows. Throws JamError `bad-option`. */
export function checkJmidOptions(options: JmidOptions): CheckedOptions {
  const { form = 'compact', lateNotes = 'deliver', playoutDelayMs: delayMs } = options;
  const { historyDatagrams = 40, sysexBitsPerSecond = 4_000_000 } = options;
  if (!Object.hasOwn(eventForms, form))
    refuse(`form is '${form}': it may be ${Object.keys(eventForms).join(', ')}`);
  if (lateNotes !== 'deliver' && lateNotes !== 'drop')
    refuse(`lateNotes is '${String(lateNotes)}': it may be deliver or drop`);
  const { prediction = 'off' } = options;
  if (prediction !== 'off' && prediction !== 'repeats')
    refuse(`prediction is '${String(prediction)}': it may be off or repeats`);
  if (delayMs !== undefined) inRange('playoutDelayMs', delayMs, 0, 10_000);
  // What comes before it is played is not late.
  const lateMs = options.lateMs ?? Math.max(LATE_MS, delayMs ?? 0);
  return {
    lateNs: inRange('lateMs', lateMs, 1, 10_000) * 1e6,
    playoutDelayNs: delayMs === undefined ? undefined : delayMs * 1e6,
    historyDatagrams: inRange('historyDatagrams', historyDatagrams, 1, 255),
    sysexBitsPerSecond: inRange('sysexBitsPerSecond', sysexBitsPerSecond, 64_000, 4_000_000),
  };
}
