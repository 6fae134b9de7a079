import type { Peer, Session } from '@jamnet/toast';
import type { ReceiverView } from '../redundancy/audio-plan-chooser.js';
import { readReceiverLine, RECEIVER_KIND } from './receiver-line.js';

/** Receivers of which that many count, those that lose most: the sender's cost does not grow with the audience. */
const WORST_KEPT = 8;

/** Who has not said it for so long, and in so many heartbeats, plays the stream no more: one that stops says nothing at all. */
const SILENT_NS = 3e9;
const SILENT_HEARTBEATS = 10;

/** Those who play a stream of this process: what they lose and how long they can wait. */
export interface ReceiverViews {
  /** The worst of them. Allocates. */
  worst(): ReceiverView[];
  /** All that have said of late that they play the stream. */
  readonly count: number;
  close(): void;
}

interface Use {
  readonly usefulMs: number;
  readonly saidNs: number;
}

export function createReceiverViews(session: Session, streamId: number): ReceiverViews {
  const uses = new Map<Peer, Use>();
  const gone = ({ peer }: { readonly peer: Peer }): void => void uses.delete(peer);
  session.events.addEventListener('peer-left', gone);
  session.events.addEventListener('peer-expired', gone);
  const endLine = session.onHeartbeatLine(RECEIVER_KIND, (peer, bytes, offset, length) => {
    // Who says goodbye does so more than once.
    if (peer.state !== 'alive') return;
    const useful = readReceiverLine(bytes, offset, length, session.senderId, streamId);
    if (useful < 0) uses.delete(peer);
    else uses.set(peer, { usefulMs: useful / 1000, saidNs: session.clock.nowNs() });
  });
  const forgetSilent = (): void => {
    const nowNs = session.clock.nowNs();
    for (const [peer, { saidNs }] of uses) {
      const patienceNs = Math.max(SILENT_NS, SILENT_HEARTBEATS * peer.heartbeatIntervalNs);
      if (nowNs - saidNs > patienceNs) uses.delete(peer);
    }
  };
  return {
    get count() {
      forgetSilent();
      return uses.size;
    },
    worst() {
      forgetSilent();
      const views: ReceiverView[] = [];
      for (const [peer, { usefulMs }] of uses) {
        if (peer.reportedLossRate >= 0) views.push({ report: peer.reportedLoss, usefulMs });
      }
      if (views.length <= WORST_KEPT) return views;
      return views.sort((a, b) => b.report.rate - a.report.rate).slice(0, WORST_KEPT);
    },
    close() {
      endLine();
      session.events.removeEventListener('peer-left', gone);
      session.events.removeEventListener('peer-expired', gone);
    },
  };
}
