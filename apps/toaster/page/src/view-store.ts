import { useSyncExternalStore } from 'react';
import type { JamState, PeerState } from '../../src/engine/jam-state.js';
import { shareUnchanged } from '../../src/window/share-unchanged.js';
import type { WindowView } from '../../src/window/window-view.js';

/** Figures that change more often than that cannot be read. */
const READING_EVERY_MS = 300;

type Listener = () => void;

let view: WindowView = { engine: { kind: 'starting' }, state: null };
/** As it was at the last reading. */
let reading = view;
let readAtMs = -Infinity;
let late: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<Listener>();
const readers = new Set<Listener>();

/** Takes in a new view. What is equal to before stays the same object, so that only what shows a change is drawn anew. */
export function takeIn(next: WindowView): void {
  view = shareUnchanged(view, next);
  for (const listener of [...listeners]) listener();
  const waitMs = READING_EVERY_MS - (performance.now() - readAtMs);
  if (waitMs <= 0) read();
  else late ??= setTimeout(read, waitMs);
}

function read(): void {
  clearTimeout(late);
  late = undefined;
  readAtMs = performance.now();
  reading = view;
  for (const reader of [...readers]) reader();
}

export function currentView(): WindowView {
  return view;
}

/** Calls at every view, some fifteen times a second: for canvases. */
export function onEachView(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function onEachReading(reader: Listener): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

/** A part of the view. The component is drawn again when that part is another. */
export function useView<Part>(select: (view: WindowView) => Part): Part {
  return useSyncExternalStore(onEachView, () => select(view));
}

/** A part of the state, for what is on show only while there is one. */
export function useJam<Part>(select: (state: JamState) => Part): Part | undefined {
  return useView(({ state }) => (state === null ? undefined : select(state)));
}

/** The same for figures: it changes three times a second at most. */
export function useReading<Part>(select: (state: JamState) => Part): Part | undefined {
  return useSyncExternalStore(onEachReading, () =>
    reading.state === null ? undefined : select(reading.state),
  );
}

export function peerIn(state: JamState | null, senderId: number): PeerState | undefined {
  return state?.peers.find((peer) => peer.senderId === senderId);
}
