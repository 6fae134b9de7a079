import process from 'node:process';
import { engineCommand } from '../engine/engine-command.js';
import type { EngineFlags } from '../engine/run-engine.js';
import { ExitCode } from '../exit-code.js';
import type { CommandContext } from './context.js';

/** TOASTer in a window, or in the terminal: the engine runs in a process of its own in either case. */
export async function showWindow(
  flags: EngineFlags,
  shell: 'window' | 'terminal',
  { output, stop }: CommandContext,
): Promise<ExitCode> {
  const options = {
    engineCommand: engineCommand(flags),
    signal: stop,
    onLine: (line: string) => output.log(line),
  };
  if (shell === 'terminal') {
    if (process.stdout.isTTY !== true || process.stdin.isTTY !== true) {
      output.log(
        'toaster: there is no terminal to draw on: `toaster jam --topic main` says how things stand in lines',
      );
      return ExitCode.failed;
    }
    const { openTui } = await import('../tui/open-tui.js');
    await openTui(options);
    return ExitCode.done;
  }
  const { openWindow } = await import('../window/open-window.js');
  const end = await openWindow(options);
  if (end.kind !== 'no-window') return ExitCode.done;
  output.log(`toaster: ${end.problem}`);
  return ExitCode.failed;
}
