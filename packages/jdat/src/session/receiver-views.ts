import type { Peer, Session } from '@jamnet/toast';
import type { ReceiverView } from '../redundancy/audio-plan-chooser.js';
import { readReceiverLine, RECEIVER_KIND } from './receiver-line.js';

/** Receivers of which that many count, those that lose most: the sender's cost does not grow with the audience. */
const WORST_KEPT = 8;

/** Those who play a stream of this process: what they lose and how long they can wait. */
export interface ReceiverViews {
  /** The worst of them. Allocates. */
  worst(): ReceiverView[];
  /** All that have said that they play the stream. */
  readonly count: number;
  close(): void;
}

export function createReceiverViews(session: Session, streamId: number): ReceiverViews {
  const usefulUs = new Map<Peer, number>();
  const gone = ({ peer }: { readonly peer: Peer }): void => void usefulUs.delete(peer);
  session.events.addEventListener('peer-left', gone);
  session.events.addEventListener('peer-expired', gone);
  const endLine = session.onHeartbeatLine(RECEIVER_KIND, (peer, bytes, offset, length) => {
    // Who says goodbye does so more than once.
    if (peer.state !== 'alive') return;
    const useful = readReceiverLine(bytes, offset, length, session.senderId, streamId);
    if (useful >= 0) usefulUs.set(peer, useful);
  });
  return {
    get count() {
      return usefulUs.size;
    },
    worst() {
      const views: ReceiverView[] = [];
      for (const [peer, useful] of usefulUs) {
        if (peer.reportedLossRate >= 0)
          views.push({ report: peer.reportedLoss, usefulMs: useful / 1000 });
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
