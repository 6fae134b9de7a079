import type { BatchHandler, DatagramPort, Destination, Timers } from '@jamnet/wire';
import { describe, expect, test } from 'vitest';
import {
  createRandom,
  createSimulatedNetwork,
  createVirtualTime,
  datagramPortConformance,
  timersConformance,
} from '@jamnet/testkit';

/** Replaces some methods of an object; the rest goes to the object. */
function withFault<T extends object>(target: T, fault: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(name in fault ? fault : target, name);
      return typeof value === 'function' ? value.bind(name in fault ? fault : target) : value;
    },
  });
}

const hostOf = (port: DatagramPort) => port.endpoints()[0].address;

/** Each breaks a sound port in one way, and names a demand that has to notice. */
const PORT_FAULTS: Readonly<
  Record<string, readonly [demand: string, fault: (port: DatagramPort) => Partial<DatagramPort>]>
> = {
  'ignores the offset': [
    'only the given range is sent',
    (port) => ({
      send: (bytes, _offset, length, to, atNs) => port.send(bytes, 0, length, to, atNs),
    }),
  ],
  'sends the whole array': [
    'only the given range is sent',
    (port) => ({ send: (bytes, _o, _l, to, atNs) => port.send(bytes, 0, bytes.length, to, atNs) }),
  ],
  'loses empty datagrams': [
    'datagrams of 0, 1 and 1200 bytes pass whole',
    (port) => ({ send: (bytes, o, l, to, atNs) => l === 0 || port.send(bytes, o, l, to, atNs) }),
  ],
  'cuts long datagrams': [
    'datagrams of 0, 1 and 1200 bytes pass whole',
    (port) => ({
      send: (bytes, o, l, to, atNs) => port.send(bytes, o, Math.min(l, 1_199), to, atNs),
    }),
  ],
  'sends timed datagrams at once': [
    'a timed send goes out, and not before its time',
    (port) => ({ send: (bytes, o, l, to) => port.send(bytes, o, l, to, 0) }),
  ],
  'never sends timed datagrams': [
    'a timed send goes out, and not before its time',
    (port) => ({ send: (bytes, o, l, to, atNs) => atNs > 0 || port.send(bytes, o, l, to, 0) }),
  ],
  'accepts sends when it is closed': [
    'a closed port refuses to send, and counts it',
    (port) => ({ send: (...call) => port.send(...call) || true }),
  ],
  'does not close': [
    'a closed port receives nothing more',
    () => ({ close: () => Promise.resolve() }),
  ],
  'refuses to close twice': [
    'closing twice is fine',
    (port) => {
      let closed = false;
      return {
        close() {
          if (closed) return Promise.reject(new Error('closed already'));
          closed = true;
          return port.close();
        },
      };
    },
  ],
  'does not join': [
    'who has joined a group receives it, who has not does not',
    () => ({ join: () => Promise.resolve() }),
  ],
  'does not leave': [
    'who has left a group receives it no more',
    () => ({ leave: () => Promise.resolve() }),
  ],
  'joins anything': [
    'an address that is no group cannot be joined',
    () => ({ join: () => Promise.resolve() }),
  ],
  'has no loopback of multicast': [
    'every port on a group receives it once, the sender too',
    (port) => ({
      onBatch: (handler) => {
        port.onBatch(fromOthersOnly(port, handler));
      },
    }),
  ],
  'tells the wrong source': [
    'the source index leads to an address that answers reach',
    (port) => ({ source: () => port.endpoints()[0] }),
  ],
  'forgets the source': [
    'the source index leads to an address that answers reach',
    () => ({ source: () => undefined }),
  ],
  'gives a wrong endpoint': [
    'every endpoint of a port reaches it',
    (port) => ({
      endpoints: () => port.endpoints().map((own): Destination => ({ ...own, port: own.port ^ 1 })),
    }),
  ],
  'tells no arrival': [
    'a descriptor says when a datagram arrived, between sending and delivery',
    (port) => ({
      onBatch: (handler) => {
        port.onBatch((view, descriptors, count) => {
          for (let i = 0; i < count; i += 1) descriptors.setBigUint64(i * 32, 0n, true);
          handler(view, descriptors, count);
        });
      },
    }),
  ],
  'counts nothing': [
    'what is sent and received adds up in stats',
    (port) => {
      const atFirst = port.stats();
      return { stats: () => atFirst };
    },
  ],
  'keeps the first handler': [
    'a second handler takes the place of the first',
    (port) => {
      let has = false;
      return {
        onBatch(handler) {
          if (!has) port.onBatch(handler);
          has = true;
        },
      };
    },
  ],
  'keeps the buffer instead of a copy': [
    'the sender may overwrite its buffer once send has returned',
    (port) => ({
      send(bytes, o, l, to, atNs) {
        queueMicrotask(() => port.send(bytes, o, l, to, atNs));
        return true;
      },
    }),
  ],
};

function fromOthersOnly(port: DatagramPort, handler: BatchHandler): BatchHandler {
  return (view, descriptors, count) => {
    const own = port.source(descriptors.getUint16(28, true))?.address === hostOf(port);
    if (!own) handler(view, descriptors, count);
  };
}

function openPair(fault: (port: DatagramPort) => Partial<DatagramPort>) {
  const time = createVirtualTime({ startNs: 1e9 });
  const { clock, timers } = time;
  const network = createSimulatedNetwork({ clock, timers, random: createRandom(1) });
  const open = (host: number) => {
    const port = network.createPort({ address: `10.0.0.${host}` });
    return withFault(port, fault(port));
  };
  return {
    a: open(1),
    b: open(2),
    group: { family: 4, address: '239.1.2.3', port: 5_000 } as const,
    clock,
    timers,
    async settle(ms: number) {
      await time.runAsync(clock.nowNs() + ms * 1e6);
    },
    close: () => Promise.resolve(),
  };
}

describe('the conformance suite notices a port that', () => {
  test.each(Object.entries(PORT_FAULTS))('%s', async (_name, [demand, fault]) => {
    const found = datagramPortConformance(() => openPair(fault)).find(
      ({ name }) => name === demand,
    );
    expect(found).toBeDefined();
    await expect(found?.run()).rejects.toThrow();
  });
});

const TIMER_FAULTS: Readonly<
  Record<string, readonly [demand: string, fault: (timers: Timers) => Partial<Timers>]>
> = {
  'run early': [
    'a timer runs once, and not before its time',
    (timers) => ({ schedule: (atNs, run) => timers.schedule(atNs - 1e6, run) }),
  ],
  'run twice': [
    'a timer runs once, and not before its time',
    (timers) => ({
      schedule(atNs, run) {
        timers.schedule(atNs, run);
        return timers.schedule(atNs, run);
      },
    }),
  ],
  'run at once what is due': [
    'nothing runs within schedule, however long its time has passed',
    (timers) => ({
      schedule(atNs, run) {
        if (atNs > 0) return timers.schedule(atNs, run);
        run();
        return 1;
      },
    }),
  ],
  'defer at once': [
    'nothing runs within schedule, however long its time has passed',
    () => ({
      defer: (run) => {
        run();
      },
    }),
  ],
  'do not cancel': ['a cancelled timer does not run', () => ({ cancel: () => undefined })],
  'run what is due together in any order': [
    'timers run in the order of their times, at one time in the order of scheduling',
    (timers) => {
      let order = 0;
      return { schedule: (atNs, run) => timers.schedule(atNs + 100 - (order += 1), run) };
    },
  ],
  'cancel by the former id of a slot': [
    'ids are never 0, and those that mean nothing are ignored',
    (timers) => {
      let newest = 0;
      return {
        schedule: (atNs, run) => (newest = timers.schedule(atNs, run)),
        cancel: () => {
          timers.cancel(newest);
        },
      };
    },
  ],
  'take anything for a time': [
    'a time that is no number is refused',
    (timers) => ({ schedule: (atNs, run) => timers.schedule(atNs || 0, run) }),
  ],
  'defer to a later time': [
    'what a timer defers runs after it, in order, before a later timer',
    (timers) => ({
      defer: (run) => {
        timers.schedule(1e9 + 50e6, run);
      },
    }),
  ],
};

describe('the conformance suite notices timers that', () => {
  test.each(Object.entries(TIMER_FAULTS))('%s', async (_name, [demand, fault]) => {
    const cases = timersConformance(() => {
      const time = createVirtualTime({ startNs: 1e9 });
      return {
        clock: time.clock,
        timers: withFault(time.timers, fault(time.timers)),
        async settle(ms: number) {
          await time.runAsync(time.clock.nowNs() + ms * 1e6);
        },
        close: () => undefined,
      };
    });
    const found = cases.find(({ name }) => name === demand);
    expect(found).toBeDefined();
    await expect(found?.run()).rejects.toThrow();
  });
});
