import { createTimeBridge, type BridgeState, type TimeBridge } from '@jamnet/sync';
import { type Clock, createSystemClock, createSystemTimers, type Timers } from '@jamnet/wire';
import { type Quantiles, quantiles } from '../report/quantiles.js';

/** What a device's `readClocks` gives of the two clocks. */
export interface ClockPair {
  readonly deviceNs: number;
  readonly monotonicNs: number;
  readonly maxDeviationNs: number;
}

export interface BridgeRunOptions {
  readonly readClocks: () => Promise<ClockPair>;
  /** Each gives a bridge of its own, whose device runs faster by this much than the real one. */
  readonly injectPpm: readonly number[];
  readonly seconds: number;
  /** @default 50 */
  readonly intervalMs?: number;
  readonly report?: (progress: string) => void;
}

/** What it takes to have a bridge that can be used, over and over. */
export interface SetUpFigures {
  /** Making the bridge, and from the end of the first reading to conversions that can be used. The reading itself is apart. */
  readonly us: Quantiles;
  /** Of the first one, whose code had never run before. */
  readonly firstUs: number;
  readonly readingUs: Quantiles;
}

export interface BridgeFigures {
  readonly injectPpm: number;
  readonly readings: number;
  readonly contradictions: number;
  readonly steps: number;
  readonly failed: number;
  /** Of the bridge's own readings. */
  readonly deviationNs: Quantiles;
  /** What the bridge said of itself at each check. */
  readonly uncertaintyNs: Quantiles;
  /** Bridge against a reading that it was not given; that reading's own deviation is in it. */
  readonly errorNs: Quantiles;
  /** Checks in which the error was above the uncertainty by more than the checking reading may itself be off: certainly wrong. */
  readonly wrong: number;
  /** The same without any allowance: the checking reading taken for the truth. */
  readonly above: number;
  readonly checks: number;
  readonly offsetUs: number;
  readonly driftPpm: number;
  readonly quality: number;
  readonly state: BridgeState;
  readonly states: readonly string[];
}

interface Host {
  readonly clock: Clock;
  readonly timers: Timers;
}

const SET_UPS = 25;
const CHECK_MS = 37;
const REPORT_MS = 5_000;

/** Runs bridges over a real device's clock and checks them by readings of their own. */
export async function runBridges(options: BridgeRunOptions): Promise<BridgeFigures[]> {
  const { injectPpm, seconds, report } = options;
  const clock = createSystemClock();
  const base = (await options.readClocks()).deviceNs;
  const host: Host = { clock, timers: createSystemTimers(clock, { keepAlive: false }) };
  const watched = injectPpm.map((ppm) => new WatchedBridge(options, host, ppm, base));
  const endNs = clock.nowNs() + seconds * 1e9;
  let reportAtNs = clock.nowNs() + REPORT_MS * 1e6;
  try {
    while (clock.nowNs() < endNs) {
      await new Promise((resolve) => setTimeout(resolve, CHECK_MS));
      const pair = await options.readClocks();
      for (const one of watched) one.check(pair);
      if (clock.nowNs() < reportAtNs) continue;
      reportAtNs += REPORT_MS * 1e6;
      const left = Math.round((endNs - clock.nowNs()) / 1e9);
      report?.(`${left} s left; ${watched.map((one) => one.line()).join('; ')}`);
    }
    return watched.map((one) => one.figures());
  } finally {
    for (const one of watched) one.bridge.close();
  }
}

/** Opens bridges one after the other and times what each takes until its conversions can be used. */
export async function timeSetUps(readClocks: () => Promise<ClockPair>): Promise<SetUpFigures> {
  const clock = createSystemClock();
  const timers = createSystemTimers(clock, { keepAlive: false });
  // A program with a session has timers running before it has a bridge; the first one ever costs half a millisecond of compiling.
  await new Promise<void>((resolve) => {
    timers.schedule(clock.nowNs() + 1e6, resolve);
    setTimeout(() => {}, 10);
  });
  const us = new Float64Array(SET_UPS);
  const readingUs = new Float64Array(SET_UPS);
  for (let i = 0; i < SET_UPS; i++)
    [us[i], readingUs[i]] = await timeSetUp(clock, timers, readClocks);
  const firstUs = us[0];
  return { us: quantiles(us), firstUs, readingUs: quantiles(readingUs) };
}

async function timeSetUp(
  clock: Clock,
  timers: Timers,
  readClocks: () => Promise<ClockPair>,
): Promise<[us: number, readingUs: number]> {
  let askingNs = 0;
  let readingNs = 0;
  let readNs = 0;
  const read = async (): Promise<ClockPair> => {
    const startNs = clock.nowNs();
    const asked = readClocks();
    askingNs = clock.nowNs() - startNs;
    const pair = await asked;
    readNs = clock.nowNs();
    readingNs = readNs - startNs;
    return pair;
  };
  const startNs = clock.nowNs();
  const bridge = createTimeBridge({ clock, timers, read });
  // The first reading is asked for in there.
  const madeNs = clock.nowNs() - startNs - askingNs;
  await new Promise((resolve) => bridge.addEventListener('state', resolve, { once: true }));
  const usableNs = clock.nowNs() - readNs;
  bridge.close();
  return [(madeNs + usableNs) / 1e3, readingNs / 1e3];
}

class WatchedBridge {
  readonly bridge: TimeBridge;
  readonly #ppm: number;
  readonly #base: number;
  readonly #errors: number[] = [];
  readonly #uncertainties: number[] = [];
  readonly #deviations: number[] = [];
  readonly #states: string[] = [];
  #wrong = 0;
  #above = 0;

  constructor(options: BridgeRunOptions, host: Host, ppm: number, base: number) {
    this.#ppm = ppm;
    this.#base = base;
    const { clock, timers } = host;
    const read = async (): Promise<ClockPair> => {
      const pair = this.scaled(await options.readClocks());
      this.#deviations.push(pair.maxDeviationNs);
      return pair;
    };
    this.bridge = createTimeBridge({ clock, timers, read, intervalMs: options.intervalMs ?? 50 });
    this.bridge.addEventListener('state', ({ state }) => this.#states.push(state));
  }

  /** The device as if it ran faster. */
  scaled(pair: ClockPair): ClockPair {
    const deviceNs = pair.deviceNs + (pair.deviceNs - this.#base) * this.#ppm * 1e-6;
    return { deviceNs, monotonicNs: pair.monotonicNs, maxDeviationNs: pair.maxDeviationNs };
  }

  check(pair: ClockPair): void {
    const { bridge } = this;
    if (bridge.state === 'starting') return;
    const truth = this.scaled(pair);
    const error = Math.abs(bridge.cpuToGpu(truth.monotonicNs) - truth.deviceNs);
    const uncertainty = bridge.uncertaintyAtNs(truth.monotonicNs);
    this.#errors.push(error);
    this.#uncertainties.push(uncertainty);
    if (error > uncertainty + truth.maxDeviationNs) this.#wrong++;
    if (error > uncertainty) this.#above++;
  }

  line(): string {
    const { bridge } = this;
    const worst = Math.max(...this.#errors);
    return `${this.#ppm} ppm injected: ${bridge.state}, drift ${bridge.driftPpm.toFixed(3)} ppm, ± ${bridge.uncertaintyNs.toFixed(0)} ns, worst error ${worst.toFixed(0)} ns`;
  }

  figures(): BridgeFigures {
    const { bridge } = this;
    const { readings, contradictions, steps, failed } = bridge.stats();
    return {
      injectPpm: this.#ppm,
      readings,
      contradictions,
      steps,
      failed,
      deviationNs: quantiles(Float64Array.from(this.#deviations)),
      uncertaintyNs: quantiles(Float64Array.from(this.#uncertainties)),
      errorNs: quantiles(Float64Array.from(this.#errors)),
      wrong: this.#wrong,
      above: this.#above,
      checks: this.#errors.length,
      offsetUs: bridge.offsetUs,
      driftPpm: bridge.driftPpm,
      quality: bridge.quality,
      state: bridge.state,
      states: this.#states,
    };
  }
}
