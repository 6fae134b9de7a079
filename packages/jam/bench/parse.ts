/**
 * A quick look at what parsing costs on this machine: `npx tsx --conditions=@jamnet/source packages/jam/bench/parse.ts`.
 * The figures that count are those of tools/bench.
 */
import { nativeHandle } from '@jamnet/wire';
import { createJamParser, type JamParser, type JamParserMode } from '../src/parser/index.js';
import { sampleLines } from './sample-lines.js';

const RUNS = 41;

async function medianUs(run: () => void | Promise<void>): Promise<string> {
  const times: number[] = [];
  for (let i = 0; i < RUNS + 10; i++) {
    const from = performance.now();
    await run();
    times.push((performance.now() - from) * 1000);
  }
  // The first ones compile.
  const sorted = times.slice(10).sort((a, b) => a - b);
  return `${sorted[RUNS >> 1]!.toFixed(0).padStart(7)} µs (best ${sorted[0]!.toFixed(0)})`;
}

let sink = 0;

async function withParser(parser: JamParser, bytes: Uint8Array, lines: number): Promise<string> {
  return medianUs(async () => {
    const batch = await parser.parse(bytes);
    sink += batch.number(lines - 1, parser.keys.indexOf('seq'));
    if (batch.malformed.length > 0) throw new Error('a sound line was refused');
    batch.release();
  });
}

async function open(mode: JamParserMode): Promise<JamParser | undefined> {
  try {
    return await createJamParser({ mode });
  } catch (error) {
    console.log(`${mode}: ${(error as Error).message}`);
    return undefined;
  }
}

const cpu = await open('cpu');
const device = await open('gpu-jsonl');
const auto = await open('auto');
await auto?.measured();
console.log('crossings', auto?.crossings, auto?.notice);
const arena = nativeHandle()?.arena;

for (const count of [1, 16, 100, 1000, 10_000, 100_000]) {
  const lines = sampleLines(count);
  const text = Buffer.from(`${lines.join('\n')}\n`);
  const range = arena?.allocate(text.length);
  range?.bytes.set(text);
  console.log(`${count} lines, ${text.length} bytes`);
  console.log(
    '  JSON.parse of strings  ',
    await medianUs(() => {
      for (const line of lines) sink += (JSON.parse(line) as { seq: number }).seq;
    }),
  );
  console.log(
    '  JSON.parse of bytes    ',
    await medianUs(() => {
      for (const line of text.toString().split('\n')) {
        if (line !== '') sink += (JSON.parse(line) as { seq: number }).seq;
      }
    }),
  );
  if (cpu !== undefined)
    console.log('  columns, cpu           ', await withParser(cpu, text, count));
  if (device !== undefined) {
    console.log('  columns, device, copied', await withParser(device, text, count));
    if (range !== undefined) {
      console.log('  columns, device, arena ', await withParser(device, range.bytes, count));
    }
  }
  range?.free();
}
console.log('device', device?.device, device?.notice, sink);
process.exit(0);
