import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import { createInterfaceWatch } from '../../src/udp/interface-watch.js';
import type { NetworkInterface } from '../../src/udp/interfaces.js';
import { anInterface } from './an-interface.js';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('createInterfaceWatch', () => {
  const lo = anInterface('lo', '127.0.0.1');

  it('looks every two seconds until it is stopped, and leaves no timer', async () => {
    const time = createVirtualTime();
    const seen: (readonly NetworkInterface[])[] = [];
    const follow = async (available: readonly NetworkInterface[]): Promise<void> => {
      seen.push(available);
    };
    const watch = createInterfaceWatch(
      time.clock,
      time.timers,
      () => [lo],
      follow,
      () => {},
    );
    await time.runAsync(1.9e9);
    expect(seen).toEqual([]);
    await time.runAsync(6.1e9);
    expect(seen).toEqual([[lo], [lo], [lo]]);
    await watch.stop();
    expect(time.pending).toBe(0);
  });

  it('goes on when looking or following throws', async () => {
    const time = createVirtualTime();
    const errors: string[] = [];
    let looks = 0;
    const scan = (): NetworkInterface[] => {
      if (++looks === 1) throw new Error('no list');
      return [];
    };
    const follow = (): Promise<void> => Promise.reject(new Error(`look ${looks}`));
    const onError = (error: Error): void => void errors.push(error.message);
    const watch = createInterfaceWatch(time.clock, time.timers, scan, follow, onError);
    await time.runAsync(6e9);
    await watch.stop();
    expect(errors).toEqual(['no list', 'look 2', 'look 3']);
  });

  it('follows once at a time, and stops when that is done', async () => {
    const time = createVirtualTime();
    let calls = 0;
    let finish = (): void => {};
    const follow = (): Promise<void> => {
      calls++;
      return new Promise((resolve) => (finish = resolve));
    };
    const watch = createInterfaceWatch(
      time.clock,
      time.timers,
      () => [],
      follow,
      () => {},
    );
    await time.runAsync(10e9);
    expect(calls).toBe(1);
    let stopped = false;
    const stopping = watch.stop().then(() => (stopped = true));
    await nextTurn();
    expect(stopped).toBe(false);
    finish();
    await stopping;
    expect(time.pending).toBe(0);
  });
});
