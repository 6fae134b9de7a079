import type { DeviceChoice, JamState, Meter } from '../engine/jam-state.js';
import { clockFigure, msFigure, rateFigure } from '../window/jam-figures.js';
import { DISCOVERY_WAYS } from '../window/jam-words.js';
import { meterPosition } from '../window/meter-scale.js';
import { cell, Colour, lineLength, span, type Span, type StyledLine } from './styled-line.js';

const METER_CELLS = 10;

/** A level in blocks; the last of them, in which notes are seen, is a note. */
export function levelSpans(meter: Meter, cells = METER_CELLS): readonly Span[] {
  const position = Math.max(0, ...meter.peaks.map(meterPosition));
  const filled = Math.round(position * (cells - 1));
  const colour = position > 0.99 ? Colour.bad : position > 0.83 ? Colour.busy : Colour.good;
  return [
    span('■'.repeat(filled), { color: colour }),
    span('·'.repeat(cells - 1 - filled), { dimColor: true }),
    span(meter.notes > 0 ? '♪' : ' ', { color: Colour.jellie, bold: true }),
  ];
}

/** The four devices: what is chosen, whether it is open, what is the matter with it. Those without a meter share a row where rows are few. */
export function deviceLines(state: JamState, isTight: boolean): readonly StyledLine[] {
  const { midiIn, midiOut } = state;
  const sound = [
    deviceLine('1 sound in', state.audioIn, state.inputMeter),
    deviceLine('2 sound out', state.audioOut, state.outputMeter),
  ];
  const midi = [deviceLine('3 MIDI in', midiIn, null), deviceLine('4 MIDI out', midiOut, null)];
  const isWell = midiIn.problem === null && midiOut.problem === null;
  return [...sound, ...(isTight && isWell ? [[...midi[0], span(' '), ...midi[1]]] : midi)];
}

function deviceLine(label: string, device: DeviceChoice, meter: Meter | null): StyledLine {
  const { chosen, open, problem } = device;
  const lamp = problem !== null ? Colour.bad : open ? Colour.good : undefined;
  const head: StyledLine = [
    span(cell(label, 12), { color: Colour.soft }),
    span(
      lamp === undefined ? '○ ' : '● ',
      lamp === undefined ? { dimColor: true } : { color: lamp },
    ),
  ];
  // What is the matter names the device, and needs the room.
  if (problem !== null) return [...head, span(problem, { color: Colour.busy })];
  const name = span(cell(chosen ?? 'none', 24));
  return meter === null ? [...head, name] : [...head, name, span(' '), ...levelSpans(meter)];
}

/** Name and discovery in one or two lines. */
export function settingLines(state: JamState): readonly StyledLine[] {
  const { settings } = state;
  const way = DISCOVERY_WAYS.find(({ value }) => value === settings.discovery);
  const interfaces =
    settings.interfaces.length > 0
      ? settings.interfaces.join(', ')
      : `all (${state.interfacesAvailable.join(', ')})`;
  return [
    pair('n name', settings.name),
    pair('v discovery', `${way?.label}: ${way?.meaning}`),
    pair('i interfaces', interfaces),
    pair('p peers', settings.peers.length === 0 ? 'none by address' : settings.peers.join(', ')),
  ];
}

function pair(label: string, text: string): StyledLine {
  return [span(cell(label, 14), { color: Colour.soft }), span(text)];
}

export function networkLine(state: JamState): StyledLine {
  const { network, audio, uptimeS } = state;
  const sound =
    audio === null
      ? 'no sound device'
      : `${audio.sampleRate / 1_000} kHz, ${msFigure((audio.periodFrames * 1_000) / audio.sampleRate)} a period, ${audio.xruns} dropouts`;
  return [
    span(
      `out ${rateFigure(network.sentKbps)}  in ${rateFigure(network.receivedKbps)}  ${network.plan}  ${sound}  ${clockFigure(uptimeS)}`,
      { color: Colour.soft },
    ),
  ];
}

/** The newest first, as many as there is room for; what does not fit beside it, the advice, is below it. */
export function noticeLines(state: JamState, columns: number, rows: number): readonly StyledLine[] {
  const colours = { info: Colour.copies, warning: Colour.busy, error: Colour.bad };
  const lines: StyledLine[] = [];
  for (const { level, text, hint } of state.notices.toReversed()) {
    const mark = level === 'info' ? 'i ' : level === 'warning' ? '! ' : '× ';
    const said: StyledLine = [span(mark, { color: colours[level], bold: true }), span(text)];
    const advice = span(`  ${hint}`, { color: Colour.soft });
    if (hint === null) lines.push(said);
    else if (lineLength([...said, advice]) <= columns) lines.push([...said, advice]);
    else lines.push(said, [advice]);
  }
  return lines.slice(0, rows);
}
