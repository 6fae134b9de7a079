import type { JmidEvent } from '@jamnet/schemas';
import { serialDistance } from '@jamnet/wire';
import type { Heard } from '../jam.js';
import type { TimedEvent } from '../play/song.js';

/** Collects events as they come, in whatever order, and lays them out by their own times. */
export interface Recording {
  readonly count: number;
  add(event: JmidEvent, heard: Heard): void;
  /** Everything, in order of time; the first event is at 0. */
  events(): TimedEvent[];
}

interface Take {
  readonly senderId: number;
  sameClock: boolean;
  /** Smallest arrival − timestamp: what takes the times of another machine's clock to this one's. */
  fastestUs: number;
  readonly events: JmidEvent[];
}

export function createRecording(): Recording {
  const takes = new Map<number, Take>();
  let count = 0;
  return {
    get count() {
      return count;
    },
    add(event, { peer, arrivalNs }) {
      let take = takes.get(peer.senderId);
      if (!take) {
        take = { senderId: peer.senderId, sameClock: false, fastestUs: Infinity, events: [] };
        takes.set(peer.senderId, take);
      }
      // Events may come before the heartbeat that tells the peer's clock, so the latest word counts.
      take.sameClock = peer.sameClock ?? take.sameClock;
      take.fastestUs = Math.min(take.fastestUs, arrivalNs / 1_000 - timeOf(event));
      take.events.push(event);
      count += 1;
    },
    events() {
      const placed = [...takes.values()].flatMap(({ senderId, sameClock, fastestUs, events }) =>
        events.map((event) => {
          return { senderId, event, atUs: timeOf(event) + (sameClock ? 0 : fastestUs) };
        }),
      );
      placed.sort(
        (a, b) => a.atUs - b.atUs || a.senderId - b.senderId || bySequence(a.event, b.event),
      );
      const originUs = placed[0]?.atUs ?? 0;
      return placed.map(({ atUs, event }) => ({ atUs: atUs - originUs, event }));
    },
  };
}

function timeOf(event: JmidEvent): number {
  return Number(event.timestamp ?? 0);
}

function bySequence(a: JmidEvent, b: JmidEvent): number {
  return serialDistance(a.sequence ?? 0, b.sequence ?? 0);
}
