import { writeSync } from 'node:fs';
import type { ReadStream, WriteStream } from 'node:tty';

const STDOUT = 1;
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
/** Terminals that know it show what is between in one step; the others ignore it. */
const BEGIN_FRAME = '\u001b[?2026h';
const END_FRAME = '\u001b[?2026l';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Owns the terminal while a display is on it, and gives it back as it was, however the process ends. */
export interface Terminal {
  readonly size: TerminalSize;
  /** Shows these lines; only rows that differ from what stands there are written, in one write. */
  draw(lines: readonly string[]): void;
  /** Switches the display on and off: alternate screen, no cursor, no echo. Both are harmless when repeated. */
  enter(): void;
  leave(): void;
  /** Leaves and stops to listen to keys, size and the end of the process. */
  close(): void;
}

export interface TerminalOptions {
  readonly output: WriteStream;
  /** Where keys come from; without a terminal there the keyboard is left alone. */
  readonly input?: ReadStream | undefined;
  /** Ctrl-C, `q` or Escape was pressed. */
  readonly onQuit: () => void;
  readonly onResize?: () => void;
}

export function createTerminal(options: TerminalOptions): Terminal {
  const { output, input } = options;
  let shown: string[] = [];
  let entered = false;

  function size(): TerminalSize {
    return { columns: output.columns || 80, rows: output.rows || 24 };
  }

  function enter(): void {
    if (entered) return;
    entered = true;
    shown = [];
    if (input?.isTTY) {
      input.setRawMode(true);
      input.on('data', onKeys).resume();
    }
    output.write(ENTER);
  }

  function leave(): void {
    if (!entered) return;
    entered = false;
    if (input?.isTTY) {
      input.setRawMode(false);
      // A keyboard that is still listened to would keep the process running.
      input.off('data', onKeys).pause();
    }
    writeNow(output, LEAVE);
  }

  function onKeys(keys: Buffer): void {
    const text = keys.toString('latin1');
    if (text.includes('\u0003') || text === 'q' || text === 'Q' || text === '\u001b') {
      options.onQuit();
    }
  }

  function onResize(): void {
    shown = [];
    if (entered) output.write('\u001b[2J');
    options.onResize?.();
  }

  output.on('resize', onResize);
  // Whatever ends the process, this runs; a signal that nobody handles is the exception, and those are handled.
  process.on('exit', leave);

  return {
    get size() {
      return size();
    },
    draw(lines) {
      if (!entered) return;
      let frame = '';
      lines.forEach((line, row) => {
        if (line !== shown[row]) frame += `\u001b[${row + 1};1H${line}`;
      });
      shown = [...lines];
      if (frame !== '') output.write(BEGIN_FRAME + frame + END_FRAME);
    },
    enter,
    leave,
    close() {
      leave();
      output.off('resize', onResize);
      process.off('exit', leave);
    },
  };
}

/** At the end of a process a queued write might never happen. */
function writeNow(output: WriteStream, text: string): void {
  try {
    writeSync((output as { fd?: number }).fd ?? STDOUT, text);
  } catch {
    output.write(text);
  }
}
