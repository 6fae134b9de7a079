import type { Destination } from '@jamnet/wire';

/** The other processes of this machine that have told the one who answers for it what they take part in. */
export interface LocalProcesses {
  /** The last frame of each; replaced by its next one. The bytes are copied. True where the process is new. */
  keep(process: LocalProcess): boolean;
  /** True where it was known. */
  forget(senderId: number): boolean;
  all(nowNs: number): readonly LocalProcess[];
}

export interface LocalProcess {
  readonly senderId: number;
  readonly from: Destination;
  readonly frame: Uint8Array;
  /** Whoever has none only looks, and is not told of. */
  readonly topics: number;
  readonly endpoints: readonly string[];
  readonly heardNs: number;
}

const MOST_PROCESSES = 32;
const SILENCE_NS = 10e9;

export function createLocalProcesses(): LocalProcesses {
  const known = new Map<number, LocalProcess>();
  return {
    keep(process) {
      const isNew = !known.has(process.senderId);
      if (isNew && known.size >= MOST_PROCESSES) return false;
      known.set(process.senderId, { ...process, frame: process.frame.slice() });
      return isNew;
    },
    forget: (senderId) => known.delete(senderId),
    all(nowNs) {
      for (const { senderId, heardNs } of known.values()) {
        if (nowNs - heardNs > SILENCE_NS) known.delete(senderId);
      }
      return [...known.values()];
    },
  };
}
