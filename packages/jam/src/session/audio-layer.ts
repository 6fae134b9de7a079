import { createJdat, type Jdat, type JdatOptions, type PlayoutTimeline } from '@jamnet/jdat';
import type { SessionTimeline } from '@jamnet/sync';
import type { Session } from '@jamnet/toast';

/** The audio of a session. */
export type JamAudio = Jdat;

/** All of a Jdat but the session. */
export type AudioLayerOptions = Omit<JdatOptions, 'session'>;

/** `timeline` gives that of the session where there is one; asked as it is needed. Throws JamError `bad-option`, `closed`. */
export function openAudioLayer(
  session: Session,
  options: AudioLayerOptions = {},
  timeline: () => SessionTimeline | undefined = () => undefined,
): JamAudio {
  const { receive = {} } = options;
  if (receive === false) return createJdat({ ...options, session });
  const playout = receive.timeline ?? playoutTimeline(timeline);
  return createJdat({ ...options, session, receive: { ...receive, timeline: playout } });
}

/**
 * What a peer has stamped by its own clock happened here at the same time of the session's timeline: for a Jdat that is made beside a session, `receive.timeline`.
 * `timeline` is asked as it is needed.
 */
export function playoutTimeline(timeline: () => SessionTimeline | undefined): PlayoutTimeline {
  return {
    toOwnNs(senderId, timestampNs) {
      const line = timeline();
      const onTimelineNs = line?.peerToTimeline(senderId, timestampNs);
      if (line === undefined || onTimelineNs === undefined || !Number.isFinite(onTimelineNs))
        return null;
      return line.toOwn(onTimelineNs);
    },
  };
}
