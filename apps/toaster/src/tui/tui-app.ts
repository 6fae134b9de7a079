import { Box, Text, useInput, type Key } from 'ink';
import {
  createElement as element,
  type ReactElement,
  useEffect,
  useReducer,
  useRef,
  useState,
} from 'react';
import type { EngineKeeper } from '../window/engine-keeper.js';
import { jamScreen } from './jam-screen.js';
import type { StyledLine } from './styled-line.js';
import { FIRST_MODEL, pressed } from './tui-model.js';

/** A terminal is read, not looked at: more often than that is a flicker. */
const DRAWN_EVERY_MS = 125;

export interface TuiAppProps {
  readonly keeper: EngineKeeper;
  readonly output: NodeJS.WriteStream;
  readonly onQuit: () => void;
}

/** The screen and its keys; all that they show and do is in `jamScreen` and `pressed`. */
export function TuiApp({ keeper, output, onQuit }: TuiAppProps): ReactElement {
  const view = useLatestView(keeper);
  const [columns, rows] = useSize(output);
  const model = useRef(FIRST_MODEL);
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);

  useInput((input, key) => {
    for (const name of keyNames(input, key)) {
      const { model: next, command, wish } = pressed(model.current, name, keeper.view);
      model.current = next;
      if (command !== null) keeper.tell(command);
      if (wish === 'start-engine') keeper.startNow();
      if (wish === 'quit') onQuit();
    }
    drawAgain();
  });

  // One row is left free: ink clears the whole terminal for a picture that fills it.
  const lines = jamScreen(view, model.current, columns, rows - 1);
  return element(Box, { flexDirection: 'column', width: columns }, ...lines.map(row));
}

function row(line: StyledLine, at: number): ReactElement {
  const spans = line.map(({ text, ...style }, place) =>
    element(Text, { key: place, ...style }, text),
  );
  // A row without anything in it would not be there.
  return element(Text, { key: at, wrap: 'truncate' }, ...(spans.length === 0 ? [' '] : spans));
}

function useLatestView(keeper: EngineKeeper) {
  const [view, setView] = useState(keeper.view);
  useEffect(() => {
    let shown = keeper.view;
    const show = () => {
      if (shown === keeper.view) return;
      shown = keeper.view;
      setView(shown);
    };
    const timer = setInterval(show, DRAWN_EVERY_MS);
    return () => clearInterval(timer);
  }, [keeper]);
  return view;
}

function useSize(output: NodeJS.WriteStream): readonly [number, number] {
  const read = () => [output.columns || 80, output.rows || 24] as const;
  const [size, setSize] = useState(read);
  useEffect(() => {
    const onResize = () => setSize(read());
    output.on('resize', onResize);
    return () => {
      output.off('resize', onResize);
    };
  }, [output]);
  return size;
}

/** Keys that are no characters by the names that `pressed` knows; several characters that came at once are as many keys. */
function keyNames(input: string, key: Key): readonly string[] {
  if (key.ctrl && input === 'c') return ['escape', 'q'];
  if (key.ctrl || key.meta) return [];
  if (key.upArrow) return ['up'];
  if (key.downArrow) return ['down'];
  if (key.return) return ['enter'];
  if (key.escape) return ['escape'];
  if (key.backspace || key.delete) return ['backspace'];
  if (key.home) return ['home'];
  return [...input].filter((character) => character >= ' ');
}
