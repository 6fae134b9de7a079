import { MAX_COPIES, MAX_SPREAD_US, type BurstPlan } from '@jamnet/toast';
import { JamError } from '@jamnet/wire';

/** How the messages of a chunk are repeated and spread. */
export interface FixedAudioPlan {
  /** Name of the coding. @default 'pcm' */
  readonly coding?: string;
  /** When each copy of a message goes out, milliseconds after its first: 1 to 16 times that rise from 0 to at most 45. @default [0] */
  readonly copiesMs?: readonly number[];
  /**
   * When the first copy of each part goes out, milliseconds after the chunk is complete, 0 to 45 each. Only for codings of several parts.
   * @default those that are needed at once, each further one 6 ms later
   */
  readonly partsMs?: readonly number[];
}

/** `'adaptive'`: chosen from the loss that receivers report and how long they can wait. */
export type AudioPlan = 'adaptive' | FixedAudioPlan;

/** A plan with nothing left out, as the sender uses it. */
export interface SendPlan {
  readonly coding: string;
  readonly copiesMs: readonly number[];
  readonly partsMs: readonly number[];
  /** Parts of which all are known when they have come. */
  readonly partsNeeded: number;
  /** Copies of each message, for toast. */
  readonly burst: BurstPlan;
  /** Times the bit rate of one plain copy. */
  readonly bitRateFactor: number;
}

/** What a plan has to know of a coding. */
export interface PartCounts {
  readonly parts: number;
  readonly partsNeeded: number;
  /** What all parts take, times what a plain message takes, headers counted. @default parts / partsNeeded */
  readonly bitRateFactor?: number;
}

const PART_SPACING_MS = 6;
const LAST_MS = MAX_SPREAD_US / 1000;

/** Throws JamError `bad-option`. */
export function sendPlan(plan: FixedAudioPlan, counts: PartCounts): SendPlan {
  const { parts, partsNeeded, bitRateFactor = parts / partsNeeded } = counts;
  const { coding = 'pcm', copiesMs = [0] } = plan;
  const partsMs = plan.partsMs ?? defaultPartsMs(parts, partsNeeded);
  const rises = copiesMs.every((ms, i) => (i === 0 ? ms === 0 : ms >= copiesMs[i - 1]));
  const count = copiesMs.length;
  if (!rises || count < 1 || count > MAX_COPIES || !(copiesMs[count - 1] <= LAST_MS)) {
    throw new JamError(
      'bad-option',
      `plan.copiesMs is [${copiesMs.join(', ')}]: give 1 to ${MAX_COPIES} times that rise from 0 to at most ${LAST_MS}`,
    );
  }
  if (partsMs.length !== parts || !partsMs.every((ms) => ms >= 0 && ms <= LAST_MS)) {
    throw new JamError(
      'bad-option',
      `plan.partsMs is [${partsMs.join(', ')}]: the coding ${coding} wants ${parts} times from 0 to ${LAST_MS}`,
    );
  }
  return {
    coding,
    copiesMs,
    partsMs,
    partsNeeded,
    burst: { offsetsUs: copiesMs.map((ms) => Math.round(ms * 1000)), spread: 'wide' },
    bitRateFactor: count * bitRateFactor,
  };
}

function defaultPartsMs(parts: number, partsNeeded: number): number[] {
  return Array.from({ length: parts }, (_, part) =>
    Math.min(LAST_MS, Math.max(0, part + 1 - partsNeeded) * PART_SPACING_MS),
  );
}

/** How long after a chunk is complete the last copy goes out, milliseconds. */
export function planSpanMs({ copiesMs, partsMs }: SendPlan): number {
  return Math.max(...partsMs) + copiesMs[copiesMs.length - 1];
}

export function samePlan(a: SendPlan, b: SendPlan): boolean {
  const same = (x: readonly number[], y: readonly number[]): boolean =>
    x.length === y.length && x.every((value, i) => value === y[i]);
  return a.coding === b.coding && same(a.copiesMs, b.copiesMs) && same(a.partsMs, b.partsMs);
}
