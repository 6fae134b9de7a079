/**
 * When this process's last heartbeats really left. A stamp is written before a datagram is handed over; on a native port a while passes until
 * it is sent. The group brings a sender its own heartbeats too, and a kernel that stamps arrivals then says when they left.
 */
export interface Departures {
  /** A heartbeat left then at the earliest. */
  handedOver(sequence: number, atNs: number): void;
  /** It came back from the group, with the kernel's time of arrival. The first of several counts. */
  cameBack(sequence: number, arrivalNs: number): void;
  /** When it left, as far as it is known; NaN for one that is too old or was never sent. */
  of(sequence: number): number;
}

/** A peer says what it heard within a few intervals, or not at all. */
const REMEMBERED = 64;
/** What comes back later than this has been somewhere else. */
const LATEST_NS = 50e6;

export function createDepartures(): Departures {
  const sequences = new Float64Array(REMEMBERED).fill(-1);
  const times = new Float64Array(REMEMBERED);
  const back = new Uint8Array(REMEMBERED);
  return {
    handedOver(sequence, atNs) {
      const at = sequence % REMEMBERED;
      sequences[at] = sequence;
      times[at] = atNs;
      back[at] = 0;
    },
    cameBack(sequence, arrivalNs) {
      const at = sequence % REMEMBERED;
      if (sequences[at] !== sequence || back[at] === 1) return;
      if (Math.abs(arrivalNs - times[at]) > LATEST_NS) return;
      back[at] = 1;
      times[at] = arrivalNs;
    },
    of(sequence) {
      const at = sequence % REMEMBERED;
      return sequences[at] === sequence ? times[at] : NaN;
    },
  };
}
