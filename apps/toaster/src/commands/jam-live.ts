import { openEngine } from '../engine/run-engine.js';
import type { JamSettings, JamState } from '../engine/jam-state.js';
import { stateText } from '../engine/state-text.js';
import { ExitCode } from '../exit-code.js';
import { aborted } from '../stop-signal.js';
import type { CommandContext } from './context.js';
import { every, pause } from './context.js';

export interface JamLiveFlags {
  readonly room: string;
  readonly settings: Partial<JamSettings>;
  /** Play-out that much later than the others', by a peer's name, milliseconds. */
  readonly peerDelays: ReadonlyMap<string, number>;
  readonly tempo?: number | undefined;
  readonly play: boolean;
  readonly forMs?: number | undefined;
  readonly everyMs: number;
}

const JOIN_LOOK_MS = 10;

/** Plays in a room with this machine's devices until it is stopped; a line now and then says how it stands. */
export async function runJamLive(flags: JamLiveFlags, context: CommandContext): Promise<ExitCode> {
  const { output, stop } = context;
  const { room, settings, forMs, everyMs } = flags;
  const engine = await openEngine({ settings: { ...settings, room }, join: room }, context);
  const told = new Set<number>();
  try {
    await engine.settled();
    let state = engine.state();
    while (state.phase === 'joining' && !stop.aborted) {
      await pause(context, JOIN_LOOK_MS);
      state = engine.state();
    }
    if (state.phase !== 'joined') {
      tellNotices(state, told, context);
      return stop.aborted ? ExitCode.done : ExitCode.failed;
    }
    if (flags.tempo !== undefined) engine.command({ do: 'tempo', tempo: flags.tempo });
    if (flags.play) engine.command({ do: 'play' });
    const look = (): void => {
      const now = engine.state();
      delayPeers(now, flags.peerDelays, (senderId, delayMs) =>
        engine.command({ do: 'peer', senderId, delayMs }),
      );
      tellNotices(now, told, context);
      output.line({ event: 'state', ...now });
      output.text(stateText(now));
    };
    look();
    const end = every(context, everyMs, look);
    if (forMs === undefined) await aborted(stop);
    else await pause(context, forMs);
    end();
    return ExitCode.done;
  } finally {
    await engine.close();
  }
}

function delayPeers(
  { peers }: JamState,
  delays: ReadonlyMap<string, number>,
  delay: (senderId: number, delayMs: number) => void,
): void {
  for (const peer of peers) {
    const wanted = delays.get(peer.name);
    if (wanted !== undefined && wanted !== peer.delayMs) delay(peer.senderId, wanted);
  }
}

function tellNotices({ notices }: JamState, told: Set<number>, { output }: CommandContext): void {
  for (const { id, text, hint } of notices) {
    if (told.has(id)) continue;
    told.add(id);
    output.log(`toaster: ${text}${hint === null ? '' : `; ${hint}`}`);
  }
}
