import type { TransportCommand } from '@jamnet/sync';
import { JamError } from '@jamnet/wire';
import type { LinkCounts } from './stats.js';

/**
 * Gives the session a command that comes from Link. What Link says may be out of the transport's range, and this is called from listeners and timers,
 * where nobody catches: such a command is counted as refused, as one is for which there is no room. Gives undefined then.
 */
export function giveFromLink(
  counts: LinkCounts,
  give: () => TransportCommand | undefined,
): TransportCommand | undefined {
  let command: TransportCommand | undefined;
  try {
    command = give();
  } catch (error) {
    if (!(error instanceof JamError && error.code === 'bad-option')) throw error;
  }
  if (command === undefined) counts.refused += 1;
  return command;
}
