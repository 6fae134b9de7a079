import type { JmidEvent } from '@jamnet/schemas';

/** An event and when it is due, in microseconds after the song's beginning. */
export interface TimedEvent {
  readonly atUs: number;
  readonly event: JmidEvent;
}

/** A song laid out in time: its tempo map has been followed. */
export interface Song {
  readonly name: string;
  /** In the order in which they are sent. */
  readonly events: readonly TimedEvent[];
  readonly durationUs: number;
  readonly lowestNote: number;
  readonly highestNote: number;
  /** Quarter notes a minute at its start; null where the file does not say. */
  readonly bpm: number | null;
}

/** `events` must be in order of time. */
export function createSong(
  name: string,
  events: readonly TimedEvent[],
  bpm: number | null = null,
): Song {
  let lowestNote = 127;
  let highestNote = 0;
  for (const { event } of events) {
    if (event.type !== 'note_on') continue;
    lowestNote = Math.min(lowestNote, event.note);
    highestNote = Math.max(highestNote, event.note);
  }
  return {
    name,
    events,
    durationUs: events[events.length - 1]?.atUs ?? 0,
    lowestNote: Math.min(lowestNote, highestNote),
    highestNote,
    bpm,
  };
}
