import type { DeviceChoice, JamCommand, JamState, PeerState } from '../engine/jam-state.js';
import { DELAY_MS, DISCOVERY_WAYS, VOLUME } from '../window/jam-words.js';
import type { WindowView } from '../window/window-view.js';
import { type TuiAction, tuiActionOf } from './tui-keys.js';
import { answered, type Prompt, promptFor } from './tui-prompt.js';

/** What the screen itself keeps: everything else is in the view. */
export interface TuiModel {
  /** The room's or the peer's place in its list. */
  readonly at: number;
  readonly prompt: Prompt | null;
}

/** What comes of a key. */
export interface TuiStep {
  readonly model: TuiModel;
  readonly command: JamCommand | null;
  /** For the host instead of the engine. */
  readonly wish: 'quit' | 'start-engine' | null;
}

export const FIRST_MODEL: TuiModel = { at: 0, prompt: null };

/** What a key does now. Keys are characters or names: `up`, `down`, `enter`, `escape`, `backspace`, `home`. */
export function pressed(model: TuiModel, key: string, view: WindowView): TuiStep {
  if (model.prompt !== null) return pressedInPrompt(model, model.prompt, key);
  const { engine, state } = view;
  const isGone = engine.kind === 'restarting' || engine.kind === 'stopped';
  if (key === 'enter' && isGone) return { model, command: null, wish: 'start-engine' };
  const action = tuiActionOf(key, state === null || state.phase === 'lobby');
  if (action === 'quit') return { model, command: null, wish: 'quit' };
  if (action === undefined || state === null) return step(model);
  const prompt = promptFor(action, state);
  if (prompt !== null) return step({ ...model, prompt });
  const length = (state.phase === 'lobby' ? state.rooms : state.peers).length;
  if (action === 'up') return step({ ...model, at: Math.max(0, within(model.at, length) - 1) });
  if (action === 'down') return step({ ...model, at: within(model.at + 1, length) });
  return step(model, commandOf(action, state, within(model.at, length)));
}

/** Lists grow shorter while somebody is at their end. */
export function within(at: number, length: number): number {
  return Math.max(0, Math.min(at, length - 1));
}

function step(model: TuiModel, command: JamCommand | null = null): TuiStep {
  return { model, command, wish: null };
}

function pressedInPrompt(model: TuiModel, prompt: Prompt, key: string): TuiStep {
  if (key === 'escape') return step({ ...model, prompt: null });
  if (key === 'enter') {
    const command = answered(prompt);
    if (command !== null) return step({ ...model, prompt: null }, command);
    return step({ ...model, prompt: { ...prompt, fault: 'this cannot be' } });
  }
  if (key === 'backspace') return write([...prompt.text].slice(0, -1).join(''));
  // Named keys mean nothing in writing; what is pasted comes in one piece.
  const isName = ['up', 'down', 'home'].includes(key);
  return isName ? step(model) : write(prompt.text + key);

  function write(text: string): TuiStep {
    return step({ ...model, prompt: { ...prompt, text, fault: null } });
  }
}

function commandOf(action: TuiAction, state: JamState, at: number): JamCommand | null {
  const { settings, transport } = state;
  const peer = state.peers.at(at);
  switch (action) {
    case 'join': {
      const room = state.rooms.at(at);
      return room === undefined ? null : { do: 'join', room: room.name };
    }
    case 'leave':
      return { do: 'leave' };
    case 'play-stop':
      return { do: transport.playing ? 'stop' : 'play' };
    case 'rewind':
      return { do: 'rewind' };
    case 'click':
      return { do: 'set', settings: { click: !settings.click } };
    case 'monitor':
      return { do: 'set', settings: { monitor: !settings.monitor } };
    case 'discovery': {
      const now = DISCOVERY_WAYS.findIndex(({ value }) => value === settings.discovery);
      const { value } = DISCOVERY_WAYS[(now + 1) % DISCOVERY_WAYS.length];
      return { do: 'set', settings: { discovery: value } };
    }
    case 'audioIn':
    case 'audioOut':
    case 'midiIn':
    case 'midiOut':
      return { do: 'set', settings: { [action]: nextDevice(state[action]) } };
    case 'dismiss': {
      const newest = state.notices.at(-1);
      return newest === undefined ? null : { do: 'dismiss', id: newest.id };
    }
    default:
      return peer === undefined ? null : peerCommand(action, peer);
  }
}

function peerCommand(action: TuiAction, peer: PeerState): JamCommand | null {
  const { senderId, volume, delayMs, muted } = peer;
  switch (action) {
    case 'mute':
      return { do: 'peer', senderId, muted: !muted };
    case 'louder':
    case 'softer': {
      const next = volume + (action === 'louder' ? VOLUME.step : -VOLUME.step);
      return { do: 'peer', senderId, volume: Math.round(limited(next, VOLUME) * 100) / 100 };
    }
    case 'later':
    case 'earlier': {
      const next = delayMs + (action === 'later' ? DELAY_MS.step : -DELAY_MS.step);
      return { do: 'peer', senderId, delayMs: limited(next, DELAY_MS) };
    }
    default:
      return null;
  }
}

function limited(value: number, range: { readonly least: number; readonly most: number }): number {
  return Math.min(range.most, Math.max(range.least, value));
}

/** The one after the chosen one; after the last, none. */
function nextDevice({ available, chosen }: DeviceChoice): string | null {
  const choices = [null, ...available];
  return choices[(choices.indexOf(chosen) + 1) % choices.length] ?? null;
}
