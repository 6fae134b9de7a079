import type { Jam, JamPeer } from '../jam.js';
import { pause, type CommandContext } from './context.js';
import type { JamFlags } from './jam-flags.js';

const PEER_POLL_MS = 20;

/**
 * Waits until someone is in the room who has said that it only listens, so that the first notes are not played to nobody. Other
 * players that wait are not heard by anyone either.
 */
export async function findListener(
  jam: Jam,
  flags: JamFlags,
  waitMs: number,
  context: CommandContext,
): Promise<void> {
  const untilNs = context.clock.nowNs() + waitMs * 1e6;
  while (!context.stop.aborted && context.clock.nowNs() < untilNs) {
    if (jam.peers().some(listens)) return;
    await pause(context, PEER_POLL_MS);
  }
  if (!context.stop.aborted) {
    const hint = flags.peers ? ' (with --peer each side has to name the other)' : '';
    context.output.log(
      `nobody is listening on ${jam.topic} after ${waitMs / 1_000} s; playing all the same${hint}`,
    );
  }
}

/** Before its first heartbeat a peer has said nothing of itself. */
function listens({ state, receiveOnly, sameClock }: JamPeer): boolean {
  return state === 'alive' && receiveOnly && sameClock !== null;
}
