import type { JmidEvent } from '@jamnet/schemas';

/** Pedals that keep notes sounding after their note-off. */
const PEDALS: readonly number[] = [64, 66, 69];

/** Knows what has to be sent so that nothing sounds any more. */
export interface SoundingNotes {
  note(event: JmidEvent): void;
  /** Note-offs for what sounds and zeros for pedals that are down. Forgets them. */
  takeReleases(): JmidEvent[];
}

export function createSoundingNotes(): SoundingNotes {
  const held = new Map<string, JmidEvent>();
  return {
    note(event) {
      switch (event.type) {
        case 'note_on':
        case 'note_off': {
          const { channel, note, group } = event;
          const key = `${group ?? 1} ${channel} n${note}`;
          if (event.type === 'note_off' || event.velocity === 0) held.delete(key);
          else held.set(key, { type: 'note_off', ...groupOf(group), channel, note, velocity: 0 });
          break;
        }
        case 'midi2_note_on':
        case 'midi2_note_off': {
          const { channel, note, group } = event;
          const key = `${group ?? 1} ${channel} m${note}`;
          if (event.type === 'midi2_note_off') held.delete(key);
          else
            held.set(key, {
              type: 'midi2_note_off',
              ...groupOf(group),
              channel,
              note,
              velocity: 0,
            });
          break;
        }
        case 'control_change': {
          const { channel, controller, group, value } = event;
          if (!PEDALS.includes(controller)) break;
          const key = `${group ?? 1} ${channel} c${controller}`;
          if (value < 64) held.delete(key);
          else
            held.set(key, {
              type: 'control_change',
              ...groupOf(group),
              channel,
              controller,
              value: 0,
            });
          break;
        }
        default:
      }
    },
    takeReleases() {
      const releases = [...held.values()];
      held.clear();
      return releases;
    },
  };
}

function groupOf(group: number | undefined): { group?: number } {
  return group === undefined ? {} : { group };
}
