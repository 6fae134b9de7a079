import type { DiscoveryMode, NativeChoice } from '@jamnet/toast';
import type { Jam, JamOptions } from '../jam.js';

/** Options that every command has which enters a room. */
export interface JamFlags {
  readonly topic: string;
  readonly name?: string | undefined;
  readonly interfaces?: readonly string[] | undefined;
  /** @default 'auto' */
  readonly discovery?: DiscoveryMode | undefined;
  readonly peers?: readonly string[] | undefined;
  readonly port?: number | undefined;
  readonly native?: NativeChoice | undefined;
  readonly simulateLoss?: number | undefined;
  readonly simulateRunsMs?: number | undefined;
  readonly seed?: number | undefined;
  /** Be on the session's timeline, and say where the music is this often. Absent: not on it. */
  readonly timelineEveryMs?: number | undefined;
}

export function jamOptions(flags: JamFlags): JamOptions {
  const { topic, name, interfaces, discovery, peers, port, native } = flags;
  const simulatedLoss =
    flags.simulateLoss === undefined
      ? undefined
      : { share: flags.simulateLoss, meanRunMs: flags.simulateRunsMs, seed: flags.seed };
  const sync = flags.timelineEveryMs !== undefined;
  return { topic, name, interfaces, discovery, peers, port, native, simulatedLoss, sync };
}

/** What the other side has to write after `--peer`, for those who connect by hand; empty for all others. */
export function reachText(flags: JamFlags, endpoints: readonly string[]): string {
  if (flags.peers === undefined && flags.port === undefined) return '';
  return `; reach me at ${endpoints.join(', ')}`;
}

/** What carries the datagrams, why it is not the native port, and which ways of finding others cannot be gone. */
export function portText(
  jam: Pick<Jam, 'port' | 'portNotice'> & Partial<Pick<Jam, 'discoveryNotices'>>,
): string {
  const { port, portNotice, discoveryNotices = [] } = jam;
  return [`by ${portNotice ?? `the ${port} port`}`, ...discoveryNotices].join('; ');
}
