import { createRandom, createSimulatedNetwork, createVirtualTime } from '@jamnet/testkit';
import { createToast } from '@jamnet/toast';
import { expect, it } from 'vitest';
import { countOwnDatagrams } from '../src/own-datagrams.js';

it('what a sender hears of itself is counted apart from what others send', async () => {
  const time = createVirtualTime({ startNs: 1e9 });
  const random = createRandom(1);
  const network = createSimulatedNetwork({ clock: time.clock, timers: time.timers, random });
  const toasts = await Promise.all(
    ['10.0.0.1', '10.0.0.2'].map(async (address) => {
      const own = countOwnDatagrams(network.createPort({ address }));
      const toast = await createToast({ ...time, random, port: own.port });
      own.senderId = toast.senderId;
      await toast.openSession({ topic: 'midi://test' });
      return { own, toast };
    }),
  );
  await time.runAsync(5e9);
  const [first, second] = toasts.map(({ own, toast }) => {
    const { datagramsSent, datagramsReceived } = toast.stats().port;
    return { datagramsSent, own: own.count, others: datagramsReceived - own.count };
  });
  expect(first.own).toBeGreaterThan(10);
  expect(first.own).toBe(first.datagramsSent);
  expect(first.others).toBe(second.datagramsSent);
  await Promise.all(toasts.map(({ toast }) => toast.close()));
});
