import type { JamSettings, SyncState } from '../engine/jam-state.js';
import { boundFigure, offsetFigure } from './jam-figures.js';
import type { EngineStatus } from './window-view.js';

export type Mood = 'good' | 'busy' | 'bad' | 'quiet';

/** A state in words, and how it is to be taken. */
export interface Words {
  readonly text: string;
  readonly more: string;
  readonly mood: Mood;
}

/** Whose timeline it is, and how well it is known. */
export function syncWords(sync: SyncState): Words {
  const bound = boundFigure(sync.boundUs);
  switch (sync.state) {
    case 'alone':
      return { text: 'alone', more: 'your own timeline', mood: 'quiet' };
    case 'joining':
      return { text: 'joining the timeline', more: 'measuring clocks', mood: 'busy' };
    case 'holdover':
      return { text: 'holding the timeline', more: `no master heard, ${bound}`, mood: 'bad' };
    case 'locked':
      if (sync.isMaster) return { text: 'you lead', more: 'the others follow', mood: 'good' };
      return {
        text: `with ${sync.master ?? 'the room'}`,
        more: `${offsetFigure(sync.offsetUs)} ${bound}`,
        mood: 'good',
      };
  }
}

/** What is said while the engine is not well, and null while it is. */
export function engineWords(engine: EngineStatus, hasState: boolean): Words | null {
  switch (engine.kind) {
    case 'running':
      return null;
    case 'starting':
      return {
        text: hasState ? 'The engine starts again' : 'Starting',
        more: hasState
          ? 'Your room is joined again as soon as it runs.'
          : 'Opening devices and looking for rooms.',
        mood: 'busy',
      };
    case 'silent':
      return {
        text: `The engine has said nothing for ${engine.forS} s`,
        more: 'What you see is from before. If it stays silent it is started anew.',
        mood: 'bad',
      };
    case 'restarting':
      return {
        text: `The engine is gone: ${engine.problem}`,
        more: `It starts again ${engine.inMs < 1_000 ? 'at once' : `in ${Math.round(engine.inMs / 1_000)} s`}${rejoin(engine.room)}.`,
        mood: 'bad',
      };
    case 'stopped':
      return {
        text: `The engine cannot go on: ${engine.problem}`,
        more: `It is not started again by itself. Start it${rejoin(engine.room)}, or close TOASTer and run toaster doctor.`,
        mood: 'bad',
      };
  }
}

function rejoin(room: string | null): string {
  return room === null ? '' : ` and joins ${room} again`;
}

/** The ways in which others are found, as people choose them. */
export const DISCOVERY_WAYS: ReadonlyArray<{
  readonly value: JamSettings['discovery'];
  readonly label: string;
  readonly meaning: string;
}> = [
  { value: 'auto', label: 'Automatic', meaning: 'tries everything there is, the quickest first' },
  { value: 'multicast', label: 'Multicast', meaning: 'quickest on a network of your own' },
  { value: 'bonjour', label: 'Bonjour', meaning: 'where the network lets only that through' },
  { value: 'scan', label: 'Scan', meaning: 'asks every address of the network' },
  { value: 'direct', label: 'Direct', meaning: 'only the peers that you name' },
];

/** What may be set, and by how much a key changes it. */
export const TEMPO = { least: 20, most: 300, step: 1 } as const;
export const VOLUME = { least: 0, most: 2, step: 0.05 } as const;
/** Of one peer after the others, and of all together, milliseconds. */
export const DELAY_MS = { least: 0, most: 200, step: 1 } as const;
export const PLAYOUT_MS = { least: 5, most: 500, step: 1, first: 40 } as const;
