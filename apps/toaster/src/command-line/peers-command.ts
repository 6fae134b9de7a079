import { type Command, Option } from 'commander';
import { runPeers } from '../commands/peers.js';
import { collect, parseInterface } from '../options/address.js';
import { parseDurationMs } from '../options/duration.js';
import { examples } from './examples.js';
import { nativeChoice } from './native-option.js';
import { runCommand } from './run-command.js';

interface PeersOptions {
  readonly for: number;
  readonly interface?: string[];
  readonly json?: boolean;
}

const EXAMPLES = examples([
  ['Who is there', 'toaster peers'],
  [
    'Look longer, on one interface, for a program to read',
    'toaster peers --for 10s --interface eth0 --json',
  ],
]);

export function addPeersCommand(program: Command): void {
  program
    .command('peers')
    .summary('list who is on the network')
    .description(
      'List everyone whom JAMNet hears on the local network, and the topics they are on.',
    )
    .addOption(
      new Option('--for <time>', 'look for this long')
        .argParser(parseDurationMs)
        .default(3_000, '3s'),
    )
    .option(
      '-i, --interface <name|address>',
      'use only this network interface; repeatable (default: all)',
      collect(parseInterface),
    )
    .option('--json', 'one JSON object a line on standard output, logs on standard error')
    .addHelpText('after', EXAMPLES)
    .action((options: PeersOptions, command: Command) =>
      runCommand(options, (context) =>
        runPeers(
          {
            forMs: options.for,
            interfaces: options.interface,
            native: nativeChoice(command),
          },
          context,
        ),
      ),
    );
}
