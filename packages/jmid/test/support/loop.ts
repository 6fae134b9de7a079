import type { JmidEvent } from '@jamnet/schemas';
import type { Jam, Player } from './jam.js';

export interface Loop {
  /** A note for each step; null is a rest. */
  readonly notes: readonly (number | null)[];
  readonly stepMs: number;
  /** How long each note sounds, of its step. */
  readonly gate?: number;
  readonly channel?: number;
  readonly group?: number;
  /** How much hands may be off. */
  readonly jitterMs?: number;
}

/** A note as somebody plays it. */
export interface LoopNote {
  readonly note: number;
  readonly atNs: number;
}

/** Has a player repeat a pattern for so long from now. Gives the notes; the time is still to be run. */
export function playLoop(
  { time: { clock, timers }, random }: Jam,
  { jmid }: Pick<Player, 'jmid'>,
  { notes, stepMs, gate = 0.6, channel = 10, group, jitterMs = 0 }: Loop,
  forMs: number,
): LoopNote[] {
  const startNs = clock.nowNs();
  const played: LoopNote[] = [];
  const where = group === undefined ? { channel } : { group, channel };
  for (let step = 0; step * stepMs < forMs; step++) {
    const note = notes[step % notes.length];
    if (note === null) continue;
    const atNs = startNs + (step * stepMs + jitterMs * random()) * 1e6;
    played.push({ note, atNs });
    const send = (afterNs: number, event: JmidEvent): void => {
      timers.schedule(atNs + afterNs, () => {
        if (!jmid.send(event)) throw new Error('refused');
      });
    };
    send(0, { type: 'note_on', ...where, note, velocity: 90 });
    send(stepMs * gate * 1e6, { type: 'note_off', ...where, note, velocity: 0 });
  }
  return played;
}
