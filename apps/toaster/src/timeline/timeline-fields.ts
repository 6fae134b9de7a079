import type { JamLayers } from '@jamnet/jam';
import type { TimelineState } from '@jamnet/sync';
import { hexId } from '../report/json-lines.js';
import { type Music, musicAt } from './music.js';

/** The timeline as one process has it, at one time of its own clock, as `--json` says it. */
export interface TimelineFields {
  /** On this process's clock, which all processes of a machine share, and on the timeline. Nanoseconds. */
  readonly ownNs: number;
  readonly timelineNs: number;
  readonly state: TimelineState;
  /** Sender id of who is followed; null while there is none. */
  readonly master: string | null;
  readonly isMaster: boolean;
  readonly term: number;
  /** Who founded the timeline, and how long ago. */
  readonly founder: string;
  readonly ageMs: number;
  /** 95 %, beside the path's asymmetry; null while it is unknown. */
  readonly errorBoundNs: number | null;
  /** How much faster the timeline runs than this process's clock. */
  readonly ratePpm: number;
  readonly music: Music;
}

/** @param ownNs a time of this process's clock, not long ago */
export function timelineFields(
  { timeline, transport }: Pick<JamLayers['sync'], 'timeline' | 'transport'>,
  ownNs: number,
): TimelineFields {
  const { state, master, isMaster, term, epoch, errorBoundNs, ratePpm } = timeline;
  const timelineNs = timeline.toTimeline(ownNs);
  return {
    ownNs,
    timelineNs,
    state,
    master: master === 0 ? null : hexId(master),
    isMaster,
    term,
    founder: hexId(epoch.founder),
    ageMs: Math.max(0, Math.round((ownNs - epoch.foundedNs) / 1e6)),
    errorBoundNs: Number.isFinite(errorBoundNs) ? Math.round(errorBoundNs) : null,
    ratePpm,
    music: musicAt(transport, timelineNs),
  };
}
