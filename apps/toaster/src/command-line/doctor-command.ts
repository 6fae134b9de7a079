import process from 'node:process';
import type { Command } from 'commander';
import picocolors from 'picocolors';
import { runDoctor } from '../commands/doctor.js';
import { examine } from '../doctor/examine.js';
import type { DoctorStyle } from '../doctor/lay-out.js';
import { examples } from './examples.js';
import { nativeChoice } from './native-option.js';
import { runCommand } from './run-command.js';

const EXAMPLES = examples([
  ['What this machine has, and what it lacks', 'toaster doctor'],
  ['The same as one JSON object', 'toaster doctor --json'],
  ['As it would be without the native port', 'toaster --native off doctor'],
]);

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .summary('say what was found on this machine, and why anything is missing')
    .description(
      'Say what was found on this machine (native part, Vulkan devices, clocks, sockets) and, of what is missing, why and what to do. The exit code is 1 only when nothing can work.',
    )
    .option('--json', 'one JSON object on standard output, logs on standard error')
    .addHelpText('after', EXAMPLES)
    .action((options: { json?: boolean }, command: Command) =>
      runCommand(options, (context) =>
        runDoctor(
          () => examine(nativeChoice(command), context),
          doctorStyle(),
          // A pipe or a file has no width.
          process.stdout.columns || Infinity,
          context,
        ),
      ),
    );
}

function doctorStyle(): DoctorStyle {
  const colour = process.stdout.isTTY && picocolors.isColorSupported;
  const { green, yellow, red, dim } = picocolors.createColors(colour);
  return { good: green, fair: yellow, bad: red, faint: dim };
}
