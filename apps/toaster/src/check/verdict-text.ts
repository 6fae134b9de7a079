import { formatMicroseconds, formatShare } from '../report/number-format.js';
import type { AudioAdvice, MidiAdvice, Playable } from './advice.js';
import type { PathView, RunFigures } from './path-view.js';

const CLOSE_MS = 1;

/** `playable: MIDI; with limits: audio with up to 256 frames a buffer`. */
export function verdictText({ verdict, midi, audio, name }: PathView): string {
  if (verdict === 'one-way')
    return `not playable: ${name} does not hear this side; a firewall here or there, or --peer is missing there`;
  if (midi === null || audio === null) return 'too little is known yet';
  const music = ['MIDI', `audio with up to ${audio.bufferFrames} frames a buffer`];
  const advice = [midi, audio];
  const of = (wanted: Playable) =>
    advice.flatMap(({ playable }, at) => (playable === wanted ? music[at] : [])).join(', ');
  const [good, limited] = [of('yes'), of('limited')];
  if (good === '' && limited === '') return `not playable: ${reasonText(midi, audio)}`;
  if (limited === '') return `playable: ${good}`;
  return `playable${good === '' ? '' : `: ${good};`} with limits: ${limited}`;
}

function reasonText(midi: MidiAdvice, audio: AudioAdvice): string {
  if (audio.unsaved > 0.05 && midi.unsaved > 0.01)
    return `${formatShare(audio.unsaved)} stays lost whatever is repeated`;
  return `a note takes ${midi.withinMs.toFixed(0)} ms, sound ${audio.totalMs.toFixed(0)} ms`;
}

/** `3 copies within 0.5 ms`, `copies at 0/4.5/13.5/27 ms`. */
export function planText(copiesMs: readonly number[]): string {
  if (copiesMs.length === 1) return 'one copy';
  const lastMs = copiesMs[copiesMs.length - 1];
  if (lastMs < CLOSE_MS) return `${copiesMs.length} copies within 0.5 ms`;
  return `copies at ${copiesMs.map((ms) => Number(ms.toFixed(1))).join('/')} ms`;
}

export function midiText({ copiesMs, withinMs, unsaved }: MidiAdvice): string {
  const rest = unsaved >= 0.000_5 ? `, ${formatShare(unsaved)} later` : '';
  return `${planText(copiesMs)}: 99 % within ${millis(withinMs)}${rest}`;
}

export function audioText({ copiesMs, unsaved }: AudioAdvice): string {
  return `${planText(copiesMs)}: ${formatShare(unsaved)} concealed`;
}

export function bufferText({ playoutDelayMs, bufferFrames, totalMs }: AudioAdvice): string {
  return `play-out delay ${playoutDelayMs} ms; ${bufferFrames}-frame buffers: ${millis(totalMs)} from ear to ear`;
}

/** `37 runs, 7.2 ms on average, 26.7 ms at most`; `runs of about 7.2 ms`. */
export function runsText(runs: RunFigures | null, lossRate: number | null): string {
  if (runs === null) return lossRate !== null && lossRate > 0 ? 'one at a time' : '';
  const { meanMs, count, longestMs } = runs;
  if (count === null || longestMs === null) return `runs of about ${millis(meanMs)}`;
  const plural = count === 1 ? 'run' : 'runs';
  return `${count} ${plural}, ${millis(meanMs)} on average, ${millis(longestMs)} at most`;
}

export function millis(ms: number): string {
  return formatMicroseconds(ms * 1_000);
}
