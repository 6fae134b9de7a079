/**
 * Filter, duplicate filter and router over batches of 150-byte frames, three copies of each, from 1,000 streams: one by one as toast does it,
 * the batch pipeline on the processor, and on the device where there is one. Millions of frames a second.
 *
 *   npx tsx --conditions=@jamnet/source packages/toast/bench/frame-batch.ts
 */
import {
  createDuplicateFilter,
  createFrameBatch,
  createFrameView,
  type DuplicateFilter,
  encodeFrame,
  type FrameView,
  readDatagram,
} from '@jamnet/toast';
import type { crc32 } from '@jamnet/wire';
import { DESCRIPTOR_BYTES, nativeHandle, tableCrc32, zlibCrc32 } from '@jamnet/wire';

const STREAMS = 1000;
const PAYLOAD = 108;
const LENGTH = PAYLOAD + 42;
const COPIES = 3;
const ROUNDS = 7;
const name = new Uint8Array(12).fill(0x8a);

await import('@jamnet/gpu-native').catch(() => {});
const native = nativeHandle();
const answer = await native?.openCompute?.();
const compute = answer?.ok ? answer.compute : undefined;
const device = compute ? `${compute.name}, ${compute.memory}` : 'none';
console.log(`node ${process.version}, device: ${device}`);

const words = (bytes: number): Uint8Array =>
  native?.arena?.allocate(bytes)?.bytes ?? new Uint8Array(bytes);

/** `count` datagrams of the round: new sequences each time, so nothing is a duplicate but the copies. */
function write(bytes: Uint8Array, descriptors: DataView, count: number, round: number): void {
  for (let i = 0; i < count; i++) {
    const n = Math.floor(i / COPIES);
    const header = {
      streamType: 1,
      formatType: 1,
      flags: 0,
      burstIndex: i % COPIES,
      burstSize: COPIES,
      messageType: n % 3,
      streamId: 1 + (n & 1),
      timestampNs: i,
      sequence: round * 1000 + Math.floor(n / STREAMS),
      sessionName: name,
      senderId: (n % STREAMS) >> 1,
    };
    encodeFrame(header, payload, 0, PAYLOAD, bytes, i * LENGTH);
    descriptors.setUint32(i * DESCRIPTOR_BYTES + 16, i * LENGTH, true);
    descriptors.setUint16(i * DESCRIPTOR_BYTES + 24, LENGTH, true);
  }
}
const payload = Uint8Array.from({ length: PAYLOAD }, (_, i) => i * 7);

function createOneByOne(): (bytes: Uint8Array, descriptors: DataView, count: number) => void {
  const peers = new Map<number, Map<number, DuplicateFilter>>();
  const frame = createFrameView();
  const routed = new Uint32Array(256);
  const onFrame = (f: FrameView): void => {
    for (let i = 0; i < 12; i++) if (f.sessionName[i] !== name[i]) return;
    let streams = peers.get(f.senderId);
    if (!streams) peers.set(f.senderId, (streams = new Map()));
    let filter = streams.get(f.streamId);
    if (!filter) streams.set(f.streamId, (filter = createDuplicateFilter()));
    if (filter.accept(f.sequence) === 0 && f.streamType === 1) routed[f.messageType]!++;
  };
  return (bytes, descriptors, count) => {
    for (let i = 0; i < count; i++) {
      const at = descriptors.getUint32(i * 32 + 16, true);
      const end = at + descriptors.getUint16(i * 32 + 24, true);
      readDatagram(bytes, at, end, frame, onFrame, () => {});
    }
  };
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

for (const size of [60, 150, 400, 1200]) {
  const bytes = words(1200 * 64);
  const time = (crc: typeof crc32): string => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < 100_000; i++) crc(bytes, (i & 31) * 1200, size);
    return `${Math.round(Number(process.hrtime.bigint() - start) / 100_000)} ns`;
  };
  const lanes = { tables: tableCrc32, zlib: zlibCrc32! };
  for (const crc of Object.values(lanes)) time(crc);
  console.log(`CRC of ${size} bytes: tables ${time(tableCrc32)}, zlib ${time(zlibCrc32!)}`);
}

for (const count of [16, 64, 256, 1024, 4096, 16_384, 65_536]) {
  const bytes = words(Math.ceil((count * LENGTH) / 4) * 4);
  const descriptors = new DataView(new ArrayBuffer(count * DESCRIPTOR_BYTES));
  const sizes = { maxDatagrams: count, maxFrames: Math.max(29, count * 4), maxStreams: 4096 };
  const oneByOne = createOneByOne();
  const cpu = await createFrameBatch({ ...sizes, compute: null });
  const gpu = compute && (await createFrameBatch({ ...sizes, compute, crossing: 1 }));
  for (const batch of gpu ? [cpu, gpu] : [cpu]) {
    batch.join(name);
    batch.subscribe({ streamType: 1 });
    for (let m = 0; m < 3; m++) batch.subscribe({ streamType: 1, messageType: m });
  }
  const lanes: Record<string, () => unknown> = {
    'one by one': () => oneByOne(bytes, descriptors, count),
    'batch, processor': () => cpu.runNow(bytes, descriptors, count),
    ...(gpu && { 'batch, device': () => gpu.run(bytes, descriptors, count) }),
  };
  const times = Object.keys(lanes).map((): number[] => []);
  const repeats = Math.max(1, Math.floor(20_000 / count));
  for (let round = 0; round < ROUNDS * repeats; round++) {
    write(bytes, descriptors, count, round);
    for (const [lane, run] of Object.values(lanes).entries()) {
      const start = process.hrtime.bigint();
      await run();
      times[lane]!.push(Number(process.hrtime.bigint() - start));
    }
  }
  const figures = Object.keys(lanes).map(
    (lane, i) => `${lane} ${((count / median(times[i]!)) * 1e3).toFixed(2)} M/s`,
  );
  console.log(`${String(count).padStart(6)} datagrams: ${figures.join(', ')}`);
  await cpu.close();
  await gpu?.close();
}
