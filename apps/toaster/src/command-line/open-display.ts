import process from 'node:process';
import picocolors from 'picocolors';
import type { CommandContext } from '../commands/context.js';
import type { ColourMode } from '../display/ink.js';
import {
  createLineDisplay,
  createPictureDisplay,
  type LiveDisplay,
} from '../display/live-display.js';
import type { TerminalSize } from '../display/terminal.js';

/** What there is to be shown, in each of the forms that it can have. */
export interface DisplayForms<View> {
  /** Lines instead of the picture, whatever the terminal. */
  readonly plain: boolean;
  readonly everyMs: number;
  readonly isReady?: (view: View) => boolean;
  /** For programs, with `--json`. */
  readonly object: (view: View) => object;
  /** For people without a terminal, and on one that is too small. */
  readonly line: (view: View) => string;
  readonly smallest: TerminalSize;
  readonly render: (view: View, columns: number, rows: number, mode: ColourMode) => string[];
}

/** This process's terminal, as far as one can draw on it. */
export function terminalFacts(): { readonly canDraw: boolean; readonly colour: boolean } {
  const { stdout, env } = process;
  const canDraw = stdout.isTTY && env['TERM'] !== 'dumb';
  return { canDraw, colour: canDraw && !env['NO_COLOR'] };
}

export function terminalColours(): ReturnType<typeof picocolors.createColors> {
  return picocolors.createColors(terminalFacts().colour);
}

/** The display that suits this process's standard output. */
export function openDisplay<View>(
  forms: DisplayForms<View>,
  { output, requestStop }: Pick<CommandContext, 'output' | 'requestStop'>,
): LiveDisplay<View> {
  const { everyMs, isReady } = forms;
  const { stdout, stdin } = process;
  const { canDraw, colour } = terminalFacts();
  if (output.json)
    return createLineDisplay(everyMs, (view) => output.line(forms.object(view)), isReady);
  const lines = createLineDisplay<View>(everyMs, (view) => output.text(forms.line(view)), isReady);
  if (forms.plain || !canDraw) return lines;
  return createPictureDisplay({
    output: stdout,
    input: stdin.isTTY ? stdin : undefined,
    mode: colour ? 'colour' : 'plain',
    onQuit: requestStop,
    smallest: forms.smallest,
    render: forms.render,
    lines,
  });
}
