import type { Command } from 'commander';
import { runInterfaces } from '../commands/interfaces.js';
import { examples } from './examples.js';
import { runCommand } from './run-command.js';

const EXAMPLES = examples([
  ['What --interface can name', 'toaster interfaces'],
  ['The same for a program to read', 'toaster interfaces --json'],
]);

export function addInterfacesCommand(program: Command): void {
  program
    .command('interfaces')
    .summary('list the network interfaces of this machine')
    .description(
      'List the network interfaces of this machine: names and addresses that --interface takes.',
    )
    .option('--json', 'one JSON object a line on standard output')
    .addHelpText('after', EXAMPLES)
    .action((options: { json?: boolean }) =>
      runCommand(options, (context) => runInterfaces(context)),
    );
}
