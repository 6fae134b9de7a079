import { expect, it } from 'vitest';
import type { JamCommand } from '../../src/engine/jam-state.js';
import { FIRST_MODEL, pressed, type TuiModel } from '../../src/tui/tui-model.js';
import { TUI_KEYS } from '../../src/tui/tui-keys.js';
import type { WindowView } from '../../src/window/window-view.js';
import { createFakeRoom } from '../window/fake-room.js';

function view(phase: 'lobby' | 'joined'): WindowView {
  const room = createFakeRoom({ lively: false });
  if (phase === 'joined') room.obey({ do: 'join', room: 'main' });
  room.advance(1);
  return { engine: { kind: 'running' }, state: room.state() };
}

/** What comes of some keys after each other; the commands are not carried out in between. */
function typed(keys: readonly string[], seen: WindowView, first: TuiModel = FIRST_MODEL) {
  let model = first;
  const commands: JamCommand[] = [];
  const wishes: string[] = [];
  for (const key of keys) {
    const step = pressed(model, key, seen);
    model = step.model;
    if (step.command !== null) commands.push(step.command);
    if (step.wish !== null) wishes.push(step.wish);
  }
  return { model, commands, wishes };
}

it.each<[string[], JamCommand]>([
  [[' '], { do: 'play' }],
  [['r'], { do: 'rewind' }],
  [['c'], { do: 'set', settings: { click: true } }],
  [['o'], { do: 'set', settings: { monitor: true } }],
  [['m'], { do: 'peer', senderId: 1_001, muted: true }],
  [['down', 'm'], { do: 'peer', senderId: 1_002, muted: true }],
  [['+'], { do: 'peer', senderId: 1_001, volume: 1.05 }],
  [['down', 'up', '-'], { do: 'peer', senderId: 1_001, volume: 0.95 }],
  [['>'], { do: 'peer', senderId: 1_001, delayMs: 1 }],
  [['<'], { do: 'peer', senderId: 1_001, delayMs: 0 }],
  [['1'], { do: 'set', settings: { audioIn: 'Built-in Microphone' } }],
  [['4'], { do: 'set', settings: { midiOut: 'Minilogue' } }],
  [['v'], { do: 'set', settings: { discovery: 'multicast' } }],
  [['L'], { do: 'leave' }],
  [['g', '1', '7', 'enter'], { do: 'locate', bar: 17 }],
  [['d', '4', '5', 'enter'], { do: 'set', settings: { playoutMs: 45 } }],
  [['d', 'enter'], { do: 'set', settings: { playoutMs: null } }],
  [['p', 'a:1, b:2', 'enter'], { do: 'set', settings: { peers: ['a:1', 'b:2'] } }],
  [['i', 'eth0', 'enter'], { do: 'set', settings: { interfaces: ['eth0'] } }],
  [['n', 'backspace', 'o', 'enter'], { do: 'set', settings: { name: 'Miro' } }],
])('in the room, %j is %j', (keys, command) => {
  expect(typed(keys, view('joined')).commands).toEqual([command]);
});

it('in the lobby joins the room that was found, or one by its name', () => {
  const lobby = view('lobby');
  expect(typed(['down', 'enter'], lobby).commands).toEqual([
    { do: 'join', room: 'late-night-trio' },
  ]);
  expect(typed(['/', 'attic', 'enter'], lobby).commands).toEqual([{ do: 'join', room: 'attic' }]);
});

it('asks again when an answer means nothing, and escape leaves it as it was', () => {
  const asked = typed(['t', 'x', 'enter'], view('joined'));
  expect(asked.commands).toEqual([]);
  expect(asked.model.prompt?.fault).toBe('this cannot be');
  expect(typed(['escape'], view('joined'), asked.model).model.prompt).toBeNull();
});

it('takes letters as writing while it asks', () => {
  const { commands, wishes, model } = typed(['n', 'q', 'm'], view('joined'));
  expect([commands, wishes, model.prompt?.text]).toEqual([[], [], 'Miraqm']);
});

it('stays within the list when it has grown shorter', () => {
  expect(typed(['m'], view('joined'), { at: 99, prompt: null }).commands).toEqual([
    { do: 'peer', senderId: 1_004, muted: true },
  ]);
});

it('starts a stopped engine, and quits at any time', () => {
  const stopped: WindowView = {
    engine: { kind: 'stopped', problem: 'it crashed', room: null },
    state: null,
  };
  expect(typed(['enter', 'q'], stopped).wishes).toEqual(['start-engine', 'quit']);
});

it('gives no key two meanings in one place', () => {
  for (const place of ['lobby', 'room'] as const) {
    const keys = TUI_KEYS.filter(({ where }) => where === place || where === 'both').flatMap(
      ({ actions }) => Object.keys(actions),
    );
    expect(new Set(keys).size).toBe(keys.length);
  }
});
