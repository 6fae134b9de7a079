import { hostname, userInfo } from 'node:os';
import type { DiscoveryMode } from '@jamnet/toast';
import { type Command, Option } from 'commander';
import type { JamFlags } from '../commands/jam-flags.js';
import { collect, parseInterface, parsePeer } from '../options/address.js';
import { parseDurationMs } from '../options/duration.js';
import { parsePort, parseSeed } from '../options/number.js';
import { parseShare } from '../options/share.js';
import { createDiscoveryOption } from './discovery-option.js';
import { nativeChoice } from './native-option.js';
import { parseTopic, type TopicScheme } from './topic-option.js';

/** What commander makes of the options that every command has which enters a room. */
export interface JamCommandOptions {
  readonly topic: string;
  readonly name?: string;
  readonly interface?: string[];
  readonly discovery: DiscoveryMode;
  readonly peer?: string[];
  readonly port?: number;
  readonly simulateLoss?: number;
  readonly simulateRuns?: number;
  readonly seed?: number;
  readonly statsEvery: number;
  readonly json?: boolean;
  readonly untilStdinEnds?: boolean;
}

/** What differs from command to command. */
export interface JamOptionTexts {
  /** The topic where none is named. @default one has to be named */
  readonly topic?: string;
  /** What `--stats-every` does; null for a command that has no use for it. */
  readonly statsEvery?: string | null;
  /** Of its topics. @default 'midi' */
  readonly scheme?: TopicScheme;
}

/** Adds those options. */
export function addJamOptions(command: Command, texts: JamOptionTexts = {}): Command {
  const topic = new Option(
    '-t, --topic <topic>',
    'the room: whoever names the same topic meets',
  ).argParser(parseTopic(texts.scheme ?? 'midi'));
  command
    .addOption(
      texts.topic === undefined
        ? topic.makeOptionMandatory()
        : topic.default(texts.topic, texts.topic),
    )
    .option(
      '-i, --interface <name|address>',
      'use only this network interface; repeatable (default: all)',
      collect(parseInterface),
    )
    .addOption(createDiscoveryOption())
    .option(
      '--peer <host:port>',
      'also send to this address, where nobody is found; both sides name each other; repeatable',
      collect(parsePeer),
    )
    .option(
      '--port <number>',
      'the UDP port that others name with --peer (default: any free one)',
      parsePort,
    )
    .option('-n, --name <name>', 'what the others call you (default: you@machine)')
    .option(
      '--simulate-loss <share>',
      'throw away this share of the datagrams that arrive, such as 66%',
      parseShare,
    )
    .option(
      '--simulate-runs <time>',
      'let those losses come in runs of this mean length, such as 10ms',
      parseDurationMs,
    )
    .option('--seed <number>', 'make the simulated losses repeatable', parseSeed)
    .option('--json', 'one JSON object a line on standard output, logs on standard error')
    .option(
      '--until-stdin-ends',
      'end in order when standard input ends: for programs that start this one',
    )
    .hook('preAction', refuseRunsWithoutLoss);
  const { statsEvery = 'how often --json says how the network is' } = texts;
  if (statsEvery === null) return command;
  return command.addOption(
    new Option('--stats-every <time>', statsEvery).argParser(parseDurationMs).default(1_000, '1s'),
  );
}

export function jamFlags(
  options: JamCommandOptions,
  command: Command,
): JamFlags & { readonly name: string } {
  return {
    topic: options.topic,
    name: options.name ?? defaultName(),
    interfaces: options.interface,
    discovery: options.discovery,
    peers: options.peer,
    port: options.port,
    native: nativeChoice(command),
    simulateLoss: options.simulateLoss,
    simulateRunsMs: options.simulateRuns,
    seed: options.seed,
  };
}

const WAIT_DEFAULT_MS = 10_000;

/** What `--wait-for-listener [seconds]` means. */
export function waitMs(value: number | true | undefined): number | undefined {
  return value === true ? WAIT_DEFAULT_MS : value;
}

const TIMELINE_EVERY_MS = 1_000;

/** What `--timeline [time]` means. */
export function timelineEvery(value: number | true | undefined): number | undefined {
  return value === true ? TIMELINE_EVERY_MS : value;
}

function refuseRunsWithoutLoss(command: Command): void {
  const { simulateLoss, simulateRuns } = command.opts<JamCommandOptions>();
  if (simulateRuns !== undefined && simulateLoss === undefined)
    command.error('error: --simulate-runs needs --simulate-loss, the share that is lost');
}

function defaultName(): string {
  let user = 'someone';
  try {
    user = userInfo().username;
  } catch {
    // A process may run under a number that no account has.
  }
  return `${user}@${hostname()}`.slice(0, 60);
}
