import type { Heard } from './jam.js';

export interface Sounding {
  /** Notes that still sound, as `channel note`. */
  readonly left: ReadonlySet<string>;
  /** Note-ons without the mark `stale` whose note-off, by its number, had been delivered before. */
  readonly afterTheirEnd: number;
}

/** Plays what was delivered as an instrument would, leaving out what is marked stale. */
export function soundOf(heard: readonly Heard[]): Sounding {
  const left = new Set<string>();
  const lastOff = new Map<string, number>();
  let afterTheirEnd = 0;
  for (const { event, info } of heard) {
    if (event.type !== 'note_on' && event.type !== 'note_off') continue;
    const key = `${event.channel} ${event.note}`;
    const sequence = event.sequence ?? 0;
    if (event.type === 'note_off' || event.velocity === 0) {
      left.delete(key);
      lastOff.set(key, Math.max(lastOff.get(key) ?? 0, sequence));
    } else if (!info.stale) {
      left.add(key);
      if (sequence < (lastOff.get(key) ?? 0)) afterTheirEnd++;
    }
  }
  return { left, afterTheirEnd };
}
