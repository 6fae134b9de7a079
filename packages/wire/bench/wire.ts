/**
 * Cost of what runs per packet, in nanoseconds: the median of 15 rounds and the fastest, which a busy machine disturbs least. Beside each of ours stands the obvious other way.
 *
 *     npx tsx --conditions=@jamnet/source packages/wire/bench/wire.ts
 */
import {
  createLineReader,
  createSystemClock,
  createTimerHeap,
  createWordTable,
  crc16,
  crc32,
  portableCrc32,
  readU32,
  readU64,
  writeAscii,
  writeBytes,
  writeInt,
  zlibCrc32,
} from '@jamnet/wire';

const ROUNDS = 15;

/** What the work gives back goes here, so that the compiler cannot leave the work out. */
let sink = 0;

function measure(name: string, times: number, work: (i: number) => number): void {
  const perCallNs: number[] = [];
  for (let round = 0; round < ROUNDS + 3; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < times; i++) sink += work(i);
    if (round >= 3) perCallNs.push(Number(process.hrtime.bigint() - start) / times);
  }
  perCallNs.sort((a, b) => a - b);
  const [fastest, median] = [perCallNs[0]!, perCallNs[ROUNDS >> 1]!].map((ns) => ns.toFixed(1));
  console.log(`${name.padEnd(58)} ${median!.padStart(8)} ${fastest!.padStart(8)}`);
}

console.log(`${'ns per call'.padEnd(58)} ${'median'.padStart(8)} ${'fastest'.padStart(8)}`);

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const pool = Uint8Array.from({ length: 65_536 }, (_, i) => (i * 7) & 0x1f);
const packetOf = (i: number) => (i & 63) << 10;

const oneView = new DataView(pool.buffer);
function headerOf(view: DataView, at: number): number {
  const seconds = view.getUint32(at + 14, true) * 2 ** 32 + view.getUint32(at + 10, true);
  return (
    view.getUint32(at, true) +
    view.getUint32(at + 6, true) +
    seconds +
    view.getUint32(at + 18, true)
  );
}

measure('header of a frame: bytes and shifts (ours)', 200_000, (i) => {
  const at = packetOf(i);
  return (
    readU32(pool, at) + readU32(pool, at + 6) + readU64(pool, at + 10) + readU32(pool, at + 18)
  );
});
measure('header of a frame: one DataView kept', 200_000, (i) => headerOf(oneView, packetOf(i)));
measure('header of a frame: a new DataView per packet', 200_000, (i) =>
  headerOf(new DataView(pool.buffer, packetOf(i), 64), 0),
);

for (const length of [60, 150, 1200]) {
  measure(`CRC-32 of ${length} bytes: the one for the length (ours)`, 100_000, (i) =>
    crc32(pool, i & 31, length),
  );
  measure(`CRC-32 of ${length} bytes: zlib`, 100_000, (i) => zlibCrc32!(pool, i & 31, length));
  measure(`CRC-32 of ${length} bytes: portable`, 50_000, (i) =>
    portableCrc32(pool, i & 31, length),
  );
}
measure('CRC-16 of 23 bytes', 100_000, (i) => crc16(pool, i & 31, 23));

const clock = createSystemClock();
measure('nowNs', 200_000, () => clock.nowNs());
measure('process.hrtime.bigint', 200_000, () => Number(process.hrtime.bigint()));

const heap = createTimerHeap();
const nothing = () => {};
for (let i = 0; i < 1000; i++) heap.push(1e9 + i, nothing);
measure('timer heap of 1,000: push and pop', 100_000, (i) => {
  heap.push(i, nothing);
  heap.pop();
  return heap.size;
});
measure('timer heap of 1,000: push and cancel', 100_000, (i) => {
  heap.cancel(heap.push(2e9 + i, nothing));
  return heap.size;
});

const compact = encoder.encode('{"t":"n+","c":1,"n":60,"v":100,"ts":123456789012,"seq":4242}\n');
const keys = ['t', 'ver', 'g', 'c', 'n', 'v', 'cc', 'val', 'p', 'b', 'pr', 'd', 'ts', 'seq'];
const reader = createLineReader(keys);
const words = createWordTable(['n+', 'n-', 'cc', 'pc', 'pb', 'at', 'cp', 'sx', 'tc']);
measure(`line of ${compact.length} bytes: read, type found (ours)`, 100_000, () => {
  const next = reader.read(compact, 0, compact.length);
  return next + reader.word(0, words);
});
measure(`line of ${compact.length} bytes: TextDecoder and JSON.parse`, 100_000, () => {
  return (JSON.parse(decoder.decode(compact)) as { n: number }).n;
});
const data = Array.from({ length: 300 }, (_, i) => i % 128);
const sysex = encoder.encode(`{"t":"sx","d":[${data.join()}],"seq":4}\n`);
const out = new Uint8Array(300);
measure(`line of ${sysex.length} bytes: read with 300 array elements (ours)`, 10_000, () => {
  reader.read(sysex, 0, sysex.length);
  return reader.numberArray(11, out, 0, 127);
});
measure(`line of ${sysex.length} bytes: TextDecoder and JSON.parse`, 10_000, () => {
  return (JSON.parse(decoder.decode(sysex)) as { d: number[] }).d.length;
});

const line = new Uint8Array(128);
const pieces = ['{"t":"n+","c":', ',"n":', ',"v":', ',"ts":', ',"seq":', '}\n'] as const;
const encoded = pieces.map((piece) => encoder.encode(piece));
measure('line of 63 bytes: written with writeAscii (ours)', 100_000, (i) => {
  let at = writeInt(line, writeAscii(line, 0, pieces[0]), 1);
  at = writeInt(line, writeAscii(line, at, pieces[1]), 60 + (i & 7));
  at = writeInt(line, writeAscii(line, at, pieces[2]), 100);
  at = writeInt(line, writeAscii(line, at, pieces[3]), 123_456_789_012 + i);
  at = writeInt(line, writeAscii(line, at, pieces[4]), 424_242 + i);
  return writeAscii(line, at, pieces[5]);
});
measure('line of 63 bytes: written with writeBytes (ours)', 100_000, (i) => {
  let at = writeInt(line, writeBytes(line, 0, encoded[0]!), 1);
  at = writeInt(line, writeBytes(line, at, encoded[1]!), 60 + (i & 7));
  at = writeInt(line, writeBytes(line, at, encoded[2]!), 100);
  at = writeInt(line, writeBytes(line, at, encoded[3]!), 123_456_789_012 + i);
  at = writeInt(line, writeBytes(line, at, encoded[4]!), 424_242 + i);
  return writeBytes(line, at, encoded[5]!);
});
measure('line of 63 bytes: JSON.stringify and encodeInto', 100_000, (i) => {
  const message = {
    t: 'n+',
    c: 1,
    n: 60 + (i & 7),
    v: 100,
    ts: 123_456_789_012 + i,
    seq: 424_242 + i,
  };
  return encoder.encodeInto(JSON.stringify(message), line).written;
});

if (Number.isNaN(sink)) console.log(sink);
