import type { ReadStream, WriteStream } from 'node:tty';
import type { ColourMode } from './ink.js';
import { createTerminal, type TerminalSize } from './terminal.js';

/** Shows something while it goes on. */
export interface LiveDisplay<View> {
  show(view: View, nowMs: number): void;
  /** It fills the terminal: lines in between would spoil it. */
  readonly isPicture: boolean;
  /** Gives the terminal back; lines may be printed again. */
  close(): void;
}

/** A line now and then, for pipes and logs. */
export function createLineDisplay<View>(
  everyMs: number,
  print: (view: View) => void,
  isReady: (view: View) => boolean = () => true,
): LiveDisplay<View> {
  let nextMs = -Infinity;
  return {
    isPicture: false,
    show(view, nowMs) {
      if (!isReady(view) || nowMs < nextMs) return;
      nextMs = nowMs + everyMs;
      print(view);
    },
    close: () => undefined,
  };
}

export interface PictureOptions<View> {
  readonly output: WriteStream;
  readonly input?: ReadStream | undefined;
  readonly mode: ColourMode;
  readonly onQuit: () => void;
  /** The smallest terminal that it is drawn for. */
  readonly smallest: TerminalSize;
  readonly render: (view: View, columns: number, rows: number, mode: ColourMode) => string[];
  /** Instead of it for as long as the terminal is too small. */
  readonly lines: LiveDisplay<View>;
}

/** A picture that fills the terminal. */
export function createPictureDisplay<View>(options: PictureOptions<View>): LiveDisplay<View> {
  const { output, input, mode, onQuit, smallest, render, lines } = options;
  const terminal = createTerminal({ output, input, onQuit });
  return {
    isPicture: true,
    show(view, nowMs) {
      const { columns, rows } = terminal.size;
      if (columns < smallest.columns || rows < smallest.rows) {
        terminal.leave();
        lines.show(view, nowMs);
      } else {
        terminal.enter();
        terminal.draw(render(view, columns, rows, mode));
      }
    },
    close: () => terminal.close(),
  };
}
