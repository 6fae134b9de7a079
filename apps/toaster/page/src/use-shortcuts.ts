import { useEffect } from 'react';
import { VOLUME } from '../../src/window/jam-words.js';
import { tell } from './host.js';
import { selectedPeer, selectBy } from './peer-choice.js';
import { actionOf, type ShortcutAction } from './shortcuts.js';
import { showSettings } from './aside-choice.js';
import { currentView } from './view-store.js';

/** What was last clicked, as long as the focus is still there. */
let clicked: Element | null = null;

/** Listens to the keys for the whole window. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
      if (event.key === 'Escape') {
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        return;
      }
      if (isMeantForFocus(event)) return;
      const action = actionOf(event.key);
      if (action !== undefined && carryOut(action)) event.preventDefault();
    };
    const onPointer = ({ target }: PointerEvent) => {
      clicked = target instanceof Element ? target.closest('button, input') : null;
    };
    // Walked on from where it was clicked.
    const onFocus = ({ target }: FocusEvent) => {
      if (target !== clicked) clicked = null;
    };
    addEventListener('keydown', onKey);
    addEventListener('pointerdown', onPointer);
    addEventListener('focusin', onFocus);
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('pointerdown', onPointer);
      removeEventListener('focusin', onFocus);
    };
  }, []);
}

/** Fields take their keys. A button takes the space bar only from who walked to it by keyboard: after a click, space plays. */
function isMeantForFocus(event: KeyboardEvent): boolean {
  const focus = document.activeElement;
  if (focus instanceof HTMLSelectElement) return true;
  if (focus instanceof HTMLInputElement) {
    if (focus.type === 'range') return event.key.startsWith('Arrow') || event.key === 'Home';
    if (focus.type !== 'checkbox' && focus.type !== 'radio') return true;
  }
  const isPressed = event.key === ' ' && focus !== null && focus !== document.body;
  return isPressed && focus.matches('button, input') && focus !== clicked;
}

/** False when there is nothing to do it with. */
function carryOut(action: ShortcutAction): boolean {
  const { state } = currentView();
  if (state === null) return false;
  if (action === 'dismiss') {
    const newest = state.notices.at(-1);
    if (newest !== undefined) tell({ do: 'dismiss', id: newest.id });
    return newest !== undefined;
  }
  if (action === 'settings') return showSettings();
  if (state.phase === 'lobby') return action === 'room-name' && focusOn('room-name');
  const peer = selectedPeer(state);
  switch (action) {
    case 'play-stop':
      tell({ do: state.transport.playing ? 'stop' : 'play' });
      return true;
    case 'rewind':
      tell({ do: 'rewind' });
      return true;
    case 'click':
      tell({ do: 'set', settings: { click: !state.settings.click } });
      return true;
    case 'monitor':
      tell({ do: 'set', settings: { monitor: !state.settings.monitor } });
      return true;
    case 'tempo':
    case 'locate':
      return focusOn(action);
    case 'next-peer':
      return selectBy(state, 1);
    case 'previous-peer':
      return selectBy(state, -1);
    case 'leave':
      tell({ do: 'leave' });
      return true;
    case 'mute':
      if (peer) tell({ do: 'peer', senderId: peer.senderId, muted: !peer.muted });
      return peer !== undefined;
    case 'louder':
    case 'softer': {
      if (!peer) return false;
      const step = action === 'louder' ? VOLUME.step : -VOLUME.step;
      const volume = Math.min(VOLUME.most, Math.max(VOLUME.least, peer.volume + step));
      tell({ do: 'peer', senderId: peer.senderId, volume: Math.round(volume * 100) / 100 });
      return true;
    }
    default:
      return false;
  }
}

function focusOn(id: string): boolean {
  const field = document.getElementById(id);
  if (field instanceof HTMLInputElement) field.select();
  field?.focus();
  return field !== null;
}
