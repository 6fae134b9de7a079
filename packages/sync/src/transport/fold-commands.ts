import { barLineFrom } from '../conductor/bars.js';
import { beatAt } from '../conductor/beat-at.js';
import { BEAT_SNAP, bpmAt, isLooping, isRunning } from '../conductor/beat-line.js';
import type { Run, Score, Signature } from '../conductor/score.js';
import { loopStartSongNs, songNsAt } from '../conductor/song-time.js';
import { nextLoopStart } from '../conductor/time-of-beat.js';
import { isAbsolute, setsRun, type TransportCommand } from './command.js';

/** What commands come to. */
export interface FoldedCommands {
  readonly score: Score;
  /** The signature that the score is in or goes into. */
  readonly signature: readonly [number, number];
  /** When the score changes although no command comes; `Infinity` when it does not. */
  readonly untilNs: number;
}

/** A signature that takes effect when the loop starts anew, too. */
interface AtLoopStart {
  readonly fromNs: number;
  readonly numerator: number;
  readonly denominator: number;
}

interface State {
  score: Score;
  atLoopStart: AtLoopStart | null;
}

const RUNS: Readonly<Record<string, Run>> = {
  PLAY: 'playing',
  RECORD: 'recording',
  PAUSE: 'paused',
  STOP: 'stopped',
};

/**
 * The score at a time: a pure function of the commands up to it, in their order. The last absolute command gives place and run (SEEK keeps the
 * run of the one before it), the last TEMPO before it tempo and signature (its own where there is none), the last loop before it the loop; the
 * TEMPO commands since are gone through one by one. So whatever else came before the last absolute command makes no difference.
 *
 * Bars are counted from beat 0 by the signature that is in force at the absolute command; a signature that changes after it does at the next
 * bar line, and, where a loop is gone through, again for all of the loop when that starts anew.
 *
 * @param commands in their order, all of them up to the time
 * @param opening what holds before any command
 */
export function foldCommands(
  commands: readonly TransportCommand[],
  atNs: number,
  opening: Score,
): FoldedCommands {
  if (commands.length === 0) {
    const { numerator, denominator } = opening.signatures.at(-1)!;
    return { score: opening, signature: [numerator, denominator], untilNs: Infinity };
  }
  const base = Math.max(0, commands.findLastIndex(isAbsolute));
  const state: State = { score: scoreFrom(commands, base), atLoopStart: null };
  for (const command of commands.slice(base + 1)) {
    passLoopStart(state, command.timestampNs);
    changeTempo(state, command);
  }
  passLoopStart(state, atNs);
  const { score, atLoopStart } = state;
  return {
    score,
    signature: tempoCommand(commands).signature,
    untilNs: atLoopStart === null ? Infinity : nextLoopStart(score, atLoopStart.fromNs),
  };
}

function scoreFrom(commands: readonly TransportCommand[], base: number): Score {
  const command = commands[base]!;
  const before = commands.slice(0, base + 1);
  const run = before.findLast(setsRun)?.command ?? 'STOP';
  const { bpm, signature } = tempoCommand(before);
  const atNs = command.timestampNs;
  return {
    run: RUNS[run]!,
    anchor: { atNs, beat: command.beat, songNs: command.positionMs * 1e6 },
    tempos: [{ atNs, bpm }],
    signatures: [{ beat: 0, numerator: signature[0], denominator: signature[1] }],
    loop: loopOf(before.findLast(({ loop }) => loop !== undefined)?.loop),
  };
}

/** Which command says tempo and signature: the last TEMPO, or where there is none the last one. */
function tempoCommand(commands: readonly TransportCommand[]): TransportCommand {
  return commands.findLast((each) => !isAbsolute(each)) ?? commands.at(-1)!;
}

function loopOf(loop: TransportCommand['loop']): Score['loop'] {
  if (loop === undefined || loop[0] === loop[1]) return null;
  return { startBeat: loop[0], endBeat: loop[1] };
}

function changeTempo(state: State, command: TransportCommand): void {
  const { score } = state;
  const atNs = command.timestampNs;
  const beat = beatAt(score, atNs);
  const running = isRunning(score.run);
  const tempo = { atNs, bpm: command.bpm };
  if (command.loop !== undefined) {
    // Another loop goes round from here, not from an anchor that the former one has left behind.
    const anchor = running ? { atNs, beat, songNs: songNsAt(score, atNs) } : score.anchor;
    state.score = { ...score, anchor, tempos: [tempo], loop: loopOf(command.loop) };
  } else {
    const before = running ? score.tempos.filter((each) => each.atNs < atNs) : [];
    state.score = { ...score, tempos: [...before, tempo] };
  }
  changeSignature(state, command, beat);
}

function changeSignature(state: State, command: TransportCommand, beat: number): void {
  const { score } = state;
  const [numerator, denominator] = command.signature;
  // A change that was to come is replaced.
  const reached = score.signatures.filter((each, i) => i === 0 || each.beat <= beat + BEAT_SNAP);
  const present = reached.at(-1)!;
  const looping = isLooping(score);
  const same = present.numerator === numerator && present.denominator === denominator;
  const line = barLineFrom(reached, beat);
  const follows = !same && !(looping && line >= score.loop!.endBeat);
  const signatures = follows ? startAt(reached, line, numerator, denominator) : reached;
  state.score = { ...score, signatures };
  // What changed within the loop would be undone when it starts anew.
  const changes = !same || reached.length > 1 || state.atLoopStart !== null;
  state.atLoopStart =
    looping && changes ? { fromNs: command.timestampNs, numerator, denominator } : null;
}

/** The signatures before `beat`, and another one from there. */
function startAt(
  signatures: readonly Signature[],
  beat: number,
  numerator: number,
  denominator: number,
): Signature[] {
  const before = beat > 0 ? signatures.filter((each, i) => i === 0 || each.beat < beat) : [];
  return [...before, { beat, numerator, denominator }];
}

/** Lets the loop start anew with a signature that waits for it, where that is due. */
function passLoopStart(state: State, untilNs: number): void {
  const { score, atLoopStart } = state;
  if (atLoopStart === null) return;
  const atNs = nextLoopStart(score, atLoopStart.fromNs);
  if (atNs > untilNs) return;
  const beat = score.loop!.startBeat;
  const { numerator, denominator } = atLoopStart;
  state.score = {
    ...score,
    anchor: { atNs, beat, songNs: loopStartSongNs(score) },
    tempos: [{ atNs, bpm: bpmAt(score, atNs) }],
    signatures: startAt(score.signatures, beat, numerator, denominator),
  };
  state.atLoopStart = null;
}
