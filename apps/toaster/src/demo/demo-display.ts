import type { ReadStream, WriteStream } from 'node:tty';
import { demoLine } from '../display/demo-line.js';
import { renderDemo, SMALLEST_SCREEN } from '../display/demo-screen.js';
import type { DemoView } from '../display/demo-view.js';
import type { ColourMode } from '../display/ink.js';
import { createTerminal } from '../display/terminal.js';

const LINE_EVERY_MS = 1_000;

/** Shows the demo while it runs. */
export interface DemoDisplay {
  show(view: DemoView, nowMs: number): void;
  /** Gives the terminal back; lines may be printed again. */
  close(): void;
}

/** A line every second, for pipes and logs. */
export function createLineDisplay(print: (view: DemoView) => void): DemoDisplay {
  let nextMs = -Infinity;
  return {
    show(view, nowMs) {
      if (view.phase === 'starting' || nowMs < nextMs) return;
      nextMs = nowMs + LINE_EVERY_MS;
      print(view);
    },
    close: () => undefined,
  };
}

/** The picture; lines instead of it for as long as the terminal is too small for it. */
export function createPictureDisplay(options: {
  readonly output: WriteStream;
  readonly input?: ReadStream | undefined;
  readonly mode: ColourMode;
  readonly onQuit: () => void;
  readonly print: (line: string) => void;
}): DemoDisplay {
  const { output, input, mode, onQuit } = options;
  const terminal = createTerminal({ output, input, onQuit });
  const lines = createLineDisplay((view) => options.print(demoLine(view)));
  return {
    show(view, nowMs) {
      const { columns, rows } = terminal.size;
      if (columns < SMALLEST_SCREEN.columns || rows < SMALLEST_SCREEN.rows) {
        terminal.leave();
        lines.show(view, nowMs);
      } else {
        terminal.enter();
        terminal.draw(renderDemo(view, columns, rows, mode));
      }
    },
    close: () => terminal.close(),
  };
}
