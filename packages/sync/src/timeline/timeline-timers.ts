import type { TimerId, Timers } from '@jamnet/wire';
import type { SessionTimeline } from './session-timeline.js';

/** How long before a time the line is looked at again: it is bent by 500 ppm at most, 5 µs in that time. */
const LOOK_AGAIN_NS = 10e6;
/** And this often at least, since it can jump. */
const LOOK_NS = 1e9;

/**
 * Timers on a timeline (row T9): what is scheduled for a time of the timeline runs when the timeline is there, however it is steered
 * meanwhile, at the granularity of the timers below. After a step, what has passed is due at once. Hand them, with the timeline, to
 * `createTimestampScheduler` of `@jamnet/toast`.
 */
export function createTimelineTimers(
  timeline: Pick<SessionTimeline, 'nowNs' | 'toOwn'>,
  timers: Timers,
): Timers {
  // Ids of the timers below change when they are armed again; 0 says that it has been cancelled.
  const armed = new Map<TimerId, TimerId>();
  let lastId = 0;
  return {
    schedule(atNs, run) {
      const id = ++lastId;
      const arm = (): void => {
        const leftNs = atNs - timeline.nowNs();
        const wakeNs = leftNs > 2 * LOOK_AGAIN_NS ? atNs - LOOK_AGAIN_NS : atNs;
        const ownNs = Math.min(timeline.toOwn(wakeNs), timeline.toOwn(timeline.nowNs()) + LOOK_NS);
        // Rounding must not wake it a hair too early again and again.
        const laterNs = Math.max(
          Math.ceil(ownNs),
          Math.floor(timeline.toOwn(timeline.nowNs())) + 1,
        );
        armed.set(id, timers.schedule(laterNs, wake));
      };
      const wake = (): void => {
        if (timeline.nowNs() < atNs) arm();
        else {
          armed.delete(id);
          run();
        }
      };
      arm();
      return id;
    },
    cancel(id) {
      const below = armed.get(id);
      if (below !== undefined) timers.cancel(below);
      armed.delete(id);
    },
    defer: (run) => timers.defer(run),
  };
}
