import { useSyncExternalStore } from 'react';
import type { JamState, PeerState } from '../../src/engine/jam-state.js';

let chosen: number | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The peer that keys are for: the chosen one, or the first while none is. */
export function selectedPeer(state: JamState): PeerState | undefined {
  return state.peers.find(({ senderId }) => senderId === chosen) ?? state.peers[0];
}

export function select(senderId: number): void {
  if (chosen === senderId) return;
  chosen = senderId;
  for (const listener of listeners) listener();
}

/** Chooses a neighbour and moves the focus there. */
export function selectBy(state: JamState, by: number): boolean {
  const now = selectedPeer(state);
  if (now === undefined) return false;
  const at = Math.min(state.peers.length - 1, Math.max(0, state.peers.indexOf(now) + by));
  const next = state.peers[at];
  select(next.senderId);
  document.getElementById(`peer-${next.senderId}`)?.focus();
  return true;
}

export function useChosen(): number | null {
  return useSyncExternalStore(subscribe, () => chosen);
}
