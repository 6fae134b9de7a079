import type { JmidEvent } from '@jamnet/schemas';
import type { Prediction } from './predicted-notes.js';

/** Group and channel in one number. */
export function keyOf(group: number | undefined, channel: number): number {
  return (group ?? 1) * 16 + channel;
}

/** The group and channel of a key, 1 to 16 each. */
export function groupOf(key: number): number {
  return Math.floor((key - 1) / 16);
}

export function channelOf(key: number): number {
  return key - groupOf(key) * 16;
}

/** As other events that nobody sent they have no timestamp and no number. */
export function predictedNoteOn({ key, note, velocity }: Prediction): JmidEvent {
  return { type: 'note_on', ...placeOf(key), note, velocity };
}

export function predictedNoteOff({ key, note }: Prediction): JmidEvent {
  return { type: 'note_off', ...placeOf(key), note, velocity: 64 };
}

function placeOf(key: number): { group?: number; channel: number } {
  const group = groupOf(key);
  const channel = channelOf(key);
  return group === 1 ? { channel } : { group, channel };
}
