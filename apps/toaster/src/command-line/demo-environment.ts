import process from 'node:process';
import picocolors from 'picocolors';
import type { DemoEnvironment } from '../commands/demo.js';
import { createLineDisplay, createPictureDisplay } from '../demo/demo-display.js';
import { demoLine, demoProgress } from '../display/demo-line.js';

/** The demo's surroundings as this process has them: its terminal, its colours, itself to be started again. */
export function demoEnvironment({ plain }: { readonly plain: boolean }): DemoEnvironment {
  const { stdout, stdin, env } = process;
  const terminal = stdout.isTTY && env['TERM'] !== 'dumb';
  const colour = terminal && !env['NO_COLOR'];
  const { green, red, bold, dim } = picocolors.createColors(colour);
  return {
    launcher: { execPath: process.execPath, execArgv: process.execArgv, script: process.argv[1] },
    style: { good: green, bad: red, strong: bold, faint: dim },
    openDisplay({ output, requestStop }) {
      const print = (line: string) => output.text(line);
      if (output.json)
        return createLineDisplay((view) => output.line({ demo: demoProgress(view) }));
      if (plain || !terminal) return createLineDisplay((view) => print(demoLine(view)));
      return createPictureDisplay({
        output: stdout,
        input: stdin.isTTY ? stdin : undefined,
        mode: colour ? 'colour' : 'plain',
        onQuit: requestStop,
        print,
      });
    },
  };
}
