import { nativeArena, openCompute, type OpenComputeOptions } from '@jamnet/gpu-native';
import type { Bench } from '../bench.js';
import { quantiles } from '../report/quantiles.js';
import { audioKernelLoads, type Device, type KernelLoad } from './audio-kernel-loads.js';

const STREAMS = [100, 1000];
const PROCESSOR_RUNS = 3;
const GPU_RUNS = 201;
const OTHER_RUNS = 15;
/** As long as a batch at the bar takes: the wait then never sleeps. */
const SPIN_US = 1000;

interface Way {
  readonly name: string;
  readonly options: OpenComputeOptions;
}

interface Times {
  readonly way: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly equal: boolean;
}

interface Row {
  readonly kernel: string;
  readonly about: string;
  readonly streams: number;
  readonly processorMs: number;
  readonly device: readonly Times[];
}

const BAR = { kernel: 'pnbtr_predict', streams: 1000, ms: 1 };

export const audioKernels: Bench = {
  name: 'audio-kernels',
  about:
    'JELLIE, repair and prediction of many streams in one batch: the kernels beside the processor',
  async run(say) {
    const { ways, name, isGpu } = await waysOfDevice();
    const rows: Row[] = [];
    for (const load of await audioKernelLoads()) {
      for (const streams of STREAMS) {
        say(`${load.kernel}, ${streams} streams`);
        rows.push(await measure(load, streams, ways, isGpu ? GPU_RUNS : OTHER_RUNS));
      }
    }
    return {
      title: 'Kernels of audio in batches of many streams',
      sections: [
        {
          title: `On ${name}`,
          table: {
            columns: [
              'kernel',
              'streams',
              'work',
              'processor, ms',
              ...ways.flatMap((way) => [`${way.name}, ms`, 'p99']),
              'equal',
            ],
            rows: rows.map(({ kernel, streams, about, processorMs, device }) => [
              kernel,
              streams,
              about,
              processorMs,
              ...device.flatMap(({ p50Ms, p99Ms }) => [p50Ms, p99Ms]),
              device.length === 0 ? '' : device.every(({ equal }) => equal) ? 'yes' : 'NO',
            ]),
          },
          notes: [
            `Medians of ${isGpu ? GPU_RUNS : OTHER_RUNS} runs on the device and ${PROCESSOR_RUNS} on the processor, from the call to the result: copies, submission and waiting are in it. Mapped: the kernel reads the columns where they lie in the host's memory; staged: the device copies them to its own first. The models of pnbtr_predict lie in the device's own memory in both, where they were put when they were fitted; the past before the loss travels with each run. Spinning: the waiting thread asks the device for ${SPIN_US} µs before it sleeps. Equal means: to the last bit, but for jellie_decode from one part (16 of 2^24 steps) and pnbtr_predict (2e-5 of full scale).`,
            barText(rows, isGpu),
          ],
        },
      ],
      data: { device: name, isGpu, rows },
    };
  },
};

function barText(rows: readonly Row[], isGpu: boolean): string {
  const wanted = rows.filter(
    ({ kernel, streams }) => kernel === BAR.kernel && streams === BAR.streams,
  );
  const said = wanted.flatMap(({ about, device }) => {
    if (device.length === 0) return [];
    const best = device.reduce((a, b) => (b.p50Ms < a.p50Ms ? b : a));
    const holds = best.p50Ms <= BAR.ms ? 'holds' : 'does not hold';
    return [`${about}: ${best.p50Ms.toFixed(3)} ms (${best.way}), ${holds}`];
  });
  const bar = `The bar, ${BAR.streams} streams of ${BAR.kernel} in one batch in at most ${BAR.ms} ms on a real GPU`;
  if (!isGpu) return `${bar}, is not for this device, which is no GPU.`;
  return `${bar}: ${said.join('; ')}.`;
}

/** Those that make a difference: on a device that is no GPU all memory is the host's. */
async function waysOfDevice(): Promise<{ ways: Way[]; name: string; isGpu: boolean }> {
  const answer = await openCompute();
  if (!answer.ok) return { ways: [], name: `no device: ${answer.reason}`, isGpu: false };
  const { name, isGpu } = answer.compute;
  await answer.compute.close();
  const mapped: Way = { name: 'mapped', options: { memory: 'mapped' } };
  if (!isGpu) return { ways: [mapped], name: `${name}, which is no GPU`, isGpu };
  const ways: Way[] = [
    mapped,
    { name: 'staged', options: { memory: 'staged' } },
    { name: 'mapped, spinning', options: { memory: 'mapped', spinUs: SPIN_US } },
    { name: 'staged, spinning', options: { memory: 'staged', spinUs: SPIN_US } },
  ];
  return { ways, name, isGpu };
}

async function measure(
  load: KernelLoad,
  streams: number,
  ways: readonly Way[],
  runs: number,
): Promise<Row> {
  const processor = await load.create(streams, {});
  const processorMs = (await timed(() => processor.run(), PROCESSOR_RUNS)).p50;
  const wanted = processor.results();
  const device: Times[] = [];
  const arena = nativeArena();
  for (const { name, options } of ways) {
    const answer = await openCompute({ timeoutMs: 20_000, ...options });
    if (!answer.ok) throw new Error(`${name}: ${answer.reason}`);
    const { compute } = answer;
    const there: Device = { compute, arena: arena.ok ? arena.arena : undefined };
    const work = await load.create(streams, there);
    const { p50, p99 } = await timed(() => work.run(), runs);
    if (work.stats().fallback !== null) throw new Error(`${name}: ${work.stats().fallback}`);
    const equal = closeTo(wanted, work.results(), load.tolerance);
    device.push({ way: name, p50Ms: p50, p99Ms: p99, equal });
    work.close();
    await compute.close();
  }
  processor.close();
  return { kernel: load.kernel, about: load.about, streams, processorMs, device };
}

async function timed(
  run: () => Promise<void>,
  count: number,
): Promise<{ p50: number; p99: number }> {
  const times = new Float64Array(count);
  await run();
  for (let i = 0; i < count; i++) {
    const startMs = performance.now();
    await run();
    times[i] = performance.now() - startMs;
  }
  return quantiles(times);
}

function closeTo(
  wanted: readonly ArrayLike<number>[],
  found: readonly ArrayLike<number>[],
  tolerance: number,
): boolean {
  return wanted.every((column, k) => {
    for (let i = 0; i < column.length; i++) {
      if (!(Math.abs(column[i]! - found[k]![i]!) <= tolerance)) return false;
    }
    return true;
  });
}
