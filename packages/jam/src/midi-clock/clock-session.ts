import type { SessionTimeline, Transport } from '@jamnet/sync';
import type { Session } from '@jamnet/toast';
import type { JamSync } from '../session/sync-layer.js';

/** What MIDI Clock is made from: a `Jam<'sync'>`, or its parts. */
export interface MidiClockSource {
  readonly session: Pick<Session, 'clock' | 'timers' | 'events'>;
  readonly sync: {
    readonly timeline: Pick<SessionTimeline, 'nowNs' | 'toTimeline' | 'toOwn' | 'events'>;
    readonly transport: Pick<Transport, 'score' | 'nextEvent'>;
  };
}

/** What is made to follow MIDI Clock: a `Jam<'sync'>`, or its parts. */
export interface MidiClockTarget {
  readonly session: Pick<Session, 'clock' | 'timers' | 'events'>;
  readonly sync: Pick<JamSync, 'timeline' | 'transport' | 'onCommand'>;
}
