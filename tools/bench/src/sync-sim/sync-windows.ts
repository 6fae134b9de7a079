/** Share of a session's seconds in which a host was in sync: locked, and near its master's timeline, at every look of that second. */
export interface SyncWindows {
  /** @param offNs own timeline less the master's at the same time; null where that is not known */
  look(seconds: number, locked: boolean, offNs: number | null): void;
  readonly windows: number;
  readonly inSync: number;
  readonly worstNs: number;
}

/** Row S10's: GPU and CPU, and with them everybody, within 100 µs. */
export const IN_SYNC_NS = 100e3;

export function createSyncWindows(): SyncWindows {
  const bad = new Map<number, boolean>();
  let worstNs = 0;
  return {
    look(seconds, locked, offNs) {
      const window = Math.floor(seconds);
      const fine = locked && offNs !== null && Math.abs(offNs) <= IN_SYNC_NS;
      bad.set(window, (bad.get(window) ?? false) || !fine);
      if (offNs !== null) worstNs = Math.max(worstNs, Math.abs(offNs));
    },
    get windows() {
      return bad.size;
    },
    get inSync() {
      return [...bad.values()].filter((each) => !each).length;
    },
    get worstNs() {
      return worstNs;
    },
  };
}
