/**
 * What the port on node:dgram costs beside bare sockets, and why its send path is as it is.
 * Run: npx tsx --conditions=@jamnet/source packages/toast/bench/dgram-send.ts [datagrams per lane]
 *
 * Lanes take turns datagram by datagram in an order that changes, because whoever goes second in two separate runs looks
 * faster. `bare` stands there twice: the ratio of the two is what the ratios of the others can be off by.
 */
import { createSocket, type Socket, type SocketOptions } from 'node:dgram';
import { createSystemClock, createSystemTimers, type Destination } from '@jamnet/wire';
import { createDgramPort } from '../src/dgram/dgram-port.js';

const BYTES = 150;
const perLane = Number(process.argv[2] ?? 5_000);
const clock = createSystemClock();
const timers = createSystemTimers(clock);
const payload = new Uint8Array(BYTES);

interface Lane {
  readonly name: string;
  send(): void;
  onArrival(handler: () => void): void;
  close(): Promise<unknown>;
}

const numericLookup = ((address: string, _options: unknown, done: (...args: unknown[]) => void) =>
  done(null, address, 4)) as unknown as NonNullable<SocketOptions['lookup']>;

let groups = 0;
const newGroup = (): Destination => ({
  family: 4,
  address: `239.195.77.${++groups}`,
  port: 28_500,
});

async function bareLane(
  name: string,
  kind: { lookup?: boolean; connected?: boolean; callback?: boolean } = {},
): Promise<Lane> {
  const group = newGroup();
  const receiver = createSocket({ type: 'udp4', reuseAddr: true });
  await new Promise<void>((done) => receiver.bind(group.port, group.address, done));
  receiver.addMembership(group.address, '127.0.0.1');
  const sender = createSocket({ type: 'udp4', ...(kind.lookup ? { lookup: numericLookup } : {}) });
  await new Promise<void>((done) => sender.bind(0, done));
  sender.setMulticastInterface('127.0.0.1');
  if (kind.connected) {
    await new Promise<void>((done) => sender.connect(group.port, group.address, done));
  }
  const sent = kind.callback ? () => {} : undefined;
  const close = (socket: Socket) => new Promise<void>((done) => socket.close(() => done()));
  return {
    name,
    send: kind.connected
      ? () => sender.send(payload, sent)
      : () => sender.send(payload, 0, BYTES, group.port, group.address, sent),
    onArrival: (handler) => void receiver.on('message', handler),
    close: () => Promise.all([close(sender), close(receiver)]),
  };
}

async function portLane(name: string): Promise<Lane> {
  const group = newGroup();
  const options = { clock, timers, interfaces: ['lo'], families: [4] as const };
  const [a, b] = [await createDgramPort(options), await createDgramPort(options)];
  await b.join(group);
  return {
    name,
    send: () => void a.send(payload, 0, BYTES, group, 0),
    onArrival: (handler) => b.onBatch(handler),
    close: () => Promise.all([a.close(), b.close()]),
  };
}

const quantile = (sorted: Float64Array, q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]!;
const us = (ns: number): string => (ns / 1e3).toFixed(1).padStart(8);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

let state = 1;

/** In place; the same at each run of the bench. */
function shuffled<T>(list: T[]): T[] {
  for (let last = list.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [list[last], list[other]] = [list[other]!, list[last]!];
  }
  return list;
}

/** From the call of `send` to the call of the handler. */
async function oneWay(lanes: readonly Lane[]): Promise<void> {
  const samples = lanes.map(() => new Float64Array(perLane));
  let arrived = (): void => {};
  let arrivalNs = 0;
  for (const lane of lanes) {
    lane.onArrival(() => {
      arrivalNs = clock.nowNs();
      arrived();
    });
  }
  for (let i = -500; i < perLane; i++) {
    for (const [l, lane] of shuffled([...lanes.entries()])) {
      await pause();
      const arrival = new Promise<void>((resolve) => (arrived = resolve));
      const sentNs = clock.nowNs();
      lane.send();
      await arrival;
      if (i >= 0) samples[l]![i] = arrivalNs - sentNs;
    }
  }
  const sorted = samples.map((each) => each.sort());
  const base = quantile(sorted[0]!, 0.5);
  print(
    `one way within one process, loopback multicast, ${BYTES} bytes, 1 ms apart, n = ${perLane}`,
  );
  print(`${'lane'.padEnd(32)}  p50 us   p99 us  ratio of p50`);
  for (const [l, lane] of lanes.entries()) {
    const [p50, p99] = [quantile(sorted[l]!, 0.5), quantile(sorted[l]!, 0.99)];
    print(`${lane.name.padEnd(32)}${us(p50)} ${us(p99)}  ${(p50 / base).toFixed(2).padStart(6)}`);
  }
}

/** Time of the whole loop, with what Node puts off to the end of the tick. */
async function perCall(lanes: readonly Lane[]): Promise<void> {
  const rounds = 400;
  const inRound = 32;
  const samples = lanes.map(() => new Float64Array(rounds));
  for (const lane of lanes) lane.onArrival(() => {});
  for (let r = -50; r < rounds; r++) {
    for (const [l, lane] of shuffled([...lanes.entries()])) {
      await turn();
      const startNs = clock.nowNs();
      for (let i = 0; i < inRound; i++) lane.send();
      await new Promise<void>((resolve) => process.nextTick(resolve));
      if (r >= 0) samples[l]![r] = (clock.nowNs() - startNs) / inRound;
      await turn();
    }
  }
  // Minimum and quartile beside the median: on a busy machine the median jumps between two modes from run to run.
  const sorted = samples.map((each) => each.sort());
  const base = quantile(sorted[0]!, 0.5);
  print(`\nsend, ${inRound} in a row, with the tick's end, ns a call`);
  print(`${'lane'.padEnd(32)}     min     p25     p50     p75  ratio of p50`);
  for (const [l, lane] of lanes.entries()) {
    const figures = [0, 0.25, 0.5, 0.75].map((q) => quantile(sorted[l]!, q));
    const columns = figures.map((ns) => ns.toFixed(0).padStart(8)).join('');
    print(`${lane.name.padEnd(32)}${columns}  ${(figures[2]! / base).toFixed(2).padStart(6)}`);
  }
}

/** How late Node's timers let timed sends go. */
async function pacing(): Promise<void> {
  const port = await createDgramPort({ clock, timers, interfaces: ['lo'], families: [4] });
  const to = port.endpoints()[0]!;
  const lateNs: number[] = [];
  let due = 0;
  let done = (): void => {};
  port.onBatch((view, descriptors) => {
    const arrivalNs = Number(descriptors.getBigUint64(0, true));
    lateNs.push(arrivalNs - Number(new DataView(view.buffer).getBigUint64(0, true)));
    if (lateNs.length === due) done();
  });
  for (let i = 0; i < 1_000; i++) {
    // No two of them alike against the millisecond.
    const atNs = clock.nowNs() + 2e6 + Math.floor(((i * 7_919) % 1_000) * 7e3);
    new DataView(payload.buffer).setBigUint64(0, BigInt(atNs), true);
    due = i + 1;
    const arrival = new Promise<void>((resolve) => (done = resolve));
    port.send(payload, 0, BYTES, to, atNs);
    await arrival;
  }
  const sorted = Float64Array.from(lateNs).sort();
  const at = (q: number): string => us(quantile(sorted, q));
  print(`\ntimed send to arrival, late by: p1 ${at(0.01)}  p50 ${at(0.5)}  p99 ${at(0.99)} us`);
  print(`the port says: ${port.stats().pacingLatenessUs.toFixed(0)} us (median of the last 256)`);
  await port.close();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const lanes = [
  await bareLane('bare'),
  await bareLane('bare again'),
  await bareLane('bare, callback', { callback: true }),
  await bareLane('bare, numeric lookup', { lookup: true }),
  await bareLane('bare, numeric lookup, callback', { lookup: true, callback: true }),
  await bareLane('bare, connected', { connected: true, lookup: true }),
  await portLane('port'),
  await portLane('port again'),
];
print(`node ${process.version}, ${process.platform} ${process.arch}`);
await oneWay(lanes);
await perCall(lanes);
await Promise.all(lanes.map((lane) => lane.close()));
await pacing();
