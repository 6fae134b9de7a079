import { JamError } from '@jamnet/wire';
import { newScore } from '../conductor/new-score.js';
import type { Score } from '../conductor/score.js';
import {
  compareContents,
  compareSlots,
  isAbsolute,
  isCommand,
  type TransportCommand,
} from './command.js';
import { type FoldedCommands, foldCommands } from './fold-commands.js';
import { condenseCommands, pruneCommands } from './prune-commands.js';

/** How a log is made. */
export interface TransportLogOptions {
  /** Commands held at most, 8-256; up to half of them may be to come. @default 16 */
  readonly capacity?: number;
  /** Tempo before any command, quarter notes per minute. @default 120 */
  readonly bpm?: number;
}

/** What became of a command. */
export type MergeOutcome =
  | 'added'
  /** It is there already, or another one of the same peer, time and name outdoes it. */
  | 'known'
  /** Later commands left nothing of it. */
  | 'outdone'
  /** Likewise, and it is more than an hour older than the last absolute one. */
  | 'too-old'
  /** More than a minute ahead. */
  | 'too-early'
  /** Too many commands are to come before it. */
  | 'full'
  /** A value is out of its range. */
  | 'malformed';

/** How often each happened. */
export type TransportLogStats = Readonly<Record<MergeOutcome, number>> & {
  /** Times that commands which still count were made into fewer, for want of room. */
  readonly condensed: number;
};

/**
 * The commands that everyone in the session knows, kept without a server: a set to which commands are only ever added, read in one total order
 * (time, sender id, name). The same commands give the same score, in whatever order and how often they arrived, those that came late as if they
 * had been on time. What can make no difference any more is left out.
 *
 * It holds for as long as no more commands count at once than there is room for. Beyond that they are condensed: peers that condensed with
 * different knowledge agree again once each has heard what the other made of it.
 */
export interface TransportLog {
  /** Takes a command up. Whatever is in it, it does not throw. @param nowNs present time on the timeline */
  merge(command: TransportCommand, nowNs: number): MergeOutcome;
  /**
   * What is played at a time, a function of the commands up to it. The same object until something changes. Reading back before the last
   * absolute command finds only what was kept.
   */
  scoreAt(atNs: number): Score;
  /** The signature that the score at a time is in or goes into, numerator and denominator. */
  signatureAt(atNs: number): readonly [number, number];
  /** The first time after `afterNs` at which the score is another one by what is known; `Infinity` for none. */
  nextEvent(afterNs: number): number;
  /** All that are kept, in their order. A new array after each change. */
  readonly commands: readonly TransportCommand[];
  /** Those that are to come, in their order. */
  pending(nowNs: number): readonly TransportCommand[];
  /** Grows with each change. */
  readonly revision: number;
  /** Moves all commands to another timeline, on which it is `deltaNs` later. What would lie before its start is left out. */
  shift(deltaNs: number): void;
  /** Forgets all commands and takes others up. */
  replace(commands: Iterable<TransportCommand>, nowNs: number): void;
  stats(): TransportLogStats;
}

const MAX_AHEAD_NS = 60e9;
const MAX_AGE_NS = 3600e9;

/** Makes an empty log. Throws JamError `bad-option`. */
export function createTransportLog(options: TransportLogOptions = {}): TransportLog {
  const { capacity = 16, bpm = 120 } = options;
  if (!Number.isInteger(capacity) || capacity < 8 || capacity > 256) {
    throw new JamError('bad-option', `capacity is ${capacity}: a whole number from 8 to 256 it is`);
  }
  if (!(bpm > 0 && bpm <= 1000)) {
    throw new JamError('bad-option', `bpm is ${bpm}: above 0 and up to 1000 it is`);
  }
  return new Log(capacity, newScore(bpm));
}

/** A score and the times, from one to before the other, that it holds for. */
interface CachedScore extends FoldedCommands {
  readonly fromNs: number;
}

class Log implements TransportLog {
  commands: readonly TransportCommand[] = [];
  revision = 0;
  readonly #stats = {
    added: 0,
    known: 0,
    outdone: 0,
    'too-old': 0,
    'too-early': 0,
    full: 0,
    malformed: 0,
    condensed: 0,
  };
  #cached: CachedScore | null = null;

  constructor(
    private readonly capacity: number,
    private readonly opening: Score,
  ) {}

  merge(command: TransportCommand, nowNs: number): MergeOutcome {
    const outcome = this.#merge(command, nowNs);
    this.#stats[outcome]++;
    return outcome;
  }

  #merge(command: TransportCommand, nowNs: number): MergeOutcome {
    if (!isCommand(command)) return 'malformed';
    if (command.timestampNs > nowNs + MAX_AHEAD_NS) return 'too-early';
    const at = this.commands.findIndex((each) => compareSlots(each, command) >= 0);
    const place = at < 0 ? this.commands.length : at;
    const present = this.commands[place];
    const same = present !== undefined && compareSlots(present, command) === 0;
    if (same && compareContents(present, command) >= 0) return 'known';
    const added: TransportCommand = { ...command };
    let commands = pruneCommands(this.commands.toSpliced(place, same ? 1 : 0, added), nowNs);
    if (!commands.includes(added)) return this.#isOld(added, nowNs) ? 'too-old' : 'outdone';
    const pending = commands.filter(({ timestampNs }) => timestampNs > nowNs);
    if (pending.length > this.capacity / 2) {
      if (pending.at(-1) === added) return 'full';
      commands.pop();
    }
    while (commands.length > this.capacity) {
      commands = condenseCommands(commands, nowNs, this.opening);
      this.#stats.condensed++;
    }
    if (!commands.includes(added)) return 'full';
    this.#change(commands);
    return 'added';
  }

  #isOld(command: TransportCommand, nowNs: number): boolean {
    const absolute = this.commands.findLast(
      (each) => isAbsolute(each) && each.timestampNs <= nowNs,
    );
    return absolute !== undefined && command.timestampNs < absolute.timestampNs - MAX_AGE_NS;
  }

  #change(commands: readonly TransportCommand[]): void {
    this.commands = commands;
    this.revision++;
    this.#cached = null;
  }

  scoreAt(atNs: number): Score {
    return this.#at(atNs).score;
  }

  #at(atNs: number): CachedScore {
    const cached = this.#cached;
    if (cached !== null && atNs >= cached.fromNs && atNs < cached.untilNs) return cached;
    const due = this.commands.filter(({ timestampNs }) => timestampNs <= atNs);
    const folded = foldCommands(due, atNs, this.opening);
    const nextNs = this.commands[due.length]?.timestampNs ?? Infinity;
    this.#cached = { ...folded, fromNs: atNs, untilNs: Math.min(folded.untilNs, nextNs) };
    return this.#cached;
  }

  signatureAt(atNs: number): readonly [number, number] {
    return this.#at(atNs).signature;
  }

  nextEvent(afterNs: number): number {
    return this.#at(afterNs).untilNs;
  }

  pending(nowNs: number): readonly TransportCommand[] {
    return this.commands.filter(({ timestampNs }) => timestampNs > nowNs);
  }

  shift(deltaNs: number): void {
    const delta = Math.round(deltaNs);
    this.#change(
      this.commands
        .map((each) => ({ ...each, timestampNs: each.timestampNs + delta }))
        .filter(isCommand),
    );
  }

  replace(commands: Iterable<TransportCommand>, nowNs: number): void {
    this.#change([]);
    for (const command of commands) this.merge(command, nowNs);
  }

  stats(): TransportLogStats {
    return { ...this.#stats };
  }
}
