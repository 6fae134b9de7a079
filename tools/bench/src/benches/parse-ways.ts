/** The ways through a batch of lines that a program in Node has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nativeArena, openCompute } from '@jamnet/gpu-native';
import { createJamParser, type JamParser } from '@jamnet/jam';
import { jsonParseWays } from '../json-parse/json-parse-ways.mjs';
import { quantiles } from '../report/quantiles.js';
import { INPUTS } from './gpu-runner.js';
import type { ParseRow } from './parse-sections.js';

const SECONDS_EACH = 0.25;
const IN_A_ROW = 4;
const LEAST_SAMPLES = 12;

interface Way {
  readonly name: string;
  /** Reads all lines once. */
  run(): Promise<number> | number;
  close(): void;
}

/** Times all ways through the first `lines` lines, in turns, so that what else the machine does meets all of them. */
export async function timeWays(lines: number): Promise<ParseRow[]> {
  const bytes = readFileSync(join(INPUTS, `lines-${lines}.jsonl`));
  const ways = await openWays(bytes);
  const samples = ways.map((): number[] => []);
  try {
    for (const { name, run } of ways) {
      const read = await run();
      if (read !== lines) throw new Error(`${name} read ${read} of ${lines} lines`);
      await run();
    }
    const endMs = performance.now() + SECONDS_EACH * 1000 * ways.length;
    while (performance.now() < endMs || samples[0].length < LEAST_SAMPLES) {
      for (const [i, { run }] of ways.entries()) {
        for (let n = 0; n < IN_A_ROW; n++) {
          const startMs = performance.now();
          const read = run();
          // Waiting for what is there already would cost a turn.
          if (typeof read !== 'number') await read;
          samples[i].push((performance.now() - startMs) * 1e6);
        }
      }
    }
  } finally {
    for (const way of ways) way.close();
  }
  return ways.map(({ name }, i) => {
    const { p50, p99 } = quantiles(Float64Array.from(samples[i]));
    return { way: name, lines, medianNs: p50, p99Ns: p99 };
  });
}

async function openWays(bytes: Buffer): Promise<Way[]> {
  const close = (): void => undefined;
  const ways: Way[] = jsonParseWays(bytes).map(([name, run]) => ({ name, run, close }));
  const cpu = await createJamParser({ mode: 'cpu' });
  ways.push({
    name: 'CPU, the TypeScript reference',
    run() {
      const batch = cpu.parseNow(bytes);
      batch.release();
      return batch.lines - batch.malformed.length;
    },
    close: () => cpu.close(),
  });
  for (const memory of ['mapped', 'staged'] as const) {
    const way = await openGpuWay(bytes, memory);
    if (way) ways.push(way);
  }
  return ways;
}

async function openGpuWay(bytes: Buffer, memory: 'mapped' | 'staged'): Promise<Way | undefined> {
  const opened = await openCompute({ memory });
  const arena = nativeArena();
  if (!opened.ok || !arena.ok || opened.compute.memory !== memory) return undefined;
  const parser: JamParser = await createJamParser({
    mode: 'gpu-jsonl',
    compute: opened.compute,
    arena: arena.arena,
  });
  // Where the network would have put them.
  const range = arena.arena.allocate(bytes.length);
  if (range === undefined) throw new Error('the arena has no room for the lines');
  range.bytes.set(bytes);
  return {
    name: `GPU from JavaScript, ${memory}`,
    async run() {
      const batch = await parser.parse(range.bytes);
      batch.release();
      return batch.lines;
    },
    close() {
      parser.close();
      range.free();
      void opened.compute.close();
    },
  };
}
