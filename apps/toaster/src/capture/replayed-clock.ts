/** Takes times of a capture to those of a replay. */
export interface ReplayedClock {
  /** When what arrived then is due, nanoseconds on this process's clock. The first that is asked for is due at the start. */
  dueNs(arrivalNs: number): number;
  /** A frame of that sender arrived: how far its clock, and the way from it, are apart from the capture's. */
  note(sender: string, timestampNs: number, arrivalNs: number): void;
  /** What the sender stamped with that time, in microseconds, is stamped with now: it is as late after it as it was. */
  stampUs(sender: string, stampUs: number, arrivalNs: number): number;
}

/** Further apart than that from one frame to another is no delay: the clock is another one. */
const MOST_DELAY_NS = 10e9;

export function createReplayedClock(startNs: number, speed: number): ReplayedClock {
  let firstNs: number | undefined;
  /** Of each sender: arrival less timestamp, of the fastest so far. Its clock is its own. */
  const apart = new Map<string, number>();
  const dueNs = (arrivalNs: number): number => {
    firstNs ??= arrivalNs;
    return Math.max(0, Math.round(startNs + (arrivalNs - firstNs) / speed));
  };
  return {
    dueNs,
    note(sender, timestampNs, arrivalNs) {
      const now = arrivalNs - timestampNs;
      const before = apart.get(sender);
      if (before === undefined || now < before || now - before > MOST_DELAY_NS)
        apart.set(sender, now);
    },
    stampUs(sender, stampUs, arrivalNs) {
      const apartNs = apart.get(sender);
      const heardNs = apartNs === undefined ? arrivalNs : stampUs * 1_000 + apartNs;
      return Math.round(dueNs(heardNs) / 1_000);
    },
  };
}
