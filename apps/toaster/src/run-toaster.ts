import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import type { JamError } from '@jamnet/wire';
import { CommanderError } from 'commander';
import { ExitCode } from './exit-code.js';
import { failureText } from './failure.js';
import { outputFailure } from './output.js';
import { createProgram } from './program.js';

/** Runs a command line, given without the names of node and of the script. Resolves when the command is done. */
export async function runToaster(args: readonly string[]): Promise<ExitCode> {
  // Help and version are printed without an Output.
  let unwritten: JamError | undefined;
  const onError = (error: NodeJS.ErrnoException) => (unwritten ??= outputFailure(error));
  process.stdout.on('error', onError);
  try {
    const code = await run(args);
    // A stream says what went wrong only after the call.
    await setImmediate();
    if (unwritten) throw unwritten;
    return code;
  } catch (error) {
    process.stderr.write(`${failureText(error, process.env)}\n`);
    return ExitCode.failed;
  } finally {
    process.stdout.off('error', onError);
  }
}

async function run(args: readonly string[]): Promise<ExitCode> {
  const program = createProgram();
  try {
    if (args.length === 0) {
      program.outputHelp();
      return ExitCode.done;
    }
    await program.parseAsync(args, { from: 'user' });
    return (process.exitCode as ExitCode | undefined) ?? ExitCode.done;
  } catch (error) {
    // Help and version come this way too, with exit code 0; what was wrong has been printed.
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
  }
}
