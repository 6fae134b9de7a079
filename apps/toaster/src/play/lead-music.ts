import type { CommandContext } from '../commands/context.js';
import type { Jam } from '../jam.js';
import { settle } from '../timeline/settle.js';
import type { Song } from './song.js';

/** From the commands to the song's start: time for the copies, and for a few heartbeats that repeat them. */
const LEAD_MS = 500;
/** From the command to the song's end. */
const STOP_LEAD_MS = 150;
/** Further ahead than this a start is one of a timeline that has been left since. */
const FURTHEST_START_MS = 2 * LEAD_MS;

export interface LedMusic {
  /** When the song starts, on this process's clock. */
  readonly startNs: number;
  /** Stops the session's music, if it was started: behind its start, also where that is still to come. */
  stop(): void;
}

/**
 * Starts the session's music with a song: bar 1 and the song's tempo at the same instant for everybody. Resolves ahead of that
 * instant. Told to stop before, it starts nothing.
 */
export async function startMusic(
  jam: Jam,
  song: Song,
  speed: number,
  context: CommandContext,
): Promise<LedMusic> {
  const { timeline, transport } = jam.sync!;
  const settled = await settle(jam, context, { lockMs: 1_500 });
  if (settled === 'unsettled') context.output.log('no common time was found with the others yet');
  if (context.stop.aborted) return { startNs: context.clock.nowNs(), stop: () => {} };
  const atNs = Math.round(timeline.nowNs() + LEAD_MS * 1e6);
  if (song.bpm !== null) transport.tempo(Math.min(1_000, song.bpm * speed), { atNs });
  const started = transport.play({ beat: 0, atNs });
  return {
    startNs: timeline.toOwn(atNs),
    stop() {
      if (started === undefined) return;
      const nowNs = timeline.nowNs();
      const behindNs = Math.min(started.timestampNs + 1, nowNs + FURTHEST_START_MS * 1e6);
      transport.stop({ atNs: Math.max(Math.round(nowNs + STOP_LEAD_MS * 1e6), behindNs) });
    },
  };
}
