import type { JmidEvent } from '@jamnet/schemas';
import type { NoteMark } from '../display/piano-roll.js';
import type { EventLine } from '../report/json-lines.js';

/** Longer than the widest terminal shows. */
const KEPT_MS = 60_000;

type OpenMark = { -readonly [field in keyof NoteMark]: NoteMark[field] };

/** Turns the events that a listener reports into the bars of a piano roll. */
export interface NoteMarks {
  readonly marks: readonly NoteMark[];
  /** `originUs` is where the roll's time begins. */
  add(line: EventLine, originUs: number): void;
  /** Forgets what has scrolled away. */
  forgetBefore(nowMs: number): void;
}

export function createNoteMarks(): NoteMarks {
  let marks: OpenMark[] = [];

  function start(event: JmidEvent & { type: 'note_on' }, line: EventLine, atMs: number): void {
    marks.push({
      note: event.note,
      channel: event.channel,
      startMs: atMs,
      endMs: line.stale ? atMs : null,
      arrival: line.late ? 'late' : line.repaired ? 'repaired' : 'direct',
    });
  }

  function end(event: { readonly note: number; readonly channel: number }, atMs: number): void {
    // The oldest first: an instrument that is given two note-ons of one note ends them in that order.
    const open = marks.find(
      (mark) =>
        mark.endMs === null &&
        mark.note === event.note &&
        mark.channel === event.channel &&
        mark.startMs <= atMs,
    );
    if (open) open.endMs = atMs;
  }

  return {
    get marks() {
      return marks;
    },
    add(line, originUs) {
      const { event } = line;
      if (line.dropped) return;
      const atMs = (Number(event.timestamp ?? line.arrivalUs) - originUs) / 1_000;
      if (event.type === 'note_on' && event.velocity > 0) start(event, line, atMs);
      else if (event.type === 'note_on' || event.type === 'note_off') end(event, atMs);
    },
    forgetBefore(nowMs) {
      const sinceMs = nowMs - KEPT_MS;
      marks = marks.filter((mark) => mark.endMs === null || mark.endMs > sinceMs);
    },
  };
}
