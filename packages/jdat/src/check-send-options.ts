import { FormatType } from '@jamnet/toast';
import { JamError } from '@jamnet/wire';
import type { AudioCoding } from './coding.js';
import { type SendPlan, sendPlan } from './redundancy/audio-plan.js';
import type { PlannedCoding } from './redundancy/plan-candidates.js';
import type { AudioFormName, AudioSendOptions } from './send-options.js';
import { wireBytes } from './redundancy/wire-bytes.js';
import type { AudioFormat } from './v1/audio-chunk.js';

/** A coding with what its encoders say of themselves. */
export interface SendCoding extends PlannedCoding {
  readonly coding: AudioCoding;
  readonly bitRateFactor: number;
}

/** Options in the units that are used inside, with their defaults. */
export interface CheckedSendOptions {
  readonly format: AudioFormat;
  readonly formatType: number;
  readonly chunkFrames: number;
  readonly codings: readonly SendCoding[];
  /** Undefined where it adapts. */
  readonly plan: SendPlan | undefined;
  readonly maxBitRateFactor: number;
  readonly throttle: boolean;
}

const FORMAT_TYPES: Readonly<Record<AudioFormName, number>> = {
  standard: FormatType.STANDARD_JSON,
  compact: FormatType.COMPACT_JSONL,
  binary: FormatType.GPU_BINARY,
  msgpack: FormatType.MSGPACK,
};
const LEAST_CHUNK = 16;
const MOST_CHUNK = 512;
const DEFAULT_CHUNKS = [128, 64, 32];
const MOST_FACTOR = 16;
/** Above it a lower rate saves at least half. */
const MODEST_RATE = 48_000;

function refuse(message: string): never {
  throw new JamError('bad-option', message);
}

/** `codings`: the plain one first. Throws JamError `bad-option`. */
export function checkSendOptions(
  options: AudioSendOptions,
  codings: readonly AudioCoding[],
): CheckedSendOptions {
  const { sampleRate = 48_000, channels = 1, form = 'compact', plan = 'adaptive' } = options;
  const { maxBitRateFactor = 4, throttle = sampleRate > MODEST_RATE } = options;
  if (!Object.hasOwn(FORMAT_TYPES, form))
    refuse(`form is '${form}': it may be ${Object.keys(FORMAT_TYPES).join(', ')}`);
  const format = { sampleRate, channels };
  const formatType = FORMAT_TYPES[form];
  // Encoders check the format.
  const fits = codings[0].createEncoder(format, formatType).maxFrames;
  const chunkFrames =
    options.chunkFrames ?? DEFAULT_CHUNKS.find((frames) => frames <= fits) ?? LEAST_CHUNK;
  if (!Number.isInteger(chunkFrames) || chunkFrames < LEAST_CHUNK || chunkFrames > MOST_CHUNK)
    refuse(`chunkFrames is ${chunkFrames}: it may be ${LEAST_CHUNK} to ${MOST_CHUNK}`);
  const plainBytes = wireBytes(codings[0].createEncoder(format, formatType), format, chunkFrames);
  const known = codings.map((coding): SendCoding => {
    const encoder = coding.createEncoder(format, formatType);
    const { parts, partsNeeded = parts } = encoder;
    const bitRateFactor =
      coding === codings[0] ? 1 : wireBytes(encoder, format, chunkFrames) / plainBytes;
    return { coding, name: coding.name, parts, partsNeeded, bitRateFactor };
  });
  if (!(maxBitRateFactor >= 1 && maxBitRateFactor <= MOST_FACTOR))
    refuse(`maxBitRateFactor is ${maxBitRateFactor}: it may be 1 to ${MOST_FACTOR}`);
  return {
    format,
    formatType,
    chunkFrames,
    codings: known,
    plan: plan === 'adaptive' ? undefined : sendPlan(plan, namedCoding(known, plan.coding)),
    maxBitRateFactor,
    throttle,
  };
}

function namedCoding(codings: readonly SendCoding[], name = 'pcm'): SendCoding {
  const found = codings.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = codings.map((each) => each.name).join(', ');
  return refuse(`plan.coding is '${name}': name one of ${names}, or give it in codings`);
}
