import { JamError, type Clock, type PairedReading, type TimerId } from '@jamnet/wire';
import {
  BridgeDriftEvent,
  BridgeStateEvent,
  BridgeStepEvent,
  type BridgeEventMap,
  type BridgeState,
} from './events.js';
import { createOffsetBounds, type OffsetBounds, type Taken } from './offset-bounds.js';
import {
  checkBridgeOptions,
  checkIntervalMs,
  checkMaster,
  type BridgeMaster,
  type CheckedBridgeOptions,
  type TimeBridgeOptions,
} from './options.js';
import { isReading } from './paired-reading.js';
import { createSlewedLine } from '../slewed-line.js';
import type { TimeBridge, TimeBridgeStats } from './time-bridge.js';

/** Codes of rejections after which no reading can come any more. */
const FOR_EVER = ['device-lost', 'closed', 'bad-option', 'native-unavailable'];
const TRIES_TO_START = 5;
const MISSED_READINGS = 3;
const LEAST_PATIENCE_NS = 200e6;
const MAX_SLEW_PPM = 500;
const WEIGHT = { gpu: 1, hybrid: 0.5, cpu: 0 } as const;

/** Starts at once: the first reading is asked for before this returns. Throws a JamError `bad-option`. */
export function createTimeBridge(options: TimeBridgeOptions): TimeBridge {
  return new ReadingBridge(checkBridgeOptions(options));
}

class ReadingBridge implements TimeBridge {
  readonly clock: Clock;
  state: BridgeState = 'starting';
  master: BridgeMaster;
  readonly #options: CheckedBridgeOptions;
  readonly #target = new EventTarget();
  readonly #bounds: OffsetBounds;
  readonly #line = createSlewedLine(MAX_SLEW_PPM);
  #intervalMs: number;
  #driftCorrection: boolean;
  /** Master's time = CPU's + weight x offset + constant. */
  #weight: number;
  #constantNs = 0;
  #toldDriftPpm = 0;
  #timer: TimerId = 0;
  #reading = false;
  /** Within the present interval. */
  #readTwice = false;
  #closed = false;
  #readable = true;
  #readings = 0;
  #failed = 0;
  #lastError: string | null = null;
  #unusable = 0;
  #skipped = 0;
  #contradictions = 0;
  #steps = 0;

  constructor(options: CheckedBridgeOptions) {
    this.#options = options;
    this.#bounds = createOffsetBounds(options);
    this.#intervalMs = options.intervalMs;
    this.#driftCorrection = options.driftCorrection;
    this.master = options.master;
    this.#weight = WEIGHT[options.master];
    const { clock } = options;
    this.clock = { nowNs: () => this.timeAtCpu(clock.nowNs()) };
    this.#tick();
  }

  gpuToCpu(gpuNs: number): number {
    return this.#line.timeOf(gpuNs, 1);
  }

  cpuToGpu(cpuNs: number): number {
    return cpuNs + this.#line.at(cpuNs);
  }

  get offsetUs(): number {
    return this.#line.at(this.#options.clock.nowNs()) / 1e3;
  }

  get driftPpm(): number {
    return this.#bounds.rate * 1e6;
  }

  get quality(): number {
    const us = this.uncertaintyNs / 1e3;
    return Math.min(1, Math.max(0, 1 - Math.log10(us) / Math.log10(this.#options.failedUs)));
  }

  get uncertaintyNs(): number {
    return this.uncertaintyAtNs(this.#options.clock.nowNs());
  }

  uncertaintyAtNs(cpuNs: number): number {
    if (this.#readings === 0) return Infinity;
    const offset = this.#line.at(cpuNs);
    return Math.max(this.#bounds.highAt(cpuNs) - offset, offset - this.#bounds.lowAt(cpuNs), 1);
  }

  timeAtCpu(cpuNs: number): number {
    if (this.#weight === 0 || this.#readings === 0) return cpuNs + this.#constantNs;
    return cpuNs + (this.#weight * this.#line.at(cpuNs) + this.#constantNs);
  }

  cpuAtTime(timeNs: number): number {
    if (this.#weight === 0 || this.#readings === 0) return timeNs - this.#constantNs;
    return this.#line.timeOf(timeNs - this.#constantNs, this.#weight);
  }

  setMaster(master: BridgeMaster): void {
    checkMaster(master);
    const before = this.#weight;
    this.master = master;
    this.#weight = WEIGHT[master];
    if (this.#readings === 0) return;
    const offset = this.#line.at(this.#options.clock.nowNs());
    this.#constantNs += (before - this.#weight) * offset;
  }

  setIntervalMs(intervalMs: number): void {
    this.#intervalMs = checkIntervalMs(intervalMs);
    if (this.#closed) return;
    this.#options.timers.cancel(this.#timer);
    this.#schedule();
  }

  setDriftCorrection(on: boolean): void {
    this.#driftCorrection = on;
  }

  stats(): TimeBridgeStats {
    return {
      readings: this.#readings,
      failed: this.#failed,
      lastError: this.#lastError,
      unusable: this.#unusable,
      skipped: this.#skipped,
      outliers: this.#bounds.outliers,
      contradictions: this.#contradictions,
      steps: this.#steps,
    };
  }

  addEventListener<K extends keyof BridgeEventMap>(
    type: K,
    listener: (event: BridgeEventMap[K]) => void,
    options?: { readonly once?: boolean; readonly signal?: AbortSignal },
  ): void {
    this.#target.addEventListener(type, listener as (event: Event) => void, options);
  }

  removeEventListener<K extends keyof BridgeEventMap>(
    type: K,
    listener: (event: BridgeEventMap[K]) => void,
  ): void {
    this.#target.removeEventListener(type, listener as (event: Event) => void);
  }

  close(): void {
    this.#closed = true;
    this.#options.timers.cancel(this.#timer);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  readonly #tick = (): void => {
    if (this.#closed) return;
    this.#readTwice = false;
    if (this.#reading) this.#skipped++;
    else if (this.#readable) void this.#read();
    this.#schedule();
    this.#updateState();
  };

  #schedule(): void {
    const { clock, timers } = this.#options;
    this.#timer = timers.schedule(clock.nowNs() + this.#intervalMs * 1e6, this.#tick);
  }

  async #read(): Promise<void> {
    this.#reading = true;
    try {
      const reading = await this.#options.read();
      if (!this.#closed) this.#take(reading);
    } catch (error) {
      this.#failed++;
      this.#lastError = error instanceof Error ? error.message : String(error);
      if (error instanceof JamError && FOR_EVER.includes(error.code)) this.#readable = false;
    } finally {
      this.#reading = false;
    }
    if (!this.#closed) this.#updateState();
  }

  #take(reading: PairedReading): void {
    if (!isReading(reading)) {
      this.#unusable++;
      return;
    }
    const { deviceNs, monotonicNs, maxDeviationNs } = reading;
    const taken = this.#bounds.take(monotonicNs, deviceNs - monotonicNs, maxDeviationNs);
    if (taken === 'stale') {
      this.#unusable++;
      return;
    }
    this.#readings++;
    if (taken === 'restarted') this.#contradictions++;
    this.#bend(taken);
    // Soon, so that the doubt is short: which of the two readings is right makes all the difference. Once an interval, or a clock that is noisier
    // than it says would be read without a pause.
    if (taken !== 'doubted' || this.#readTwice) return;
    this.#readTwice = true;
    void this.#readAgain();
  }

  async #readAgain(): Promise<void> {
    // The reading that is under way ends first.
    await Promise.resolve();
    if (!this.#closed && !this.#reading && this.#readable) void this.#read();
  }

  #bend(taken: Taken): void {
    if (taken === 'doubted') return;
    const nowNs = this.#options.clock.nowNs();
    const offset = (this.#bounds.lowAt(nowNs) + this.#bounds.highAt(nowNs)) / 2;
    const rate = this.#driftCorrection ? this.#bounds.rate : 0;
    if (taken === 'first' || taken === 'stepped') {
      const before = taken === 'first' ? 0 : this.#line.at(nowNs);
      this.#line.restart(nowNs, offset, rate);
      this.#constantNs -= this.#weight * (offset - before);
      if (taken === 'stepped') {
        this.#steps++;
        this.#target.dispatchEvent(new BridgeStepEvent(offset - before));
      }
    } else {
      this.#line.turn(nowNs, offset, rate, this.#intervalMs * 1e6);
    }
    this.#tellDrift();
  }

  #tellDrift(): void {
    const { rate, rateUncertainty } = this.#bounds;
    const threshold = this.#options.driftEventPpm;
    // What is not known to that much is not worth telling.
    if (rateUncertainty * 1e6 > threshold) return;
    if (Math.abs(rate * 1e6 - this.#toldDriftPpm) <= threshold) return;
    this.#toldDriftPpm = rate * 1e6;
    this.#target.dispatchEvent(new BridgeDriftEvent(this.#toldDriftPpm));
  }

  #updateState(): void {
    const before = this.state;
    this.state = this.#stateNow();
    if (this.state !== before) {
      this.#target.dispatchEvent(new BridgeStateEvent(this.state, before));
    }
  }

  #stateNow(): BridgeState {
    if (this.#readings === 0) {
      return this.#readable && this.#failed < TRIES_TO_START ? 'starting' : 'failed';
    }
    if (this.uncertaintyNs > this.#options.failedUs * 1e3) return 'failed';
    const silentNs = this.#options.clock.nowNs() - this.#bounds.lastNs;
    const patienceNs = Math.max(LEAST_PATIENCE_NS, MISSED_READINGS * this.#intervalMs * 1e6);
    return this.#bounds.doubting || silentNs > patienceNs ? 'holdover' : 'locked';
  }
}
