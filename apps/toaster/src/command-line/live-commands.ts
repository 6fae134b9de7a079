import process from 'node:process';
import { createSystemClock, createSystemTimers } from '@jamnet/wire';
import { type Command, InvalidArgumentError } from 'commander';
import { runJamLive } from '../commands/jam-live.js';
import { showWindow } from '../commands/show-window.js';
import type { JamSettings } from '../engine/jam-state.js';
import { roomOf } from '../engine/room.js';
import { runEngine } from '../engine/run-engine.js';
import { settingsFault } from '../engine/settings-file.js';
import { collect, parseInterface, parsePeer } from '../options/address.js';
import { parseDurationMs } from '../options/duration.js';
import { createStopSignal } from '../stop-signal.js';
import { createDiscoveryOption } from './discovery-option.js';
import { examples } from './examples.js';
import { runCommand } from './run-command.js';

interface JamLiveOptions {
  readonly topic: string;
  readonly name?: string;
  readonly interface?: string[];
  readonly discovery: JamSettings['discovery'];
  readonly peer?: string[];
  readonly input?: string;
  readonly output?: string;
  readonly midiIn?: string;
  readonly midiOut?: string;
  readonly click?: boolean;
  readonly monitor?: boolean;
  readonly delay?: number;
  readonly peerDelay?: [string, number][];
  readonly tempo?: number;
  readonly play?: boolean;
  readonly for?: number;
  readonly statsEvery: number;
  readonly tui?: boolean;
  readonly window?: boolean;
  readonly json?: boolean;
  readonly untilStdinEnds?: boolean;
}

const EXAMPLES = examples([
  ['Play with others, the click on, by the first sound card', 'toaster jam --topic main --click'],
  [
    'Everyone heard 15 ms after they played, oneself too, Ada 5 ms later',
    'toaster jam -t main --delay 15ms --monitor --peer-delay Ada=5ms',
  ],
  ['The same in a window', 'toaster window'],
]);

/** `jam`, `window` and `engine`: playing live. */
export function addLiveCommands(program: Command): void {
  addJamCommand(program);
  program
    .command('window')
    .summary('open TOASTer in a window')
    .description('Open TOASTer in a window of Chrome, Chromium or Edge; no server is behind it.')
    .option('--tui', 'in this terminal instead')
    .action(({ tui }: { tui?: boolean }) =>
      runCommand({}, (context) => showWindow({}, tui ? 'terminal' : 'window', context)),
    );
  program
    .command('engine', { hidden: true })
    .description('What runs behind a window: commands in, states out, as lines of JSON.')
    .option('--settings <json>', 'these, and keep none', parseSettings)
    .option('--join <room>', 'be in this room from the beginning')
    .action(async (flags: { settings?: Partial<JamSettings>; join?: string }) => {
      const clock = createSystemClock();
      const stop = createStopSignal();
      const { stdin: input, stdout: output, stderr: errors } = process;
      const time = { clock, timers: createSystemTimers(clock) };
      await runEngine(flags, time, { input, output, errors, stop: stop.signal });
      stop.close();
      input.destroy();
    });
}

function addJamCommand(program: Command): void {
  program
    .command('jam')
    .summary('play with others: sound and notes in and out, one click for all')
    .description(
      'Play in a room with this machine’s sound card and keyboard, and hear the others. Everyone is on one timeline.',
    )
    .requiredOption('-t, --topic <room>', 'the room: whoever names the same meets', parseRoom)
    .option('-n, --name <name>', 'what the others call you (default: you on machine)')
    .option(
      '-i, --interface <name|address>',
      'use only this network interface; repeatable (default: all)',
      collect(parseInterface),
    )
    .addOption(createDiscoveryOption())
    .option(
      '--peer <host:port>',
      'also reach this address directly; repeatable',
      collect(parsePeer),
    )
    .option('--input <device>', 'record by this device, none for nothing (default: system)')
    .option('--output <device>', 'play by this device, none for nothing (default: system)')
    .option('--midi-in <device>', 'play by this keyboard')
    .option('--midi-out <device>', 'let this instrument sound what others play')
    .option('--click', 'a click on every beat, at the same instant for everyone')
    .option('--monitor', 'hear yourself, as late as the others')
    .option(
      '--delay <time>',
      'hear everyone so long after they played, up to 200ms (default: as soon as possible)',
      parseDelay,
    )
    .option(
      '--peer-delay <name=time>',
      'hear this peer later still; repeatable',
      collect(parsePeerDelay),
    )
    .option('--tempo <bpm>', 'set the tempo', parseTempo)
    .option('--play', 'let the music run')
    .option('--for <time>', 'end after this long, such as 20s', parseDurationMs)
    .option('--stats-every <time>', 'how often it says how things stand', parseDurationMs, 1_000)
    .option('--tui', 'the whole picture, in this terminal')
    .option('--window', 'the whole picture, in a window')
    .option('--json', 'one JSON object a line on standard output, logs on standard error')
    .option(
      '--until-stdin-ends',
      'end in order when standard input ends: for programs that start this one',
    )
    .addHelpText('after', EXAMPLES)
    .action((options: JamLiveOptions) =>
      runCommand(options, (context) => {
        const settings = settingsOf(options);
        if (options.tui || options.window) {
          const flags = { settings: { ...settings, room: options.topic }, join: options.topic };
          return showWindow(flags, options.tui ? 'terminal' : 'window', context);
        }
        return runJamLive(
          {
            room: options.topic,
            settings,
            peerDelays: new Map(options.peerDelay),
            tempo: options.tempo,
            play: options.play ?? false,
            forMs: options.for,
            everyMs: options.statsEvery,
          },
          context,
        );
      }),
    );
}

function settingsOf(options: JamLiveOptions): Partial<JamSettings> {
  const device = (name: string | undefined): string | null | undefined =>
    name === 'none' ? null : name;
  const all = {
    name: options.name,
    interfaces: options.interface,
    discovery: options.discovery,
    peers: options.peer,
    audioIn: device(options.input),
    audioOut: device(options.output),
    midiIn: device(options.midiIn),
    midiOut: device(options.midiOut),
    click: options.click,
    monitor: options.monitor,
    playoutMs: options.delay,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** A room's name, or the topic of its sound. */
function parseRoom(text: string): string {
  const room = roomOf(text) ?? text;
  const fault = /^[a-z]+:\/\//i.test(room)
    ? 'A room is named by its name alone, such as main.'
    : settingsFault({ room });
  if (fault !== null) throw new InvalidArgumentError(fault);
  return room;
}

const MOST_DELAY_MS = 200;

function parseDelay(text: string): number {
  const ms = parseDurationMs(text);
  if (ms <= MOST_DELAY_MS) return ms;
  throw new InvalidArgumentError(`Write a time up to ${MOST_DELAY_MS}ms.`);
}

function parsePeerDelay(text: string): [string, number] {
  const at = text.lastIndexOf('=');
  if (at <= 0) throw new InvalidArgumentError('Write a name and a time, such as Ada=5ms.');
  return [text.slice(0, at), parseDelay(text.slice(at + 1))];
}

function parseTempo(text: string): number {
  const bpm = Number(text);
  if (bpm > 0 && bpm <= 1000) return bpm;
  throw new InvalidArgumentError('Write quarter notes a minute, above 0 and up to 1000.');
}

function parseSettings(text: string): Partial<JamSettings> {
  let settings: Partial<JamSettings>;
  try {
    settings = JSON.parse(text) as Partial<JamSettings>;
  } catch {
    throw new InvalidArgumentError('Write settings as JSON.');
  }
  const fault = settingsFault(settings);
  if (fault !== null) throw new InvalidArgumentError(fault);
  return settings;
}
