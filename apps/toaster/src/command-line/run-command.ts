import process from 'node:process';
import { createSystemClock, createSystemTimers } from '@jamnet/wire';
import type { CommandContext } from '../commands/context.js';
import type { ExitCode } from '../exit-code.js';
import { createOutput } from '../output.js';
import { createStopSignal } from '../stop-signal.js';
import { openToastJam } from '../toast-jam.js';
import { openToastLookout } from '../toast-lookout.js';

export interface RunFlags {
  readonly json?: boolean | undefined;
  readonly untilStdinEnds?: boolean | undefined;
}

/** Gives a command the real clock, network and streams, and turns what it returns into the process's exit code. */
export async function runCommand(
  flags: RunFlags,
  command: (context: CommandContext) => Promise<ExitCode> | ExitCode,
): Promise<void> {
  const clock = createSystemClock();
  const timers = createSystemTimers(clock);
  const stop = createStopSignal({ untilEnds: flags.untilStdinEnds ? process.stdin : undefined });
  const output = createOutput({
    json: flags.json ?? false,
    stdout: process.stdout,
    stderr: process.stderr,
    onClosed: stop.stop,
  });
  const time = { clock, timers };
  try {
    process.exitCode = await command({
      ...time,
      output,
      stop: stop.signal,
      requestStop: stop.stop,
      openJam: (options) => openToastJam(options, time),
      openLookout: (options) => openToastLookout(options, time),
    });
    await output.flushed();
  } finally {
    stop.close();
  }
}
