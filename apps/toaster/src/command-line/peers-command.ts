import type { DiscoveryMode } from '@jamnet/toast';
import { type Command, Option } from 'commander';
import { runPeers } from '../commands/peers.js';
import { collect, parseInterface } from '../options/address.js';
import { parseDurationMs } from '../options/duration.js';
import { createDiscoveryOption } from './discovery-option.js';
import { examples } from './examples.js';
import { nativeChoice } from './native-option.js';
import { runCommand } from './run-command.js';

interface PeersOptions {
  readonly for: number;
  readonly interface?: string[];
  readonly discovery: DiscoveryMode;
  readonly json?: boolean;
}

const EXAMPLES = examples([
  ['Who is there', 'toaster peers'],
  [
    'Look longer, on one interface, for a program to read',
    'toaster peers --for 10s --interface eth0 --json',
  ],
  ['Where the network blocks multicast', 'toaster peers --discovery scan'],
]);

export function addPeersCommand(program: Command): void {
  program
    .command('peers')
    .summary('list who is on the network')
    .description(
      'List everyone whom JAMNet finds on the local network, and the topics they are on.',
    )
    .addOption(
      new Option('--for <time>', 'look for this long')
        .argParser(parseDurationMs)
        .default(4_000, '4s'),
    )
    .option(
      '-i, --interface <name|address>',
      'use only this network interface; repeatable (default: all)',
      collect(parseInterface),
    )
    .addOption(createDiscoveryOption())
    .option('--json', 'one JSON object a line on standard output, logs on standard error')
    .addHelpText('after', EXAMPLES)
    .action((options: PeersOptions, command: Command) =>
      runCommand(options, (context) =>
        runPeers(
          {
            forMs: options.for,
            interfaces: options.interface,
            discovery: options.discovery,
            native: nativeChoice(command),
          },
          context,
        ),
      ),
    );
}
