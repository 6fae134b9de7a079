import { type Clock, JamError } from '@jamnet/wire';
import type { TransportLogMessage } from '@jamnet/schemas';
import { type Position, positionAt } from '../conductor/position.js';
import type { Score } from '../conductor/score.js';
import { isCommand, type TransportCommand } from './command.js';
import { transportLogMessage } from './command-message.js';
import { composeCommand, type PartialCommand } from './compose-command.js';
import { checkTransportOptions, type TransportOptions } from './options.js';
import { readPlainCommand } from './plain-command.js';
import { pruneCommands } from './prune-commands.js';
import {
  createTransportLog,
  type MergeOutcome,
  type TransportLog,
  type TransportLogStats,
} from './transport-log.js';

/** When a command takes effect; after the transport's lead where neither is said. */
export interface CommandTime {
  /** Time on the timeline, ns, at most a minute ahead. One that is over takes effect as if it had come then. */
  readonly atNs?: number | undefined;
  /** From now, milliseconds. Counts where `atNs` is not said. */
  readonly inMs?: number | undefined;
}

/** Where the music is then; where neither is said, see the command. */
export interface CommandPlace extends CommandTime {
  /** Quarter notes from 0. */
  readonly beat?: number | undefined;
  /** Song time, milliseconds from 0; by the tempo from the beat where only that is said, and the other way round. */
  readonly positionMs?: number | undefined;
}

export type TransportStats = TransportLogStats & {
  /** Plain strings that are no command. */
  readonly unreadable: number;
};

/**
 * Gives commands and follows everyone's. A command is scheduled, merged into the log here and returned to be sent to the others. Commands of
 * one peer for the same time are moved apart by a nanosecond, so that the one given last wins.
 *
 * What gives a command returns it; undefined where too many are to come already (counted as `full`). Throws JamError `bad-option` for values
 * out of range and times more than a minute ahead.
 */
export interface Transport {
  /** Runs from the place, or from where the music is by then. */
  play(place?: CommandPlace): TransportCommand | undefined;
  /** As `play`, and says that it is to be recorded. */
  record(place?: CommandPlace): TransportCommand | undefined;
  /** Holds at the place, or where the music is by then. */
  pause(place?: CommandPlace): TransportCommand | undefined;
  /** Ends at the place, or at the start of the song. */
  stop(place?: CommandPlace): TransportCommand | undefined;
  /** Goes on, or rests, from the place. */
  seek(place: CommandPlace): TransportCommand | undefined;
  /** Changes the tempo and keeps the beat. @param bpm quarter notes per minute, above 0 and up to 1000 */
  tempo(bpm: number, time?: CommandTime): TransportCommand | undefined;
  /** Changes the time signature at the next bar line. @param numerator 1-255 @param denominator 1-255 */
  signature(
    numerator: number,
    denominator: number,
    time?: CommandTime,
  ): TransportCommand | undefined;
  /** Goes round from a beat to before another, at least 1/64 later, or no longer (null). */
  loop(
    range: { readonly startBeat: number; readonly endBeat: number } | null,
    time?: CommandTime,
  ): TransportCommand | undefined;

  /** Takes up a command that came from the network. Does not throw. */
  receive(command: TransportCommand): MergeOutcome;
  /**
   * Takes up one of the plain strings (see `readPlainCommand`), completed from the score here. All who receive it make the same command of it
   * if they give the same time: that of the frame, on the timeline. Does not throw.
   *
   * @param from sender id
   */
  receivePlain(text: string, from: number, atNs: number): MergeOutcome;
  /** Sets the one receiver of news: each command that is new here, own ones too, once it is in the log. */
  onCommand(handler: (command: TransportCommand) => void): void;

  /** @param atNs @default now */
  score(atNs?: number): Score;
  /** The position at this moment: `out`, filled. */
  positionNow(out?: Position): Position;
  /** The first time after `afterNs` at which the score changes, by what is known; `Infinity` for none. @default now */
  nextEvent(afterNs?: number): number;
  /** Commands that are to come, in their order. */
  pending(): readonly TransportCommand[];
  /** The next line of the log for a heartbeat; undefined while there are no commands. */
  nextLogMessage(): TransportLogMessage | undefined;

  /** The clock's timeline became another one, on which everything is `deltaNs` later: the commands go along. */
  shift(deltaNs: number): void;
  /** The clock's timeline became another one whose commands count from now on. */
  replace(commands: Iterable<TransportCommand>): void;
  readonly log: TransportLog;
  stats(): TransportStats;
}

/** Makes a transport. Throws JamError `bad-option`. */
export function createTransport(options: TransportOptions): Transport {
  checkTransportOptions(options);
  return new LoggedTransport(options);
}

const MAX_AHEAD_NS = 60e9;

class LoggedTransport implements Transport {
  readonly log: TransportLog;
  readonly #clock: Clock;
  readonly #peer: number;
  readonly #leadMs: number;
  readonly #masterPeer: () => string;
  #handler: ((command: TransportCommand) => void) | null = null;
  #turn: number;
  #unreadable = 0;

  constructor(options: TransportOptions) {
    const { clock, peer, log, leadMs = 150, random = Math.random } = options;
    const name = peer.toString(16).padStart(8, '0');
    this.#clock = clock;
    this.#peer = peer;
    this.#leadMs = leadMs;
    this.#masterPeer = options.masterPeer ?? (() => name);
    this.#turn = Math.floor(random() * 256);
    this.log = log ?? createTransportLog();
  }

  play(place: CommandPlace = {}): TransportCommand | undefined {
    return this.#give({ command: 'PLAY', ...placeOf(place) }, place);
  }

  record(place: CommandPlace = {}): TransportCommand | undefined {
    return this.#give({ command: 'RECORD', ...placeOf(place) }, place);
  }

  pause(place: CommandPlace = {}): TransportCommand | undefined {
    return this.#give({ command: 'PAUSE', ...placeOf(place) }, place);
  }

  stop(place: CommandPlace = {}): TransportCommand | undefined {
    return this.#give({ command: 'STOP', ...placeOf(place) }, place);
  }

  seek(place: CommandPlace): TransportCommand | undefined {
    if (place.beat === undefined && place.positionMs === undefined) {
      throw new JamError('bad-option', 'seek was given no place: give beat or positionMs');
    }
    return this.#give({ command: 'SEEK', ...placeOf(place) }, place);
  }

  tempo(bpm: number, time: CommandTime = {}): TransportCommand | undefined {
    return this.#give({ command: 'TEMPO', bpm }, time);
  }

  signature(
    numerator: number,
    denominator: number,
    time: CommandTime = {},
  ): TransportCommand | undefined {
    return this.#give({ command: 'TEMPO', signature: [numerator, denominator] }, time);
  }

  loop(
    range: { readonly startBeat: number; readonly endBeat: number } | null,
    time: CommandTime = {},
  ): TransportCommand | undefined {
    if (range !== null && !(range.endBeat > range.startBeat)) {
      const what = `the loop goes from beat ${range.startBeat} to ${range.endBeat}`;
      throw new JamError('bad-option', `${what}: give an end behind the start, or null for none`);
    }
    const loop = range === null ? ([0, 0] as const) : ([range.startBeat, range.endBeat] as const);
    return this.#give({ command: 'TEMPO', loop }, time);
  }

  #give(part: PartialCommand, time: CommandTime): TransportCommand | undefined {
    const nowNs = this.#clock.nowNs();
    const timestampNs = this.#freeTime(time.atNs ?? nowNs + (time.inMs ?? this.#leadMs) * 1e6);
    const command = this.#compose(part, timestampNs, this.#peer);
    if (!isCommand(command)) {
      const { masterPeer: _, ...said } = command;
      throw new JamError(
        'bad-option',
        `${part.command} is out of range, with ${JSON.stringify(said)}: see TransportCommand`,
      );
    }
    if (timestampNs > nowNs + MAX_AHEAD_NS) {
      const seconds = (timestampNs - nowNs) / 1e9;
      throw new JamError(
        'bad-option',
        `${part.command} is ${seconds} s ahead: give it within a minute of its time`,
      );
    }
    return this.#merge(command, nowNs) === 'full' ? undefined : command;
  }

  /** The first nanosecond from a time on for which this peer has given no command. */
  #freeTime(atNs: number): number {
    let timestampNs = Math.round(atNs);
    for (const each of this.log.commands) {
      if (each.peer !== this.#peer || each.timestampNs !== timestampNs) continue;
      // Beyond 2^53 the next number is 2 away.
      timestampNs += timestampNs < Number.MAX_SAFE_INTEGER ? 1 : 2;
    }
    return timestampNs;
  }

  #compose(part: PartialCommand, timestampNs: number, peer: number): TransportCommand {
    const score = this.log.scoreAt(timestampNs);
    const signature = part.signature ?? this.log.signatureAt(timestampNs);
    const origin = { timestampNs, peer, masterPeer: this.#masterPeer() };
    return composeCommand({ ...part, signature }, score, origin);
  }

  #merge(command: TransportCommand, nowNs: number): MergeOutcome {
    const outcome = this.log.merge(command, nowNs);
    if (outcome === 'added') this.#handler?.(command);
    return outcome;
  }

  receive(command: TransportCommand): MergeOutcome {
    return this.#merge(command, this.#clock.nowNs());
  }

  receivePlain(text: string, from: number, atNs: number): MergeOutcome {
    const part = readPlainCommand(text);
    if (typeof part === 'number') {
      this.#unreadable++;
      return 'malformed';
    }
    return this.receive(this.#compose(part, Math.round(atNs), from));
  }

  onCommand(handler: (command: TransportCommand) => void): void {
    this.#handler = handler;
  }

  score(atNs = this.#clock.nowNs()): Score {
    return this.log.scoreAt(atNs);
  }

  positionNow(out?: Position): Position {
    const nowNs = this.#clock.nowNs();
    return positionAt(this.log.scoreAt(nowNs), nowNs, out);
  }

  nextEvent(afterNs = this.#clock.nowNs()): number {
    return this.log.nextEvent(afterNs);
  }

  pending(): readonly TransportCommand[] {
    return this.log.pending(this.#clock.nowNs());
  }

  nextLogMessage(): TransportLogMessage | undefined {
    const commands = pruneCommands(this.log.commands, this.#clock.nowNs());
    return transportLogMessage(commands, this.#turn++);
  }

  shift(deltaNs: number): void {
    this.log.shift(deltaNs);
  }

  replace(commands: Iterable<TransportCommand>): void {
    this.log.replace(commands, this.#clock.nowNs());
  }

  stats(): TransportStats {
    return { ...this.log.stats(), unreadable: this.#unreadable };
  }
}

const placeOf = ({ beat, positionMs }: CommandPlace): Partial<PartialCommand> => ({
  beat,
  positionMs,
});
