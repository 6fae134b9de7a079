import {
  createRandom,
  createSimulatedNetwork,
  createVirtualTime,
  type VirtualTime,
} from '@jamnet/testkit';
import type { ToastOptions } from '@jamnet/toast';

/** A LAN in virtual time on which everything follows from the seed. */
export interface Lan {
  readonly time: VirtualTime;
  /** What one process there gives to `createToast` or `joinSession`. */
  place(name: string): ToastOptions;
  runMs(ms: number): void;
}

export function createLan(seed = 1): Lan {
  const time = createVirtualTime({ startNs: 1e12 });
  const { clock, timers } = time;
  const random = createRandom(seed);
  const network = createSimulatedNetwork({ clock, timers, random });
  let hosts = 0;
  return {
    time,
    place: (name) => ({
      name,
      port: network.createPort({ address: `10.0.0.${++hosts}` }),
      clock,
      timers,
      random,
      clockId: '00000001',
      discovery: 'direct',
    }),
    runMs: (ms) => time.runFor(ms * 1e6),
  };
}
