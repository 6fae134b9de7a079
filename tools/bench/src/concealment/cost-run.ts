import { createRandom } from '@jamnet/testkit';
import { createConcealer } from '@jamnet/pnbtr';
import { loadClip } from 'recordings-jamnet/prepare-clips.js';
import { cpuSeconds } from '../cpu-seconds.js';
import { quantiles } from '../report/quantiles.js';

export interface CostTask {
  readonly clip: string;
  readonly seconds: number;
  readonly fitting: 'inline' | 'worker';
  readonly neural: boolean;
  readonly seed: number;
}

/** Of one stream; times in µs of a 128-sample packet. */
export interface Cost {
  readonly fills: number;
  readonly fillP50: number;
  readonly fillP99: number;
  readonly fillMax: number;
  readonly acceptP50: number;
  readonly acceptP99: number;
  /** How often a fill had to wait for the worker. */
  readonly waits: number;
  /** Processor time over playing time, all threads, %. */
  readonly cpuPercent: number;
}

const PACKET = 128;
const RATE = 48_000;
const LOSS = 0.1;
/** Code and models settle first. */
const SETTLE_PACKETS = 750;

/** Plays one stream in real time with one packet in ten lost, alone or in runs. Runs in a process of the pool. */
export function costRun({ clip, seconds, fitting, neural, seed }: CostTask): Cost {
  const { samples } = loadClip(clip);
  const random = createRandom(seed);
  const concealer = createConcealer({ sampleRate: RATE, fitting, neural });
  const packets = Math.floor((seconds * RATE) / PACKET);
  const perClip = Math.floor(samples.length / PACKET);
  const out = new Float32Array(PACKET);
  const fills: number[] = [];
  const accepts: number[] = [];
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  let begin = performance.now();
  let cpu = 0;
  let lost = false;
  for (let i = -SETTLE_PACKETS; i < packets; i++) {
    if (i === 0) {
      cpu = cpuSeconds();
      begin = performance.now();
    }
    const waitMs = begin + (Math.max(0, i) * PACKET * 1000) / RATE - performance.now();
    // Blocks, as an audio thread does.
    if (fitting === 'worker') Atomics.wait(sleeper, 0, 0, i < 0 ? 2 : Math.max(0, waitMs));
    const from = ((i + SETTLE_PACKETS) % perClip) * PACKET;
    lost = random() < (lost ? 0.4 : LOSS * 0.66);
    const before = performance.now();
    if (lost) concealer.fill(out);
    else concealer.accept(samples.subarray(from, from + PACKET), out);
    const micros = (performance.now() - before) * 1000;
    if (i >= 0) (lost ? fills : accepts).push(micros);
  }
  const used = cpuSeconds() - cpu;
  const { waits } = concealer.stats();
  concealer.close();
  const fill = quantiles(Float64Array.from(fills));
  const accept = quantiles(Float64Array.from(accepts));
  return {
    fills: fills.length,
    fillP50: fill.p50,
    fillP99: fill.p99,
    fillMax: fill.max,
    acceptP50: accept.p50,
    acceptP99: accept.p99,
    waits,
    cpuPercent: (100 * used) / ((packets * PACKET) / RATE),
  };
}
