import {
  type BurstPlan,
  createPlanChooser,
  DEFAULT_COPIES,
  LAGS_MS,
  type LossReport,
  MAX_COPIES,
  narrowPlan,
  residualLoss,
} from '@jamnet/toast';
import { PROBE_INTERVAL_MS } from './probe.js';

export type Playable = 'yes' | 'limited' | 'no';

/** One way between two, as it was measured. */
export interface WayFigures {
  readonly report: Readonly<LossReport>;
  /** The fastest that anything came. */
  readonly fastestUs: number;
  /** 99 of 100 came within that above it. */
  readonly aboveUs: number;
}

export interface MidiAdvice {
  readonly playable: Playable;
  readonly copiesMs: readonly number[];
  /** From the event to 99 of 100 of them having come. */
  readonly withinMs: number;
  /** Share of the frames of which no copy comes: their events come in the history of a later datagram. */
  readonly unsaved: number;
}

export interface AudioAdvice {
  readonly playable: Playable;
  readonly copiesMs: readonly number[];
  /** For `playoutDelayMs`, `record --delay`: from a frame's time to its play-out, with chunks of 128 frames. */
  readonly playoutDelayMs: number;
  /** The largest sound card buffer, in frames at 48 kHz, with which it is as playable as that; the smallest where it is not. */
  readonly bufferFrames: number;
  /** With that buffer at both ends. */
  readonly totalMs: number;
  /** Share that has to be concealed. */
  readonly unsaved: number;
}

/** A musician's ear 10 m away hears the sound after 29 ms. */
const TOGETHER_MS = { midi: 25, audio: 30 } as const;
const LIMITED_MS = { midi: 50, audio: 60 } as const;
const SAVED_MIDI = 0.01;
const SAVED_AUDIO = 0.001;
const CONCEALED_HARDLY_HEARD = 0.01;
const CONCEALED_AT_MOST = 0.05;
const UNSAVED_MIDI_AT_MOST = 0.2;
const BUFFERS = [512, 256, 128, 64, 32] as const;
const FRAMES_PER_MS = 48;
/** An adaptive audio stream sends no more than that many times its plain bit rate unless told. */
const AUDIO_COPIES = 4;
/** Mean distance of probes in each class of lags of a loss meter: they are 2.67 ms apart. */
const CLASS_LAGS_MS = [0.1, 1, 1.5 * PROBE_INTERVAL_MS, 4 * PROBE_INTERVAL_MS, 23, 45] as const;
const LEAST_EXCESS = 0.05;

/** What MIDI asks for in that direction. */
export function adviseMidi(way: WayFigures): MidiAdvice {
  const plan = choosePlan(way.report, narrowPlan(DEFAULT_COPIES), MAX_COPIES);
  const waitUs = waitFor(way.report, plan, SAVED_MIDI);
  const withinMs = round((way.fastestUs + way.aboveUs + waitUs) / 1_000);
  const unsaved = residualLoss(way.report, plan.offsetsUs);
  let playable = byTime(withinMs, 'midi');
  if (unsaved > UNSAVED_MIDI_AT_MOST) playable = 'no';
  else if (unsaved > SAVED_MIDI) playable = worse(playable, 'limited');
  return { playable, copiesMs: inMs(plan), withinMs, unsaved };
}

/** What audio asks for in that direction. */
export function adviseAudio(way: WayFigures): AudioAdvice {
  const plan = choosePlan(way.report, narrowPlan(1), AUDIO_COPIES);
  const waitUs = waitFor(way.report, plan, SAVED_AUDIO);
  const pathMs = (way.fastestUs + way.aboveUs + waitUs) / 1_000;
  const used = plan.offsetsUs.filter((offsetUs) => offsetUs <= waitUs);
  const unsaved = residualLoss(way.report, used);
  // The sender's buffer has to be full before it can be sent, the receiver's before it is played.
  const total = (frames: number) => pathMs + (2 * frames) / FRAMES_PER_MS;
  const smallest = BUFFERS[BUFFERS.length - 1];
  const wanted = byTime(total(smallest), 'audio');
  const bufferFrames =
    BUFFERS.find((frames) => wanted !== 'no' && byTime(total(frames), 'audio') === wanted) ??
    smallest;
  let playable = wanted;
  if (unsaved > CONCEALED_AT_MOST) playable = 'no';
  else if (unsaved > CONCEALED_HARDLY_HEARD) playable = worse(playable, 'limited');
  return {
    playable,
    copiesMs: inMs(plan),
    playoutDelayMs: Math.ceil(pathMs + PROBE_INTERVAL_MS),
    bufferFrames,
    totalMs: round(total(bufferFrames)),
    unsaved,
  };
}

export function worse(a: Playable, b: Playable): Playable {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'limited' ? a : b;
}

/**
 * Mean length of a run of losses, reckoned from how likely a loss is some time after another one: runs that end at random leave an excess
 * over the plain rate that decays evenly. Null where losses do not come in runs, or nothing is known of it.
 */
export function meanRunMs(report: Readonly<LossReport>): number | null {
  const { rate, conditional } = report;
  if (!(rate > 0) || rate >= 1) return null;
  for (let i = 0; i < LAGS_MS.length; i += 1) {
    if (conditional[i] < 0) continue;
    const excess = (conditional[i] - rate) / (1 - rate);
    if (excess < LEAST_EXCESS) return null;
    const decayMs = -CLASS_LAGS_MS[i] / Math.log(Math.min(0.99, excess));
    return decayMs / (1 - rate);
  }
  return null;
}

/** By the chooser that streams send by, asked once for all that was measured. */
function choosePlan(
  report: Readonly<LossReport>,
  defaultPlan: BurstPlan,
  mostCopies: number,
): BurstPlan {
  const chooser = createPlanChooser(defaultPlan);
  chooser.observe(0, report, 0);
  return chooser.choose(0, mostCopies);
}

/** How long after the first copy so much has been saved as is wanted, or as much as ever will be. */
function waitFor(report: Readonly<LossReport>, { offsetsUs }: BurstPlan, wanted: number): number {
  const enough = offsetsUs.findIndex(
    (_, last) => residualLoss(report, offsetsUs.slice(0, last + 1)) <= wanted,
  );
  return offsetsUs[enough < 0 ? offsetsUs.length - 1 : enough];
}

function byTime(ms: number, medium: keyof typeof TOGETHER_MS): Playable {
  if (ms <= TOGETHER_MS[medium]) return 'yes';
  return ms <= LIMITED_MS[medium] ? 'limited' : 'no';
}

function inMs({ offsetsUs }: BurstPlan): number[] {
  return offsetsUs.map((offsetUs) => offsetUs / 1_000);
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
