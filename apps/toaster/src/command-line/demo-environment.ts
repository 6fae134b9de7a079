import process from 'node:process';
import type { DemoEnvironment } from '../commands/demo.js';
import { demoLine, demoProgress } from '../display/demo-line.js';
import { renderDemo, SMALLEST_SCREEN } from '../display/demo-screen.js';
import { openDisplay, terminalColours } from './open-display.js';

const LINE_EVERY_MS = 1_000;

/** The demo's surroundings as this process has them: its terminal, its colours, itself to be started again. */
export function demoEnvironment({ plain }: { readonly plain: boolean }): DemoEnvironment {
  const { green, red, bold, dim } = terminalColours();
  return {
    launcher: { execPath: process.execPath, execArgv: process.execArgv, script: process.argv[1] },
    style: { good: green, bad: red, strong: bold, faint: dim },
    openDisplay: (context) =>
      openDisplay(
        {
          plain,
          everyMs: LINE_EVERY_MS,
          isReady: (view) => view.phase !== 'starting',
          object: (view) => ({ demo: demoProgress(view) }),
          line: demoLine,
          smallest: SMALLEST_SCREEN,
          render: renderDemo,
        },
        context,
      ),
  };
}
