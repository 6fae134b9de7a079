import { pause, type CommandContext } from '../commands/context.js';
import type { Jam } from '../jam.js';
import { isOnTimeline, presentPeers } from './present-peers.js';

/** How a process found the session's timeline. `alone`: nobody else is on one. `unsettled`: others are, and it could not be locked onto. */
export type Settled = 'together' | 'alone' | 'unsettled';

export interface SettleOptions {
  /** How long others are waited for. @default 1500 */
  readonly othersMs?: number;
  /** How long the timeline is, once others have been heard. @default 6000 */
  readonly lockMs?: number;
  /** Others' commands come with their heartbeats, some at a time: nothing new has to have come for so long. @default 350 */
  readonly quietMs?: number;
}

const POLL_MS = 10;

/** Waits until this process is on the timeline that everybody heard is on, and knows the commands that were given on it; or until it has waited enough. */
export async function settle(
  jam: Jam,
  context: CommandContext,
  options: SettleOptions = {},
): Promise<Settled> {
  const { othersMs = 1_500, lockMs = 6_000, quietMs = 350 } = options;
  const { timeline, transport } = jam.sync!;
  const { clock, stop } = context;
  const startNs = clock.nowNs();
  let quietSinceNs = startNs;
  let before = '';
  for (;;) {
    const nowNs = clock.nowNs();
    const others = presentPeers(jam).filter(isOnTimeline);
    const shared = others.length > 0 && others.every(({ id }) => timeline.sharesTimeline(id));
    const state = `${shared} ${timeline.state} ${timeline.epoch.founder} ${transport.log.commands.length}`;
    if (state !== before) quietSinceNs = nowNs;
    before = state;
    const passedMs = (nowNs - startNs) / 1e6;
    const isLocked = shared && timeline.state === 'locked';
    if (isLocked && nowNs - quietSinceNs >= quietMs * 1e6) return 'together';
    if (others.length === 0 && passedMs >= othersMs) return 'alone';
    if (passedMs >= othersMs + lockMs || stop.aborted) {
      return others.length === 0 ? 'alone' : isLocked ? 'together' : 'unsettled';
    }
    await pause(context, POLL_MS);
  }
}
