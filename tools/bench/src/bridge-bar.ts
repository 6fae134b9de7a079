/**
 * Checks the bars of the bridge between the GPU's clock and the CPU's, on this machine's device:
 * `npx tsx --conditions=@jamnet/source tools/bench/src/bridge-bar.ts [--minutes 10] [--inject-ppm 50] [--out docs/results/bridge]`.
 * Two bridges run side by side, their device made faster and slower by so much, so that the drift that is to be found is known.
 */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { openCompute } from '@jamnet/gpu-native';
import { type BridgeFigures, runBridges, timeSetUps } from './bridge/run-bridge.js';
import { machineText, thisMachine } from './report/machine.js';
import { createProgress } from './report/progress.js';
import { writeResult } from './report/result-files.js';
import { figure, type Table, textTable } from './report/table.js';

const MOST_SET_UP_US = 1_000;
const MOST_ERROR_NS = 100_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    'inject-ppm': { type: 'string', default: '50' },
    out: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const ppm = Number(values['inject-ppm']);
if (!(minutes > 0) || !(ppm >= 0 && ppm <= 400)) {
  print(
    `--minutes ${values.minutes} --inject-ppm ${values['inject-ppm']}: pass numbers, ppm up to 400`,
  );
  process.exit(2);
}
const opened = await openCompute();
if (!opened.ok) {
  print(`No device: ${opened.reason}; ${opened.hint}`);
  process.exit(2);
}

const { compute } = opened;
const device = `${compute.name}${compute.isGpu ? '' : ', which is no GPU'}`;
const { calibrated } = await compute.readClocks();
const how = calibrated ? 'read together by the driver' : 'a query between two readings of the host';
print(
  `GPU/CPU bridge for ${minutes} min on ${device} (clocks ${how}), ${machineText(thisMachine())}\n`,
);
const progress = createProgress('bridge');
const setUp = await timeSetUps(() => compute.readClocks());
const runs = await runBridges({
  readClocks: () => compute.readClocks(),
  injectPpm: ppm === 0 ? [0] : [ppm, -ppm],
  seconds: minutes * 60,
  report: progress.say,
});
progress.end();
await compute.close();

const all = (holds: (run: BridgeFigures) => boolean): boolean => runs.every(holds);
const worst = (of: (run: BridgeFigures) => number): number => Math.max(...runs.map(of));
const bars = [
  {
    bar: 'uncertainty reported, the bridge’s error is not above it',
    figure: `${worst((r) => r.wrong)} of ${runs[0]!.checks} checks above uncertainty and the check’s own deviation, ${worst((r) => r.above)} above uncertainty alone; uncertainty p50 ${figure(worst((r) => r.uncertaintyNs.p50))} ns, p99 ${figure(worst((r) => r.uncertaintyNs.p99))} ns`,
    holds: all((r) => r.wrong === 0 && r.checks > 0 && Number.isFinite(r.uncertaintyNs.max)),
  },
  {
    bar: `set-up < ${MOST_SET_UP_US / 1000} ms beside the first reading`,
    figure: `median ${figure(setUp.us.p50)} µs of ${setUp.us.count}, p90 ${figure(setUp.us.p90)} µs; the first, whose code had never run, ${figure(setUp.firstUs)} µs; the reading median ${figure(setUp.readingUs.p50)} µs`,
    holds: setUp.us.p90 < MOST_SET_UP_US,
  },
  {
    bar: `within ${MOST_ERROR_NS / 1000} µs for ${minutes} minutes with ±${ppm} ppm injected`,
    figure: `largest error ${figure(worst((r) => r.errorNs.max) / 1e3)} µs (p99 ${figure(worst((r) => r.errorNs.p99) / 1e3)} µs); drift found ${runs.map((r) => r.driftPpm.toFixed(3)).join(' and ')} ppm`,
    holds: all((r) => r.errorNs.max <= MOST_ERROR_NS && r.steps === 0 && r.state === 'locked'),
  },
];
const table: Table = {
  columns: ['bar', 'figure', 'holds'],
  rows: bars.map((bar) => [bar.bar, bar.figure, bar.holds ? 'yes' : 'NO']),
};
const details: Table = {
  columns: [
    'injected ppm',
    'readings',
    'deviation p50 ns',
    'p99',
    'uncertainty p50 ns',
    'p99',
    'max',
    'error p50 ns',
    'p99',
    'max',
    'drift ppm',
    'quality',
  ],
  rows: runs.map((r) => [
    String(r.injectPpm),
    r.readings,
    r.deviationNs.p50,
    r.deviationNs.p99,
    r.uncertaintyNs.p50,
    r.uncertaintyNs.p99,
    r.uncertaintyNs.max,
    r.errorNs.p50,
    r.errorNs.p99,
    r.errorNs.max,
    r.driftPpm.toFixed(3),
    r.quality,
  ]),
};
print(`${textTable(table)}\n\n${textTable(details)}\n`);
if (values.out !== undefined) {
  const files = writeResult({
    name: basename(values.out),
    title: 'Bridge between the clocks of GPU and CPU',
    command: `npx tsx --conditions=@jamnet/source tools/bench/src/bridge-bar.ts --minutes ${minutes} --inject-ppm ${ppm}`,
    sections: [
      { title: 'Bars', table },
      {
        title: `On ${device}`,
        table: details,
        notes: [
          `The clocks are ${how}. A bridge reads them every 50 ms; each check is a paired reading that it was not given, and whose own deviation is part of the error. The device is made faster or slower by so much in the readings, so that the drift to be found is known but for what the device has of its own.`,
          'The first second is in all figures: before the second reading nothing is known of the drift but that it is below 500 ppm, which is 25 µs in 50 ms.',
        ],
      },
    ],
    data: { device, isGpu: compute.isGpu, calibrated, minutes, setUp, runs },
  });
  print(`written: ${files.join(', ')}`);
}
process.exitCode = bars.every(({ holds }) => holds) ? 0 : 1;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
