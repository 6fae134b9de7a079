export interface Shortcut {
  /** As `KeyboardEvent.key` calls them. */
  readonly keys: readonly string[];
  readonly shown: string;
  readonly meaning: string;
  readonly action: ShortcutAction;
  readonly onlyInRoom: boolean;
}

export type ShortcutAction =
  | 'play-stop'
  | 'rewind'
  | 'click'
  | 'monitor'
  | 'tempo'
  | 'locate'
  | 'previous-peer'
  | 'next-peer'
  | 'mute'
  | 'louder'
  | 'softer'
  | 'dismiss'
  | 'settings'
  | 'leave'
  | 'room-name';

const inRoom = (
  action: ShortcutAction,
  shown: string,
  meaning: string,
  ...keys: string[]
): Shortcut => ({ action, shown, meaning, keys, onlyInRoom: true });

/** Every key of the window, in the order of the strip at its lower end. */
export const SHORTCUTS: readonly Shortcut[] = [
  inRoom('play-stop', 'Space', 'play, stop', ' '),
  inRoom('rewind', 'Home', 'rewind', 'Home'),
  inRoom('tempo', 'T', 'tempo', 't', 'T'),
  inRoom('locate', 'G', 'go to bar', 'g', 'G'),
  inRoom('click', 'C', 'click', 'c', 'C'),
  inRoom('monitor', 'O', 'monitor', 'o', 'O'),
  inRoom('next-peer', '↑ ↓', 'choose peer', 'ArrowDown'),
  inRoom('mute', 'M', 'mute', 'm', 'M'),
  inRoom('louder', '+ −', 'volume', '+', '='),
  inRoom('leave', 'Shift L', 'leave', 'L'),
  { action: 'room-name', shown: '/', meaning: 'name a room', keys: ['/'], onlyInRoom: false },
  { action: 'settings', shown: ',', meaning: 'settings', keys: [','], onlyInRoom: false },
  { action: 'dismiss', shown: 'X', meaning: 'dismiss notice', keys: ['x', 'X'], onlyInRoom: false },
];

/** The other half of those that are shown as a pair. */
const UNSHOWN: Readonly<Record<string, ShortcutAction>> = {
  ArrowUp: 'previous-peer',
  '-': 'softer',
  '−': 'softer',
};

export function actionOf(key: string): ShortcutAction | undefined {
  return UNSHOWN[key] ?? SHORTCUTS.find(({ keys }) => keys.includes(key))?.action;
}
