import { setTimeout as wait } from 'node:timers/promises';
import { createSystemClock, createSystemTimers, type DatagramPort } from '@jamnet/wire';
import { describe, test } from 'vitest';
import {
  createRandom,
  createSimulatedNetwork,
  datagramPortConformance,
  impair,
  type ImpairOptions,
} from '@jamnet/testkit';

type Impairments = Pick<ImpairOptions, 'send' | 'receive'>;

/** The decorator on the system's clock: the same demands as on virtual time. */
describe.each<[string, Impairments]>([
  ['with delay and jitter', { send: { delayMs: 3 }, receive: { delayMs: 1, jitterMs: 1 } }],
  ['that loses nothing', { send: { loss: 0 }, receive: { loss: 0 } }],
])('an impaired port %s in real time', (_name, impairments) => {
  const cases = datagramPortConformance(() => {
    const clock = createSystemClock();
    const timers = createSystemTimers(clock);
    const network = createSimulatedNetwork({ clock, timers, random: createRandom(1) });
    const open = (host: number): DatagramPort =>
      impair(network.createPort({ address: `10.0.0.${host}` }), {
        clock,
        timers,
        random: createRandom(host),
        ...impairments,
      });
    const a = open(1);
    const b = open(2);
    return {
      a,
      b,
      group: { family: 4, address: '239.192.1.2', port: 20_001 },
      clock,
      timers,
      settle: (ms) => wait(ms),
      async close() {
        await Promise.all([a.close(), b.close()]);
      },
    };
  });
  for (const { name, run } of cases) test(name, run);
});
