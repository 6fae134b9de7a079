import type { Readable, Writable } from 'node:stream';
import { openLiveDevices } from '@jamnet/devices';
import { type Clock, nativeHandle, type Timers } from '@jamnet/wire';
import { createLineSplitter } from '../demo/line-splitter.js';
import { findJellie } from '../stream/load-jellie.js';
import { createJamEngine, type JamEngine } from './jam-engine.js';
import type { EngineMessage, JamCommand, JamSettings, JamState } from './jam-state.js';
import { defaultSettings, readSettings, settingsPath, writeSettings } from './settings-file.js';

/** How often the state is told: while there is something to be seen, and while there is not. */
const LIVELY_MS = 66;
const QUIET_MS = 250;
/** What no meter shows: -60 dB. */
const SILENCE = 0.001;
/** What a command has changed is told so soon, but not more often than that: a slider that is drawn gives many. */
const ANSWER_MS = 15;
/** A reader that is behind is told nothing until it has caught up. */
const MOST_UNREAD_BYTES = 256 * 1024;

export interface EngineFlags {
  /** These instead of what is kept, and nothing is kept. */
  readonly settings?: Partial<JamSettings> | undefined;
  /** A room to be in from the beginning. */
  readonly join?: string | undefined;
}

export interface EngineTime {
  readonly clock: Clock;
  readonly timers: Timers;
}

/** An engine on this machine's devices and network. */
export async function openEngine(flags: EngineFlags, time: EngineTime): Promise<JamEngine> {
  const path = settingsPath();
  const isOwn = flags.settings === undefined;
  const { settings, fault } = isOwn
    ? readSettings(path)
    : { settings: { ...defaultSettings(), ...flags.settings }, fault: null };
  const jellie = await findJellie();
  const engine = await createJamEngine({
    ...time,
    settings,
    fault,
    keep: (changed) => (isOwn ? writeSettings(path, changed) : null),
    codings: jellie === null ? [] : [jellie],
    openDevices: openLiveDevices,
    thread: nativeHandle(),
  });
  if (flags.join !== undefined) engine.command({ do: 'join', room: flags.join });
  return engine;
}

/** Whether something moves: meters, plots, the beat. */
function isLively({ phase, peers, transport, inputMeter }: JamState): boolean {
  if (phase !== 'joined') return phase !== 'lobby';
  if (peers.length > 0 || transport.playing) return true;
  return inputMeter.notes > 0 || Math.max(...inputMeter.peaks) > SILENCE;
}

export interface EngineStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
  readonly stop: AbortSignal;
}

/** Runs an engine that is told what to do, and tells how things stand, line by line; until it is told to quit or its input ends. */
export async function runEngine(
  flags: EngineFlags,
  time: EngineTime,
  { input, output, errors, stop }: EngineStreams,
  open: typeof openEngine = openEngine,
): Promise<void> {
  const say = (message: EngineMessage): void => void output.write(`${JSON.stringify(message)}\n`);
  const engine = await open(flags, time);
  const ending = new AbortController();
  const end = (): void => ending.abort();
  stop.addEventListener('abort', end, { once: true });
  if (stop.aborted) end();
  input.setEncoding('utf8');
  input.on('data', createLineSplitter(take));
  input.on('end', end).on('close', end).on('error', end);
  output.on('error', end);

  function take(line: string): void {
    let command: JamCommand;
    try {
      command = JSON.parse(line) as JamCommand;
    } catch {
      errors.write(`not a command: ${line.slice(0, 100)}\n`);
      return;
    }
    if (typeof command !== 'object' || command === null) return;
    if (command.do === 'quit') end();
    else {
      engine.command(command);
      tellBy(toldNs + ANSWER_MS * 1e6);
    }
  }

  let timer = 0;
  let dueNs = Infinity;
  let toldNs = -Infinity;
  const tell = (): void => {
    const state = engine.state();
    if (output.writableLength < MOST_UNREAD_BYTES) say({ kind: 'state', state });
    toldNs = time.clock.nowNs();
    dueNs = Infinity;
    tellBy(toldNs + (isLively(state) ? LIVELY_MS : QUIET_MS) * 1e6);
  };
  function tellBy(atNs: number): void {
    if (atNs >= dueNs || ending.signal.aborted) return;
    time.timers.cancel(timer);
    dueNs = atNs;
    timer = time.timers.schedule(atNs, tell);
  }

  await new Promise<void>((resolve) => {
    const over = (): void => {
      time.timers.cancel(timer);
      resolve();
    };
    ending.signal.addEventListener('abort', over, { once: true });
    if (ending.signal.aborted) over();
    else tell();
  });
  await engine.close();
  if (!output.destroyed && output.writable) say({ kind: 'end', problem: null });
}
