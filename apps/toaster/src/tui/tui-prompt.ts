import type { JamCommand, JamState } from '../engine/jam-state.js';
import { tempoFigure } from '../window/jam-figures.js';
import { PLAYOUT_MS, TEMPO } from '../window/jam-words.js';
import type { TuiAction } from './tui-keys.js';

/** A question in the last line that is answered in writing. */
export interface Prompt {
  readonly asks: TuiAction;
  readonly label: string;
  readonly text: string;
  /** What was wrong with the answer; null while nothing was. */
  readonly fault: string | null;
}

interface Question {
  readonly label: string;
  /** What is there to be changed. */
  readonly first: (state: JamState) => string;
  /** Null when the answer means nothing; the label says what is wanted. */
  readonly command: (answer: string) => JamCommand | null;
}

const QUESTIONS: Partial<Record<TuiAction, Question>> = {
  'room-name': {
    label: 'join the room named',
    first: ({ settings }) => settings.room,
    command: (room) => (room === '' ? null : { do: 'join', room }),
  },
  'own-name': {
    label: 'your name',
    first: ({ settings }) => settings.name,
    command: (name) => (name === '' ? null : { do: 'set', settings: { name } }),
  },
  tempo: {
    label: `tempo, ${TEMPO.least} to ${TEMPO.most} beats a minute`,
    first: ({ transport }) => tempoFigure(transport.tempo),
    command(answer) {
      const tempo = Number(answer.replace(',', '.'));
      return tempo >= TEMPO.least && tempo <= TEMPO.most ? { do: 'tempo', tempo } : null;
    },
  },
  locate: {
    label: 'go to bar, 1 is the first',
    first: () => '',
    command(answer) {
      const bar = Number(answer);
      return Number.isInteger(bar) && bar >= 1 ? { do: 'locate', bar } : null;
    },
  },
  delay: {
    label: `same delay for all, ${PLAYOUT_MS.least} to ${PLAYOUT_MS.most} ms; empty: each as early as can be`,
    first: ({ settings }) => (settings.playoutMs === null ? '' : String(settings.playoutMs)),
    command(answer) {
      if (answer === '') return { do: 'set', settings: { playoutMs: null } };
      const playoutMs = Number(answer);
      const isPossible = playoutMs >= PLAYOUT_MS.least && playoutMs <= PLAYOUT_MS.most;
      return isPossible ? { do: 'set', settings: { playoutMs } } : null;
    },
  },
  interfaces: {
    label: 'interfaces with commas between; empty: all',
    first: ({ settings }) => settings.interfaces.join(', '),
    command: (answer) => ({ do: 'set', settings: { interfaces: list(answer) } }),
  },
  peers: {
    label: 'peers as address:port with commas between',
    first: ({ settings }) => settings.peers.join(', '),
    command: (answer) => ({ do: 'set', settings: { peers: list(answer) } }),
  },
};

function list(answer: string): string[] {
  return answer.split(/[,\s]+/).filter(Boolean);
}

/** The question that belongs to an action; null when it asks nothing. */
export function promptFor(asks: TuiAction, state: JamState): Prompt | null {
  const question = QUESTIONS[asks];
  if (question === undefined) return null;
  return { asks, label: question.label, text: question.first(state), fault: null };
}

export function answered(prompt: Prompt): JamCommand | null {
  return QUESTIONS[prompt.asks]?.command(prompt.text.trim()) ?? null;
}
