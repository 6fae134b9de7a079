import type { PairedReading } from '@jamnet/sync';
import { createRandom, createVirtualTime, type VirtualTime } from '@jamnet/testkit';
import type { JamError } from '@jamnet/wire';

/** A device's clock beside a virtual one, its true offset known, and readings of both that err within their deviation. */
export interface SimulatedDevice {
  readonly time: VirtualTime;
  /** The device's true clock at a time of the virtual one. */
  trueDeviceNs(cpuNs: number): number;
  read: () => Promise<PairedReading>;
  /** The device's clock jumps now. */
  step(ns: number): void;
  /** The next readings are wrong by this, against what they say of themselves. */
  lie(ns: number, readings: number): void;
  fail(error: JamError | null): void;
  reads: number;
}

export interface SimulatedDeviceOptions {
  readonly driftPpm: number;
  /** Height of a wave of the drift of one minute's length. */
  readonly waveMinutePpm?: number;
  readonly seed?: number;
  readonly startOffsetNs?: number;
  readonly leastDeviationNs?: number;
  /** Time that a reading takes. */
  readonly delayNs?: number;
}

export function createSimulatedDevice(options: SimulatedDeviceOptions): SimulatedDevice {
  const { driftPpm, waveMinutePpm = 0, seed = 1, leastDeviationNs = 40, delayNs = 0 } = options;
  const random = createRandom(seed);
  const startNs = 1e12;
  const time = createVirtualTime({ startNs });
  const turn = (2 * Math.PI) / 60e9;
  let offsetNs = options.startOffsetNs ?? -987_654_321_000;
  let lieNs = 0;
  let lies = 0;
  let failure: JamError | null = null;
  const trueDeviceNs = (cpuNs: number): number => {
    const passed = cpuNs - startNs;
    const wave = (waveMinutePpm / turn) * (1 - Math.cos(passed * turn));
    return cpuNs + offsetNs + (passed * driftPpm + wave) * 1e-6;
  };
  const readNow = (): PairedReading => {
    const monotonicNs = time.clock.nowNs();
    // Most readings are good; one in eight was interrupted.
    const maxDeviationNs =
      leastDeviationNs * (1 + 3 * random()) * (random() < 1 / 8 ? 100 * random() + 1 : 1);
    const error = (2 * random() - 1) * maxDeviationNs + (lies > 0 ? lieNs : 0);
    lies = Math.max(0, lies - 1);
    return { deviceNs: trueDeviceNs(monotonicNs) + error, monotonicNs, maxDeviationNs };
  };
  return {
    time,
    trueDeviceNs,
    reads: 0,
    read() {
      this.reads++;
      if (failure !== null) return Promise.reject(failure);
      const reading = readNow();
      if (delayNs === 0) return Promise.resolve(reading);
      return new Promise((resolve) => {
        time.timers.schedule(time.clock.nowNs() + delayNs * (0.5 + random()), () =>
          resolve(reading),
        );
      });
    },
    step(ns) {
      offsetNs += ns;
    },
    lie(ns, readings) {
      lieNs = ns;
      lies = readings;
    },
    fail(error) {
      failure = error;
    },
  };
}
