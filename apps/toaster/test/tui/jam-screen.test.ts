import { describe, expect, it } from 'vitest';
import { jamScreen } from '../../src/tui/jam-screen.js';
import { lineLength } from '../../src/tui/styled-line.js';
import { FIRST_MODEL, pressed } from '../../src/tui/tui-model.js';
import type { WindowView } from '../../src/window/window-view.js';
import { createFakeRoom } from '../window/fake-room.js';

const SIZES = [
  [80, 23],
  [120, 39],
] as const;

function viewAfter(seconds: number, isInRoom: boolean): WindowView {
  const room = createFakeRoom({ seed: 5 });
  if (isInRoom) room.obey({ do: 'join', room: 'main' });
  room.obey({ do: 'play' });
  for (let at = 0; at < seconds; at += 0.5) room.advance(0.5);
  return { engine: { kind: 'running' }, state: room.state() };
}

function text(view: WindowView, columns: number, rows: number, model = FIRST_MODEL): string {
  const lines = jamScreen(view, model, columns, rows);
  expect(lines.length).toBeLessThanOrEqual(rows);
  for (const line of lines) expect(lineLength(line)).toBeLessThanOrEqual(columns);
  return lines.map((line) => line.map((part) => part.text).join('')).join('\n');
}

describe.each(SIZES)('at %i columns and %i rows', (columns, rows) => {
  it('shows the lobby: rooms, people, settings, devices and keys', () => {
    const shown = text(viewAfter(1, false), columns, rows);
    for (const wanted of ['main', 'Anna, Björn', 'empty-stage', 'n name', 'Mira', 'Automatic'])
      expect(shown).toContain(wanted);
    for (const wanted of ['1 sound in', 'Scarlett 2i2', '4 MIDI out', 'enter join', 'q quit'])
      expect(shown).toContain(wanted);
  });

  it('shows the room: transport, sync, peers, repair, devices, network and keys', () => {
    const shown = text(viewAfter(4, true), columns, rows);
    for (const wanted of [
      'main',
      '▶ bar 2',
      '96.0 bpm',
      'with Anna',
      '+12 µs ± 41 µs',
      'click off',
    ])
      expect(shown).toContain(wanted);
    for (const wanted of [
      'Anna',
      'Björn',
      'Chiara',
      'Dmitri',
      'latency',
      'jitter',
      'loss',
      'buffer',
    ])
      expect(shown).toContain(wanted);
    for (const wanted of ['direct', 'copies', 'JELLIE', 'predicted', 'notes 0', 'Scarlett 2i2'])
      expect(shown).toContain(wanted);
    for (const wanted of ['2.4 Mbit/s', '2 copies, 4 ms apart', 'space play', 'L leave', 'q quit'])
      expect(shown).toContain(wanted);
  });

  it('says what happened and what to do, and keeps the chosen peer in sight', () => {
    const view = viewAfter(18, true);
    const shown = text(view, columns, rows, { at: 4, prompt: null });
    expect(shown).toContain('unplugged');
    expect(shown).toContain('not plugged in');
    expect(shown).toMatch(/›[●○] Emeka/);
  });

  it('says that the engine is gone and what comes next', () => {
    const view: WindowView = {
      engine: { kind: 'restarting', problem: 'it was ended by SIGKILL', inMs: 250, room: 'main' },
      state: viewAfter(4, true).state,
    };
    const shown = text(view, columns, rows);
    expect(shown).toContain('The engine is gone: it was ended by SIGKILL');
    expect(shown).toContain('main');
  });

  it('asks in its last lines', () => {
    const view = viewAfter(4, true);
    const { model } = pressed(FIRST_MODEL, 't', view);
    expect(text(view, columns, rows, model)).toContain('tempo, 20 to 300 beats a minute: 96.0');
  });
});

it('fits into terminals of any size', () => {
  const view = viewAfter(18, true);
  for (const [columns, rows] of [
    [20, 5],
    [40, 12],
    [79, 1],
    [200, 60],
  ])
    text(view, columns, rows);
  text({ engine: { kind: 'starting' }, state: null }, 80, 23);
});
