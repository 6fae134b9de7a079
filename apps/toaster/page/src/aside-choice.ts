import { useSyncExternalStore } from 'react';

export type AsidePage = 'you' | 'settings';

let page: AsidePage = 'you';
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What is shown beside the room: one's own devices, or the settings. */
export function useAsidePage(): AsidePage {
  return useSyncExternalStore(subscribe, () => page);
}

export function showAside(next: AsidePage): void {
  page = next;
  for (const listener of listeners) listener();
}

/** From the keyboard: to the settings and back; in the lobby they are in sight already. */
export function showSettings(): boolean {
  const isInRoom = document.getElementById('aside') !== null;
  if (isInRoom && page === 'settings') {
    showAside('you');
    return true;
  }
  if (isInRoom) showAside('settings');
  // A picture later they are there.
  requestAnimationFrame(() => document.getElementById('own-name')?.focus());
  return true;
}
