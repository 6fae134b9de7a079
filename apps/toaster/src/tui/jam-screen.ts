import type { JamState } from '../engine/jam-state.js';
import { tempoFigure } from '../window/jam-figures.js';
import { engineWords, type Mood, syncWords } from '../window/jam-words.js';
import type { WindowView } from '../window/window-view.js';
import { deviceLines, networkLine, noticeLines, settingLines } from './own-side-lines.js';
import { peerDetail, peerHead, peerLine } from './peer-lines.js';
import {
  apart,
  cell,
  Colour,
  fitLine,
  lineLength,
  rule,
  span,
  type Span,
  type StyledLine,
} from './styled-line.js';
import { TUI_KEYS } from './tui-keys.js';
import { type TuiModel, within } from './tui-model.js';

/** From here on there is room for one series a row and for the settings. */
const ROOMY_ROWS = 34;
const MOODS: Readonly<Record<Mood, string | undefined>> = {
  good: Colour.good,
  busy: Colour.busy,
  bad: Colour.bad,
  quiet: undefined,
};

/** The whole screen for a terminal of that size: never more rows, and no row longer. Pure. */
export function jamScreen(
  view: WindowView,
  model: TuiModel,
  columns: number,
  rows: number,
): readonly StyledLine[] {
  const { engine, state } = view;
  const words = engineWords(engine, state !== null);
  const isGone = engine.kind === 'restarting' || engine.kind === 'stopped';
  const top = [...header(state, columns)];
  if (words !== null) {
    top.push([
      span(`${words.text}. ${words.more}${isGone ? ' Enter starts it now.' : ''}`, {
        color: MOODS[words.mood],
        bold: true,
      }),
    ]);
  }
  const bottom = footer(state, model, columns);
  const left = Math.max(0, rows - top.length - bottom.length);
  const middle =
    state === null
      ? []
      : state.phase === 'lobby'
        ? lobby(state, model, columns, left)
        : room(state, model, columns, left);
  const filling = Array.from({ length: Math.max(0, left - middle.length) }, (): StyledLine => []);
  return [...top, ...middle.slice(0, left), ...filling, ...bottom]
    .slice(0, rows)
    .map((line) => fitLine(line, columns));
}

function header(state: JamState | null, columns: number): readonly StyledLine[] {
  const title = span('TOASTer ', { color: Colour.toast, bold: true });
  if (state === null || state.phase === 'lobby') {
    const found = state === null ? '' : `${state.rooms.length} found, still looking`;
    return [apart([title], [span(found, { color: Colour.soft })], columns), rule(columns)];
  }
  const { transport, settings } = state;
  const sync = syncWords(state.sync);
  const playing = transport.playing;
  const beats = Array.from({ length: transport.beatsPerBar }, (_, at) =>
    at + 1 === transport.beat ? '●' : '○',
  );
  const left: StyledLine = [
    title,
    span(`${state.phase === 'joined' ? '' : `${state.phase} `}${settings.room}  `, { bold: true }),
    span(playing ? '▶ ' : '■ ', playing ? { color: Colour.good } : {}),
    span(`bar ${transport.bar} beat ${transport.beat} `, { bold: true }),
    span(beats.join(''), { color: Colour.toast }),
    span(` ${tempoFigure(transport.tempo)} bpm`),
  ];
  const lamp = MOODS[sync.mood];
  const right: StyledLine = [
    span('● ', lamp === undefined ? { dimColor: true } : { color: lamp }),
    span(`${sync.text}`),
  ];
  const delay =
    settings.playoutMs === null ? 'as early as can be' : `${settings.playoutMs} ms for all`;
  const second: StyledLine = [
    ...onOff('click', settings.click),
    ...onOff('hear yourself', settings.monitor),
    span(`delay ${delay}`, { color: Colour.soft }),
  ];
  return [
    apart(left, right, columns),
    apart(second, [span(sync.more, { color: Colour.soft })], columns),
    rule(columns),
  ];
}

function onOff(label: string, isOn: boolean): readonly Span[] {
  return [
    span(
      `${label} ${isOn ? 'on' : 'off'}`,
      isOn ? { color: Colour.toast, bold: true } : { color: Colour.soft },
    ),
    span('   '),
  ];
}

function lobby(
  state: JamState,
  model: TuiModel,
  columns: number,
  rows: number,
): readonly StyledLine[] {
  const own: readonly StyledLine[] = [[], ...settingLines(state), [], ...deviceLines(state, false)];
  const notices = noticeLines(state, columns, Math.min(3, rows));
  const left = Math.max(1, rows - own.length - notices.length - 1);
  const at = within(model.at, state.rooms.length);
  const rooms = visible(state.rooms, at, left).map(({ item, index }): StyledLine => [
    span(index === at ? '› ' : '  ', { color: Colour.toast, bold: true }),
    span(cell(item.name, 26), { bold: index === at }),
    span(item.people.length === 0 ? 'empty' : item.people.join(', '), { color: Colour.soft }),
  ]);
  if (rooms.length === 0)
    rooms.push([span('No room yet; / starts one by giving it a name.', { color: Colour.soft })]);
  return [[span('Where do you want to play?', { bold: true })], ...rooms, ...own, ...notices];
}

function room(
  state: JamState,
  model: TuiModel,
  columns: number,
  rows: number,
): readonly StyledLine[] {
  const isRoomy = rows > ROOMY_ROWS - 8;
  const at = within(model.at, state.peers.length);
  const chosen = state.peers.at(at);
  const detail =
    chosen === undefined ? [] : [rule(columns), ...peerDetail(chosen, columns, isRoomy)];
  const own = [
    ...(isRoomy ? [rule(columns)] : []),
    ...(isRoomy ? [...settingLines(state), rule(columns)] : []),
    ...deviceLines(state, !isRoomy),
  ];
  const notices = noticeLines(state, columns, isRoomy ? 5 : 2);
  const left = Math.max(1, rows - 1 - detail.length - own.length - notices.length);
  const peers = visible(state.peers, at, left).map(({ item, index }) =>
    peerLine(item, index === at, columns),
  );
  if (peers.length === 0)
    peers.push([
      span(`Nobody else is here yet; others find ${state.settings.room} in their list of rooms.`, {
        color: Colour.soft,
      }),
    ]);
  return [peerHead(columns), ...peers, ...detail, ...own, ...notices];
}

/** As many as there is room for, with the chosen one among them. */
function visible<Item>(
  items: readonly Item[],
  at: number,
  rows: number,
): Array<{ item: Item; index: number }> {
  const first = Math.max(0, Math.min(at - Math.floor(rows / 2), items.length - rows));
  return items.slice(first, first + rows).map((item, offset) => ({ item, index: first + offset }));
}

function footer(state: JamState | null, model: TuiModel, columns: number): readonly StyledLine[] {
  const lines: StyledLine[] = state === null ? [] : [networkLine(state)];
  const { prompt } = model;
  if (prompt !== null) {
    const fault = prompt.fault === null ? '' : `  ${prompt.fault}`;
    const question = span(`${prompt.label}: `, { color: Colour.toast });
    lines.push([
      question,
      span(prompt.text, { bold: true }),
      span(' ', { inverse: true }),
      span(fault, { color: Colour.bad }),
    ]);
    lines.push([span('enter accepts, esc leaves it as it is', { color: Colour.soft })]);
    return lines;
  }
  return [...lines, ...keyLines(state === null || state.phase === 'lobby', columns)];
}

function keyLines(isLobby: boolean, columns: number): readonly StyledLine[] {
  const lines: Span[][] = [[]];
  for (const { shown, meaning, where } of TUI_KEYS) {
    if (where === (isLobby ? 'room' : 'lobby')) continue;
    const parts = [
      span(shown, { color: Colour.toast }),
      span(` ${meaning}`, { color: Colour.soft }),
    ];
    const last = lines.at(-1) ?? [];
    if (last.length === 0) last.push(...parts);
    else if (lineLength(last) + 2 + lineLength(parts) > columns) lines.push(parts);
    else last.push(span('  '), ...parts);
  }
  return lines;
}
