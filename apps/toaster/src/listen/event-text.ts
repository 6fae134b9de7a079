import type { JmidEvent } from '@jamnet/schemas';
import { noteName } from '../display/note-name.js';
import type { Heard } from '../jam.js';
import { formatMicroseconds } from '../report/number-format.js';

/** A line for a person: who played what, how late it came and whether it had to be repaired. */
export function eventText(event: JmidEvent, heard: Heard): string {
  const marks = [
    heard.synthesised && (heard.predicted ? 'predicted' : 'not sent: made here'),
    heard.stale && staleText(event, heard),
    heard.late && 'late',
    heard.repaired && 'repaired',
  ].filter(Boolean);
  const parts = [
    (heard.peer.name || heard.peer.senderId.toString(16).padStart(8, '0')).padEnd(12),
    describeEvent(event).padEnd(34),
    formatMicroseconds(heard.lateUs).padStart(8),
    marks.join(', '),
  ];
  return parts.join('  ').trimEnd();
}

function staleText(event: JmidEvent, { confirmed }: Heard): string {
  if (confirmed) return 'as predicted: sounds already';
  const ends = event.type === 'note_off' || event.type === 'midi2_note_off';
  return ends ? 'of a note that has ended' : 'after its note-off: silent';
}

/** `note on  C4 80  channel 1`; the fields of other messages by their names. */
export function describeEvent(event: JmidEvent): string {
  const words = [event.type.replaceAll('_', ' ').padEnd(14)];
  for (const [name, value] of Object.entries(event)) {
    if (['type', 'version', 'timestamp', 'sequence', 'group', 'channel'].includes(name)) continue;
    if (name === 'note' && typeof value === 'number') words.push(noteName(value).padEnd(4));
    else if (Array.isArray(value)) words.push(`${value.length} bytes`);
    else words.push(`${name} ${String(value)}`);
  }
  if ('channel' in event) words.push(`ch ${event.channel}`);
  return words.join(' ');
}
