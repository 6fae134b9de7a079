import {
  createConductorBatch,
  createConductorColumns,
  createTimewarpBatch,
  newScore,
  type Score,
} from '@jamnet/sync';
import { createRandom } from '@jamnet/testkit';
import { type Compute, nativeHandle } from '@jamnet/wire';
import type { Bench } from '../bench.js';
import { quantiles } from '../report/quantiles.js';

const SIZES = [1_024, 16_384, 262_144];
const RUNS = 31;
const CLOCKS = 64;

interface Row {
  readonly kernel: string;
  readonly items: number;
  /** Median microseconds of a run, submission and copies included. */
  readonly processorUs: number;
  readonly deviceUs: number | null;
  readonly equal: boolean | null;
}

const score: Score = {
  ...newScore(120),
  run: 'playing',
  anchor: { atNs: 1e12, beat: 0, songNs: 0 },
  tempos: [
    { atNs: 0, bpm: 120 },
    { atNs: 1e12 + 60e9, bpm: 93 },
    { atNs: 1e12 + 90e9, bpm: 140.5 },
  ],
  signatures: [
    { beat: 0, numerator: 4, denominator: 4 },
    { beat: 64, numerator: 7, denominator: 8 },
  ],
};

export const conductor: Bench = {
  name: 'conductor',
  about: 'positions and time stamps in batches: the kernels beside the processor',
  async run(say) {
    const { compute, reason } = await device();
    const rows: Row[] = [];
    for (const items of SIZES) {
      say(`${items} items`);
      rows.push(await conduct(items, compute), await warp(items, compute));
    }
    const name = compute === undefined ? `no device: ${reason}` : deviceText(compute);
    return {
      title: 'Conductor and timewarp in batches',
      sections: [
        {
          title: `On ${name}`,
          table: {
            columns: [
              'kernel',
              'items',
              'processor, ns an item',
              'device, ns an item',
              'processor / device',
              'equal to the last bit',
            ],
            rows: rows.map(({ kernel, items, processorUs, deviceUs, equal }) => [
              kernel,
              items,
              (processorUs * 1e3) / items,
              deviceUs === null ? '' : (deviceUs * 1e3) / items,
              deviceUs === null ? '' : processorUs / deviceUs,
              equal === null ? '' : equal ? 'yes' : 'NO',
            ]),
          },
          notes: [
            `Medians of ${RUNS} runs in turns, from the call to the result: copies to the device and back, submission and waiting are in it. A score of three tempos and two signatures; ${CLOCKS} clocks. The processor runs the integer references that the kernels must equal, not the faster floating-point functions for single positions.`,
          ],
        },
      ],
      data: { device: name, rows },
    };
  },
};

async function device(): Promise<{ compute?: Compute; reason: string }> {
  await import('@jamnet/gpu-native');
  const answer = await nativeHandle()?.openCompute?.();
  if (answer?.ok !== true) return { reason: answer?.reason ?? 'the native package has none' };
  return { compute: answer.compute, reason: '' };
}

function deviceText(compute: Compute): string {
  return `${compute.name}${compute.isGpu ? '' : ', which is no GPU'}`;
}

function timesOf(items: number): BigUint64Array {
  const random = createRandom(items);
  return BigUint64Array.from({ length: items }, () => BigInt(Math.floor(1e12 + random() * 120e9)));
}

async function conduct(items: number, compute: Compute | undefined): Promise<Row> {
  const times = timesOf(items);
  using processor = await createConductorBatch();
  processor.setScore(score);
  const wanted = createConductorColumns(items);
  using there = compute && (await createConductorBatch({ compute }));
  there?.setScore(score);
  const found = createConductorColumns(items);
  const timed = await inTurns(
    () => processor.run(times, wanted),
    there && (() => there.run(times, found)),
  );
  const equal = compute === undefined ? null : same(Object.values(wanted), Object.values(found));
  return { kernel: 'conductor', items, ...timed, equal };
}

async function warp(items: number, compute: Compute | undefined): Promise<Row> {
  const times = timesOf(items);
  const clocks = Uint32Array.from({ length: items }, (_, i) => i % CLOCKS);
  using processor = await createTimewarpBatch({ clocks: CLOCKS });
  using there = compute && (await createTimewarpBatch({ compute, clocks: CLOCKS }));
  for (let i = 0; i < CLOCKS; i++) {
    const line = { atNs: 1e12, resultNs: 5e11 + i * 1e9, rate: (i - 32) * 1e-6 };
    processor.setClock(i, line);
    there?.setClock(i, line);
  }
  const wanted = new BigUint64Array(items);
  const found = new BigUint64Array(items);
  const timed = await inTurns(
    () => processor.run(times, clocks, wanted),
    there && (() => there.run(times, clocks, found)),
  );
  return {
    kernel: 'timewarp',
    items,
    ...timed,
    equal: compute === undefined ? null : same([wanted], [found]),
  };
}

async function inTurns(
  processor: () => Promise<void>,
  there: (() => Promise<void>) | undefined,
): Promise<{ processorUs: number; deviceUs: number | null }> {
  const processorUs = new Float64Array(RUNS);
  const deviceUs = new Float64Array(RUNS);
  for (let i = -3; i < RUNS; i++) {
    const startMs = performance.now();
    await processor();
    const middleMs = performance.now();
    await there?.();
    if (i < 0) continue;
    processorUs[i] = (middleMs - startMs) * 1e3;
    deviceUs[i] = (performance.now() - middleMs) * 1e3;
  }
  return {
    processorUs: quantiles(processorUs).p50,
    deviceUs: there === undefined ? null : quantiles(deviceUs).p50,
  };
}

type Column = BigInt64Array | BigUint64Array | Int32Array | Uint32Array;

function same(a: readonly Column[], b: readonly Column[]): boolean {
  return a.every((column, i) => Buffer.from(column.buffer).equals(Buffer.from(b[i].buffer)));
}
