import { beatAt } from '../conductor/beat-at.js';
import type { Score } from '../conductor/score.js';
import { songNsAt } from '../conductor/song-time.js';
import { isAbsolute, setsRun, type TransportCommand } from './command.js';
import { foldCommands } from './fold-commands.js';

/**
 * Leaves out what can make no difference any more, whatever comes: of the commands before the last absolute one that is due, all but those
 * that `foldCommands` looks at. What is left out is outdone by what stays in each thing that it could still say, so the order in which
 * commands arrive does not matter.
 *
 * @param commands in their order
 */
export function pruneCommands(
  commands: readonly TransportCommand[],
  nowNs: number,
): TransportCommand[] {
  const base = commands.findLastIndex((each) => isAbsolute(each) && each.timestampNs <= nowNs);
  if (base <= 0) return [...commands];
  const before = commands.slice(0, base + 1);
  const kept = new Set([
    commands[base],
    before.findLast(setsRun),
    before.findLast((each) => !isAbsolute(each)),
    before.findLast(({ loop }) => loop !== undefined),
  ]);
  return commands.filter((each, i) => i > base || kept.has(each));
}

/**
 * Makes room among TEMPO commands that are due and that the beat depends on: the second one after the last absolute command is joined by an
 * absolute one that says where the music is then, which outdoes all before. Everyone who knows the same commands makes the same one. Without
 * an absolute command nothing runs and the oldest is left out; where nothing is due the last one to come is.
 *
 * @param commands in their order, at least three
 */
export function condenseCommands(
  commands: readonly TransportCommand[],
  nowNs: number,
  opening: Score,
): TransportCommand[] {
  const due = commands.filter(({ timestampNs }) => timestampNs <= nowNs);
  const base = due.findLastIndex(isAbsolute);
  const last = due[base + 2];
  if (due.length === 0 || (base >= 0 && last === undefined)) return commands.slice(0, -1);
  if (base < 0 || last === undefined) return commands.slice(1);
  const atNs = last.timestampNs;
  const { score } = foldCommands(due.slice(0, base + 3), atNs, opening);
  const restated: TransportCommand = {
    ...last,
    command: RESTATED[score.run],
    beat: beatAt(score, atNs),
    positionMs: songNsAt(score, atNs) / 1e6,
    loop: score.loop === null ? [0, 0] : [score.loop.startBeat, score.loop.endBeat],
  };
  // It comes right after the TEMPO of the same time and peer.
  const rest = commands.slice(base + 3);
  return pruneCommands([...commands.slice(0, base + 3), restated, ...rest], nowNs);
}

const RESTATED = {
  playing: 'PLAY',
  recording: 'RECORD',
  paused: 'PAUSE',
  stopped: 'STOP',
} as const;
