// npx tsx --conditions=@jamnet/source packages/gpu-native/bench/memory.ts
// Nanoseconds per call on this machine: median of the rounds, and the fastest, which a busy machine disturbs least.
import { createSystemClock } from '@jamnet/wire';
import { clockReadings, createRing, loadAddon, nativeArena, RECORD_WORDS } from '../src/index.js';

const ROUNDS = 15;
const loaded = loadAddon();
const memory = nativeArena();
if (!loaded.ok || !memory.ok) throw new Error('the native part is not there; npm run native');
const { addon } = loaded;
const { arena } = memory;

function rounds(run: () => void, calls: number): number[] {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = process.hrtime.bigint();
    for (let call = 0; call < calls; call += 1) run();
    times.push(Number(process.hrtime.bigint() - started) / calls);
  }
  return times.sort((a, b) => a - b);
}

function row(what: string, run: () => void, perCall = 1, calls = 100_000): void {
  const times = rounds(run, calls);
  const [middle, fastest] = [times[ROUNDS >> 1]!, times[0]!].map((ns) => (ns / perCall).toFixed(1));
  console.log(`${what.padEnd(58)} ${middle!.padStart(9)} ${fastest!.padStart(9)}`);
}

const ring = createRing(arena, 1024)!;
const one = new Uint32Array(RECORD_WORDS);
const many = new Uint32Array(32 * RECORD_WORDS);
row('ring: push and pop of 1 record', () => {
  ring.push(one, 0, 1);
  ring.pop(one, 0, 1);
});
row(
  'ring: push and pop of 32 records, per record',
  () => {
    ring.push(many, 0, 32);
    ring.pop(many, 0, 32);
  },
  32,
);
row(
  'ring: claim, publish, peek, advance of 32, per record',
  () => {
    ring.publish(Math.min(ring.claim(), 32));
    ring.advance(ring.peek());
  },
  32,
);
const list: Uint32Array[] = [];
row('array of typed arrays: push a new one and shift', () => {
  list.push(new Uint32Array(RECORD_WORDS));
  list.shift();
});

const clock = createSystemClock();
let sum = 0;
row("wire's clock, which reads process.hrtime()", () => void (sum += clock.nowNs()));
row('the native clock, through the addon', () => void (sum += addon.clockNowNs()));
row('clockReadings(1)', () => void clockReadings(1), 1, 10_000);
row('clockReadings(16)', () => void clockReadings(), 1, 10_000);
row('arena: allocate and free 4 KiB', () => arena.allocate(4096)!.free(), 1, 10_000);
const best = Array.from({ length: 100 }, () => clockReadings().maxDeviationNs).sort(
  (a, b) => a - b,
);
console.log(`deviation of clockReadings(): median ${best[50]} ns, largest of 100 ${best[99]} ns`);
