import type { Diagnosis } from '../../src/doctor/diagnosis.js';

const room = { ok: true } as const;

/** A machine that lacks nothing. */
export const HEALTHY: Diagnosis = {
  platform: { os: 'Linux', arch: 'x64', release: '6.1.0', node: '20.19.0', processors: 8 },
  native: {
    ok: true,
    version: '0.1.0',
    binary: '/prebuilds/linux-x64/native.node',
    rooms: { memory: room, network: room, gpu: room, clock: room },
  },
  clocks: {
    ok: true,
    monotonicNs: 5e9,
    realtimeNs: '1700000000000000000',
    maxDeviationNs: 40,
    gpu: { maxDeviationNs: 900, calibrated: true },
  },
  compute: {
    ok: true,
    name: 'Quick GPU',
    isGpu: true,
    memory: 'mapped',
    submitCostUs: 12,
    devices: ['Quick GPU', 'llvmpipe'],
  },
  scheduling: { ok: true, priority: 2 },
  network: {
    ok: true,
    kind: 'native',
    notice: null,
    endpoints: ['192.0.2.1:5004'],
    kernelTimestamps: true,
    batches: true,
    multicast: true,
    segmentation: true,
    busyPollUs: 0,
    realtimePacing: true,
    receiveBufferAskedBytes: 4_194_304,
    receiveBufferBytes: 4_194_304,
  },
  pacing: {
    ok: true,
    tried: 200,
    arrived: 200,
    granularityUs: 20,
    lateUs: { p50: 9, p99: 60, max: 100 },
  },
  parser: {
    ok: true,
    crossings: [
      { form: 'jsonl', lines: 1000, cpuNsPerLine: 900, deviceNsPerLine: 9, deviceFixedUs: 40 },
      { form: 'message-pack', lines: null, cpuNsPerLine: 9, deviceNsPerLine: 9, deviceFixedUs: 40 },
    ],
  },
};
