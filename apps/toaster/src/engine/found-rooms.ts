import type { Toast } from '@jamnet/toast';
import type { FoundRoom } from './jam-state.js';
import { roomOf } from './room.js';

/** Rooms that others announce, and who is in them; one's own among them. */
export function foundRooms(
  toast: Toast | undefined,
  ownName: string,
  ownRoom: string | undefined,
): FoundRoom[] {
  const people = new Map<string, Set<string>>();
  const add = (room: string, name: string): void => {
    const names = people.get(room) ?? new Set();
    people.set(room, names.add(name));
  };
  if (ownRoom !== undefined) add(ownRoom, ownName);
  for (const peer of toast?.discovery?.peers() ?? []) {
    for (const topic of peer.topics) {
      const room = roomOf(topic);
      if (room !== undefined) add(room, peer.name || 'somebody');
    }
  }
  return [...people]
    .map(([name, names]) => ({ name, people: [...names].sort() }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
