const PARTS = 10;
const PART_NS = 100e6;

/** Counts what happened in the last second, in tenths. Does not allocate. */
export interface PerSecond {
  add(count: number, nowNs: number): void;
  read(nowNs: number): number;
}

export function createPerSecond(): PerSecond {
  const counts = new Float64Array(PARTS);
  const epochs = new Float64Array(PARTS).fill(-1);
  return {
    add(count, nowNs) {
      const epoch = Math.floor(nowNs / PART_NS);
      const at = epoch % PARTS;
      if (epochs[at] !== epoch) {
        epochs[at] = epoch;
        counts[at] = 0;
      }
      counts[at] += count;
    },
    read(nowNs) {
      const epoch = Math.floor(nowNs / PART_NS);
      let sum = 0;
      for (let i = 0; i < PARTS; i++) if (epoch - epochs[i] < PARTS) sum += counts[i];
      return sum;
    },
  };
}
