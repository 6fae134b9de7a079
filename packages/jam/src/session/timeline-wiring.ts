import { decodeCompact } from '@jamnet/schemas';
import { createSessionTimeline, type SessionTimeline, type TimelineSource } from '@jamnet/sync';
import type { Session } from '@jamnet/toast';
import { createLineWriter } from './line-writer.js';

/** A timeline that hears and speaks through a session's heartbeats. */
export interface WiredTimeline {
  readonly timeline: SessionTimeline;
  /** Ends both; what was repeated is repeated no more. */
  close(): void;
}

const STATE_LINE = 'sy';

export function wireTimeline(session: Session, source: TimelineSource | undefined): WiredTimeline {
  const writer = createLineWriter(session);
  const timeline = createSessionTimeline({
    clock: session.clock,
    timers: session.timers,
    senderId: () => session.senderId,
    intervalNs: () => session.heartbeatIntervalNs,
    publish: (state) => writer.repeat(STATE_LINE, state),
    ...(source && { source }),
  });
  const following = new AbortController();
  const until = { signal: following.signal };
  const forget = ({ peer }: { readonly peer: { readonly senderId: number } }): void =>
    timeline.forget(peer.senderId);
  session.events.addEventListener('peer-left', forget, until);
  session.events.addEventListener('peer-expired', forget, until);
  // Copies of a goodbye come after it, and must not bring who has gone back into the table.
  const endTimes = session.onHeartbeatTimes((peer, times) => {
    if (peer.state === 'alive') timeline.noteTimes(peer.senderId, times, peer.heartbeatIntervalNs);
  });
  const endLines = session.onHeartbeatLine(STATE_LINE, (peer, bytes, offset, length) => {
    if (peer.state !== 'alive') return;
    const message = decodeCompact(bytes, offset, offset + length);
    if (typeof message !== 'number' && message.type === 'sync_state')
      timeline.noteState(peer.senderId, message, session.clock.nowNs());
  });
  return {
    timeline,
    close() {
      endTimes();
      endLines();
      following.abort();
      timeline.close();
      session.setHeartbeatLine(STATE_LINE, null);
    },
  };
}
