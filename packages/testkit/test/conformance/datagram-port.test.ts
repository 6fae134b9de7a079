import type { DatagramPort } from '@jamnet/wire';
import { describe, test } from 'vitest';
import {
  createRandom,
  createSimulatedNetwork,
  createVirtualTime,
  datagramPortConformance,
  impair,
  type DatagramPortHarness,
  type ImpairOptions,
  type SimulatedPortOptions,
} from '@jamnet/testkit';

type Decorate = (port: DatagramPort, options: ImpairOptions) => DatagramPort;

function harness(
  portOptions: Omit<SimulatedPortOptions, 'address'>,
  decorate: Decorate,
  group = '239.192.1.2',
): DatagramPortHarness {
  const { clock, timers, runAsync } = createVirtualTime({ startNs: 1e9 });
  const network = createSimulatedNetwork({ clock, timers, random: createRandom(1) });
  const open = (host: number) => {
    const address = [`10.77.0.${host}`, `fd4a:414d::${host}`];
    const port = network.createPort({ address, ...portOptions });
    return decorate(port, { clock, timers, random: createRandom(host) });
  };
  const a = open(1);
  const b = open(2);
  return {
    a,
    b,
    group: { family: group.includes(':') ? 6 : 4, address: group, port: 20_001 },
    clock,
    timers,
    async settle(ms) {
      await runAsync(clock.nowNs() + ms * 1e6);
    },
    async close() {
      await Promise.all([a.close(), b.close()]);
    },
  };
}

const plain: Decorate = (port) => port;
const subjects: Readonly<Record<string, () => DatagramPortHarness>> = {
  'simulated port': () => harness({}, plain),
  'simulated port, IPv6 group': () => harness({}, plain, 'ff12::4a4d:1:2%eth0'),
  'simulated port with batches': () => harness({ batches: true }, plain),
  'impaired port that does nothing': () => harness({}, impair),
  'impaired port with batches that loses nothing': () =>
    harness({ batches: true }, (port, options) =>
      impair(port, { ...options, send: { loss: 0 }, receive: { loss: 0 } }),
    ),
  'impaired port with delay both ways': () =>
    harness({}, (port, options) =>
      impair(port, { ...options, send: { delayMs: 3 }, receive: { delayMs: 2 } }),
    ),
  'impaired port behind a wide bottleneck': () =>
    harness({ batches: true }, (port, options) => {
      const bottleneck = { bitsPerSecond: 100e6, queueBytes: 100_000 };
      return impair(port, { ...options, send: { bottleneck }, receive: { bottleneck } });
    }),
};

for (const [name, make] of Object.entries(subjects)) {
  describe(name, () => {
    for (const demand of datagramPortConformance(make)) test(demand.name, demand.run);
  });
}
