import type { JamOptions } from '../jam.js';

/** Options that every command has which enters a room. */
export interface JamFlags {
  readonly topic: string;
  readonly name?: string | undefined;
  readonly interfaces?: readonly string[] | undefined;
  readonly peers?: readonly string[] | undefined;
  readonly simulateLoss?: number | undefined;
  readonly simulateRunsMs?: number | undefined;
  readonly seed?: number | undefined;
}

export function jamOptions(flags: JamFlags): JamOptions {
  const { topic, name, interfaces, peers } = flags;
  const simulatedLoss =
    flags.simulateLoss === undefined
      ? undefined
      : { share: flags.simulateLoss, meanRunMs: flags.simulateRunsMs, seed: flags.seed };
  return { topic, name, interfaces, peers, simulatedLoss };
}
