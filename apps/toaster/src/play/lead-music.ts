import type { CommandContext } from '../commands/context.js';
import type { Jam } from '../jam.js';
import { settle } from '../timeline/settle.js';
import type { Song } from './song.js';

/** From the commands to the song's start: time for the copies, and for a few heartbeats that repeat them. */
const LEAD_MS = 500;

/**
 * Starts the session's music with a song: bar 1 and the song's tempo at the same instant for everybody. Resolves, ahead of that instant, with its time on
 * this process's clock.
 */
export async function startMusic(
  jam: Jam,
  song: Song,
  speed: number,
  context: CommandContext,
): Promise<number> {
  const { timeline, transport } = jam.sync!;
  const settled = await settle(jam, context, { lockMs: 1_500 });
  if (settled === 'unsettled') context.output.log('no common time was found with the others yet');
  const atNs = Math.round(timeline.nowNs() + LEAD_MS * 1e6);
  if (song.bpm !== null) transport.tempo(Math.min(1_000, song.bpm * speed), { atNs });
  transport.play({ beat: 0, atNs });
  return timeline.toOwn(atNs);
}
