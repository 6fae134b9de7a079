/** What a key does. */
export type TuiAction =
  | 'play-stop'
  | 'rewind'
  | 'tempo'
  | 'locate'
  | 'click'
  | 'monitor'
  | 'delay'
  | 'up'
  | 'down'
  | 'mute'
  | 'louder'
  | 'softer'
  | 'later'
  | 'earlier'
  | 'leave'
  | 'join'
  | 'room-name'
  | 'own-name'
  | 'discovery'
  | 'interfaces'
  | 'peers'
  | 'audioIn'
  | 'audioOut'
  | 'midiIn'
  | 'midiOut'
  | 'dismiss'
  | 'quit';

export interface TuiKey {
  readonly shown: string;
  readonly meaning: string;
  readonly where: 'lobby' | 'room' | 'both';
  /** Keys by their names (`up`) or characters, and what each does. */
  readonly actions: Readonly<Record<string, TuiAction>>;
}

/** Every key, in the order in which the lower end of the screen names them. */
export const TUI_KEYS: readonly TuiKey[] = [
  { shown: '↑↓', meaning: 'choose', where: 'both', actions: { up: 'up', down: 'down' } },
  { shown: 'enter', meaning: 'join', where: 'lobby', actions: { enter: 'join' } },
  { shown: '/', meaning: 'name a room', where: 'lobby', actions: { '/': 'room-name' } },
  { shown: 'space', meaning: 'play', where: 'room', actions: { ' ': 'play-stop' } },
  { shown: 'r', meaning: 'rewind', where: 'room', actions: { r: 'rewind', home: 'rewind' } },
  { shown: 't', meaning: 'tempo', where: 'room', actions: { t: 'tempo' } },
  { shown: 'g', meaning: 'bar', where: 'room', actions: { g: 'locate' } },
  { shown: 'c', meaning: 'click', where: 'room', actions: { c: 'click' } },
  { shown: 'o', meaning: 'monitor', where: 'room', actions: { o: 'monitor' } },
  { shown: 'd', meaning: 'delay', where: 'room', actions: { d: 'delay' } },
  { shown: 'm', meaning: 'mute', where: 'room', actions: { m: 'mute' } },
  {
    shown: '+−',
    meaning: 'volume',
    where: 'room',
    actions: { '+': 'louder', '=': 'louder', '-': 'softer' },
  },
  { shown: '<>', meaning: 'later', where: 'room', actions: { '>': 'later', '<': 'earlier' } },
  {
    shown: '1234',
    meaning: 'devices',
    where: 'both',
    actions: { '1': 'audioIn', '2': 'audioOut', '3': 'midiIn', '4': 'midiOut' },
  },
  { shown: 'n', meaning: 'name', where: 'both', actions: { n: 'own-name' } },
  { shown: 'v', meaning: 'discovery', where: 'both', actions: { v: 'discovery' } },
  { shown: 'i', meaning: 'interfaces', where: 'both', actions: { i: 'interfaces' } },
  { shown: 'p', meaning: 'peers', where: 'both', actions: { p: 'peers' } },
  { shown: 'x', meaning: 'dismiss', where: 'both', actions: { x: 'dismiss' } },
  { shown: 'L', meaning: 'leave', where: 'room', actions: { L: 'leave' } },
  { shown: 'q', meaning: 'quit', where: 'both', actions: { q: 'quit' } },
];

export function tuiActionOf(key: string, isLobby: boolean): TuiAction | undefined {
  const elsewhere = isLobby ? 'room' : 'lobby';
  for (const { where, actions } of TUI_KEYS) {
    if (where !== elsewhere && Object.hasOwn(actions, key)) return actions[key];
  }
  return undefined;
}
