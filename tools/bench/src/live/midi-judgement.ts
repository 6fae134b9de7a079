import { MESSAGES_APART, messageAt } from './midi-probe.js';

export interface HeardMessage {
  readonly bytes: readonly number[];
  readonly ms: number;
}

/** What became of messages of {@link messageAt} that were played. */
export interface MidiJudgement {
  /** Of those that were sent; what was heard beside, such as a release once more, is counted by itself. */
  readonly missing: number;
  readonly beside: number;
  readonly outOfOrder: number;
  readonly hanging: number;
  /** One way, of each when it was first heard, milliseconds; in their order. */
  readonly oneWayMs: number[];
  /** When each of those was heard. */
  readonly heardMs: number[];
}

/** @param timesMs when each message was played */
export function judgeMidi(
  timesMs: readonly number[],
  heard: readonly HeardMessage[],
): MidiJudgement {
  const oneWayMs: number[] = [];
  const heardMs: number[] = [];
  const on = new Set<number>();
  const found = new Set<number>();
  let [outOfOrder, last] = [0, -1];
  for (const { bytes, ms } of heard) {
    const [status, note] = bytes as [number, number];
    if (status === 0x90) on.add(note);
    else on.delete(note);
    const index = nearest(timesMs, status, note, ms);
    if (index < 0 || found.has(index)) continue;
    found.add(index);
    if (index < last) outOfOrder++;
    last = Math.max(last, index);
    oneWayMs.push(ms - timesMs[index]!);
    heardMs.push(ms);
  }
  return {
    missing: timesMs.length - found.size,
    beside: heard.length - found.size,
    outOfOrder,
    hanging: on.size,
    oneWayMs,
    heardMs,
  };
}

/** Notes come round: the nearest in time that is the same. */
function nearest(timesMs: readonly number[], status: number, note: number, ms: number): number {
  const isIt = (index: number): boolean => {
    const [sentStatus, sentNote] = messageAt(index);
    return sentStatus === status && sentNote === note;
  };
  let first = 0;
  while (first < MESSAGES_APART && !isIt(first)) first++;
  let best = -1;
  if (first === MESSAGES_APART) return best;
  for (let i = first; i < timesMs.length; i += MESSAGES_APART)
    if (best < 0 || Math.abs(ms - timesMs[i]!) < Math.abs(ms - timesMs[best]!)) best = i;
  return best;
}
