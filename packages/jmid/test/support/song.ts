import type { JmidEvent } from '@jamnet/schemas';
import { createRandom } from '@jamnet/testkit';

export interface Timed {
  readonly atMs: number;
  readonly event: JmidEvent;
}

/** Notes at random times with their note-offs, in the order of time. */
export function randomSong(notes: number, notesPerSecond: number, seed = 1): Timed[] {
  const random = createRandom(seed);
  const events: Timed[] = [];
  let atMs = 0;
  for (let n = 0; n < notes; n++) {
    atMs += ((0.5 + random()) * 1000) / notesPerSecond;
    const channel = 1 + (n % 16);
    const note = 36 + Math.floor(random() * 48);
    const velocity = 1 + Math.floor(random() * 127);
    const offMs = atMs + 20 + random() * 300;
    events.push({ atMs, event: { type: 'note_on', channel, note, velocity } });
    events.push({ atMs: offMs, event: { type: 'note_off', channel, note, velocity: 0 } });
  }
  return events.toSorted((a, b) => a.atMs - b.atMs);
}
