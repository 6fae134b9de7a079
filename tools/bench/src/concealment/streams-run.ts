import { createRandom } from '@jamnet/testkit';
import { createConcealer, createFittingPool } from '@jamnet/pnbtr';
import { loadClip } from 'recordings-jamnet/prepare-clips.js';
import { cpuSeconds } from '../cpu-seconds.js';
import { quantiles } from '../report/quantiles.js';

export interface StreamsTask {
  readonly clip: string;
  readonly seconds: number;
  readonly channels: number;
  readonly seed: number;
}

/** Of channels that share a pool, live. */
export interface StreamsCost {
  readonly channels: number;
  /** Processor time over playing time, all threads and channels, %. */
  readonly cpuPercent: number;
  /** µs of a 128-sample packet of one channel. */
  readonly fillP50: number;
  readonly fillP99: number;
  readonly gaps: number;
  /** Gaps that began with older models than they should have. */
  readonly lateModels: number;
}

const PACKET = 128;
const RATE = 48_000;
const LOSS = 0.03;
const SETTLE_PACKETS = 375;
/** The channels play different places of the clip. */
const APART = 30_000;

/** Plays channels in real time, all losing the same packets. Runs in a process of the pool. */
export function streamsRun({ clip, seconds, channels, seed }: StreamsTask): StreamsCost {
  const { samples } = loadClip(clip);
  const random = createRandom(seed);
  const pool = createFittingPool();
  const concealers = Array.from({ length: channels }, () =>
    createConcealer({ sampleRate: RATE, fitting: 'worker', lateFit: 'previous', pool }),
  );
  const out = new Float32Array(PACKET);
  const fills: number[] = [];
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  const packets = Math.floor((seconds * RATE) / PACKET);
  const begin = performance.now();
  let cpu = 0;
  for (let i = 0; i < packets + SETTLE_PACKETS; i++) {
    if (i === SETTLE_PACKETS) cpu = cpuSeconds();
    const waitMs = begin + (i * PACKET * 1000) / RATE - performance.now();
    // Blocks, as an audio thread does.
    Atomics.wait(sleeper, 0, 0, Math.max(0, waitMs));
    const lost = random() < LOSS && i >= SETTLE_PACKETS;
    for (const [channel, concealer] of concealers.entries()) {
      const from = (i * PACKET + channel * APART) % (samples.length - PACKET);
      const before = performance.now();
      if (lost) concealer.fill(out);
      else concealer.accept(samples.subarray(from, from + PACKET), out);
      if (lost) fills.push((performance.now() - before) * 1000);
    }
  }
  const cpuPercent = (100 * (cpuSeconds() - cpu)) / seconds;
  const stats = concealers.map((concealer) => concealer.stats());
  for (const concealer of concealers) concealer.close();
  void pool.close();
  const fill = quantiles(Float64Array.from(fills));
  return {
    channels,
    cpuPercent,
    fillP50: fill.p50,
    fillP99: fill.p99,
    gaps: stats.reduce((sum, { gaps }) => sum + gaps, 0),
    lateModels: stats.reduce((sum, each) => sum + each.lateModels, 0),
  };
}
