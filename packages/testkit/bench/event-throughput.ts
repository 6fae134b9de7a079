import { performance } from 'node:perf_hooks';
import type { Destination } from '@jamnet/wire';
import {
  createRandom,
  createSimulatedNetwork,
  createVirtualTime,
  impair,
  type Impairment,
} from '@jamnet/testkit';

/** How many events of each kind a second of one core runs. `tsx --conditions=@jamnet/source bench/event-throughput.ts`. */
const GROUP: Destination = { family: 4, address: '239.1.2.3', port: 5_000 };
const BYTES = new Uint8Array(150);

function lap(name: string, events: number, run: () => void): void {
  const startMs = performance.now();
  run();
  const seconds = (performance.now() - startMs) / 1_000;
  const rate = (events / seconds / 1e6).toFixed(1);
  console.log(`${name.padEnd(60)} ${rate.padStart(6)} M/s (${events / 1e6} M)`);
}

function timers(): void {
  const { clock, timers: virtual, run } = createVirtualTime();
  const events = 10_000_000;
  let left = events;
  for (let i = 0; i < 1_000; i += 1) {
    const tick = () => {
      left -= 1;
      if (left >= 1_000) virtual.schedule(clock.nowNs() + 1_000 + i * 7, tick);
    };
    virtual.schedule(i, tick);
  }
  lap('timers, 1,000 waiting', events, () => run());
}

function multicast(): void {
  const { clock, timers: virtual, run } = createVirtualTime();
  const network = createSimulatedNetwork({ clock, timers: virtual, random: createRandom(1) });
  const sender = network.createPort({ address: '10.0.0.1' });
  for (let i = 0; i < 1_000; i += 1) {
    const port = network.createPort({ address: `10.1.${i >> 8}.${i & 255}` });
    port.onBatch(() => undefined);
    void port.join(GROUP);
  }
  let left = 10_000;
  const tick = () => {
    sender.send(BYTES, 0, BYTES.length, GROUP, 0);
    left -= 1;
    if (left > 0) virtual.schedule(clock.nowNs() + 1e6, tick);
  };
  virtual.schedule(0, tick);
  lap('deliveries of a multicast to 1,000 ports', 10_000_000, () => run());
}

function unicast(name: string, receive: Impairment | undefined): void {
  const { clock, timers: virtual, run } = createVirtualTime();
  const network = createSimulatedNetwork({ clock, timers: virtual, random: createRandom(1) });
  const sender = network.createPort({ address: '10.0.0.1' });
  const plain = network.createPort({ address: '10.0.0.2' });
  const receiver = receive
    ? impair(plain, { clock, timers: virtual, random: createRandom(2), receive })
    : plain;
  receiver.onBatch(() => undefined);
  const to = receiver.endpoints()[0];
  const datagrams = 2_000_000;
  let left = datagrams / 10;
  const tick = () => {
    const nowNs = clock.nowNs();
    for (let i = 0; i < 10; i += 1) sender.send(BYTES, 0, BYTES.length, to, nowNs + i * 1e5);
    left -= 1;
    if (left > 0) virtual.schedule(nowNs + 1e6, tick);
  };
  virtual.schedule(0, tick);
  lap(`timed unicast datagrams, ${name}`, datagrams, () => run());
}

timers();
multicast();
unicast('perfect network', undefined);
unicast('independent loss', { loss: 0.3 });
unicast('loss in runs', { loss: { gilbertElliott: { loss: 0.05, meanBurstMs: 10 } } });
unicast('loss, delay and jitter', { loss: 0.1, delayMs: 5, jitterMs: 3 });
