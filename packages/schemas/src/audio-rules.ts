import { Status } from '@jamnet/wire';
import type { Members } from './members.js';

/**
 * Smallest integer of each part of a JELLIE frame: even frames e, odd frames o, e + o, e + 2o, of 24-bit samples
 * (spec/jdat/v1, section 5).
 */
export const jelliePartMin: readonly number[] = [-0x80_0000, -0x80_0000, -0x100_0000, -0x180_0000];

/** Largest integer of each part of a JELLIE frame. */
export const jelliePartMax: readonly number[] = [0x7f_ffff, 0x7f_ffff, 0xff_fffe, 0x17f_fffd];

/** Integers a channel that a part of a JELLIE frame of `frames` frames holds: an odd frame at the end counts in all but part 1. */
export function jelliePairs(frames: number, part: number): number {
  return part === 1 ? frames >> 1 : (frames + 1) >> 1;
}

/** Whether a `jdat` whose fields are sound contradicts itself: 0, or `outOfRange`. Does not allocate. */
export function jdatFault(message: Members): number {
  const count = (message['frames'] as number) * (message['channels'] as number);
  return (message['payload'] as number[]).length === count ? 0 : Status.outOfRange;
}

/** Whether a `jellie` whose fields are sound contradicts itself: 0, or `outOfRange`. Does not allocate. */
export function jellieFault(message: Members): number {
  const channels = (message['channels'] as number | undefined) ?? 1;
  const part = message['part'] as number;
  const payload = message['payload'] as number[];
  if (payload.length !== jelliePairs(message['frames'] as number, part) * channels)
    return Status.outOfRange;
  const min = jelliePartMin[part]!;
  const max = jelliePartMax[part]!;
  for (const value of payload) if (value < min || value > max) return Status.outOfRange;
  return 0;
}

/** The rules that definitions name. */
export const namedRules: Readonly<Record<string, (message: Members) => number>> = {
  jdatFault,
  jellieFault,
};
