import { JamError } from '@jamnet/wire';
import type { AudioCoding } from './coding.js';
import type { AudioReceiveOptions, Concealment, PlayoutTimeline } from './receive-options.js';
import type { ConcealerFactory } from './session/concealer.js';

/** Options of the receiving half in the units that are used inside, with their defaults. */
export interface CheckedReceiveOptions {
  readonly sampleRate: number | undefined;
  readonly playoutDelayNs: number | undefined;
  readonly minDelayNs: number;
  readonly maxDelayNs: number;
  readonly inTime: number;
  readonly marginNs: number;
  readonly timeline: PlayoutTimeline | undefined;
  readonly concealment: Concealment;
  /** In place of it. */
  readonly createConcealer: ConcealerFactory | undefined;
  readonly silenceNs: number;
}

const CONCEALMENTS = ['pnbtr', 'repeat', 'none'] as const;

function refuse(message: string): never {
  throw new JamError('bad-option', message);
}

function inRange(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  return refuse(`receive.${name} is ${value}: it may be ${least} to ${most}`);
}

/** Of a delay that adapts: where it is fixed they would do nothing. */
const ADAPTIVE = ['minDelayMs', 'maxDelayMs', 'inTime', 'marginMs'] as const;

function refuseContradictions(options: AudioReceiveOptions): void {
  if (options.playoutDelayMs !== undefined) {
    for (const name of ADAPTIVE)
      if (options[name] !== undefined)
        refuse(
          `receive.${name} is for a delay that adapts and playoutDelayMs fixes it: give one of them`,
        );
  }
  if (options.concealment !== undefined && options.createConcealer !== undefined)
    refuse('receive.createConcealer takes the place of concealment: give one of them');
}

/** Throws JamError `bad-option`. */
export function checkReceiveOptions(options: AudioReceiveOptions): CheckedReceiveOptions {
  const { sampleRate, playoutDelayMs, minDelayMs = 0, concealment = 'pnbtr' } = options;
  const { inTime = 0.99, marginMs = 0, silenceMs = 2000, timeline } = options;
  refuseContradictions(options);
  if (!CONCEALMENTS.includes(concealment))
    refuse(`receive.concealment is '${concealment}': it may be ${CONCEALMENTS.join(', ')}`);
  if (sampleRate !== undefined) {
    inRange('sampleRate', sampleRate, 8_000, 192_000);
    if (!Number.isInteger(sampleRate))
      refuse(`receive.sampleRate is ${sampleRate}: it must be a whole number`);
  }
  if (playoutDelayMs !== undefined) inRange('playoutDelayMs', playoutDelayMs, 0, 1000);
  const least = inRange('minDelayMs', minDelayMs, 0, 1000);
  const { maxDelayMs = Math.max(200, least) } = options;
  return {
    sampleRate,
    playoutDelayNs: playoutDelayMs === undefined ? undefined : playoutDelayMs * 1e6,
    minDelayNs: least * 1e6,
    maxDelayNs: inRange('maxDelayMs', maxDelayMs, least, 1000) * 1e6,
    inTime: inRange('inTime', inTime, 0.5, 1),
    marginNs: inRange('marginMs', marginMs, 0, 100) * 1e6,
    timeline,
    concealment,
    createConcealer: options.createConcealer,
    silenceNs: inRange('silenceMs', silenceMs, 100, 60_000) * 1e6,
  };
}

/** Throws JamError `bad-option` where two ways to write audio are told apart by nothing. */
export function checkCodings(codings: readonly AudioCoding[]): readonly AudioCoding[] {
  for (const [index, { messageType, name }] of codings.entries()) {
    const first = codings.findIndex((other) => other.messageType === messageType);
    if (first === index) continue;
    refuse(
      `the codings ${codings[first].name} and ${name} both have message type ${messageType}: each needs one of its own`,
    );
  }
  return codings;
}
