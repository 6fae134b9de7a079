import assert from 'node:assert/strict';
import { JamError } from '@jamnet/wire';
import {
  expectArrivals,
  pattern,
  reachable,
  recordArrivals,
  type DatagramPortHarness,
} from './port-harness.js';

type Demand = (harness: DatagramPortHarness) => Promise<void>;

/** An arrival may be told a little before the sender's clock says so where the kernel tells it. */
const CLOCK_TOLERANCE_NS = 100_000;

/** When datagrams go out, what is counted, and what is left after closing. */
export const lifecycleDemands: Readonly<Record<string, Demand>> = {
  'a timed send goes out, and not before its time': async (harness) => {
    const { a, b, clock } = harness;
    const received = recordArrivals(b);
    const atNs = clock.nowNs() + 25e6;
    assert.equal(a.send(pattern(10), 0, 10, reachable(a, b)[0], atNs), true);
    await expectArrivals(harness, received, 1);
    const earlyNs = atNs - received[0].arrivalNs;
    assert.ok(earlyNs <= CLOCK_TOLERANCE_NS, `it arrived ${earlyNs} ns before its time`);
  },

  'timed sends go out in the order of their times': async (harness) => {
    const { a, b, clock } = harness;
    const received = recordArrivals(b);
    const to = reachable(a, b)[0];
    const nowNs = clock.nowNs();
    for (const ms of [40, 10, 25]) a.send(pattern(10, ms), 0, 10, to, nowNs + ms * 1e6);
    await expectArrivals(harness, received, 3);
    assert.deepEqual(
      received.map(({ bytes }) => bytes),
      [pattern(10, 10), pattern(10, 25), pattern(10, 40)],
    );
  },

  'a time that has passed means now': async (harness) => {
    const { a, b, clock } = harness;
    const received = recordArrivals(b);
    await harness.settle(20);
    assert.equal(a.send(pattern(10), 0, 10, reachable(a, b)[0], clock.nowNs() - 10e6), true);
    await expectArrivals(harness, received, 1);
  },

  'what is sent and received adds up in stats': async (harness) => {
    const { a, b, clock } = harness;
    const received = recordArrivals(b);
    const to = reachable(a, b)[0];
    const before = { a: a.stats(), b: b.stats() };
    let bytes = 0;
    for (let i = 0; i < 20; i += 1) {
      const atNs = i % 2 === 0 ? 0 : clock.nowNs() + i * 1e6;
      assert.equal(a.send(pattern(10 + i), 0, 10 + i, to, atNs), true);
      bytes += 10 + i;
    }
    await expectArrivals(harness, received, 20);
    const after = { a: a.stats(), b: b.stats() };
    assert.equal(after.a.datagramsSent - before.a.datagramsSent, 20);
    assert.equal(after.a.bytesSent - before.a.bytesSent, bytes);
    assert.equal(after.b.datagramsReceived - before.b.datagramsReceived, 20);
    assert.equal(after.b.bytesReceived - before.b.bytesReceived, bytes);
    assert.equal(after.a.sendQueueFull, before.a.sendQueueFull);
    assert.equal(after.a.sendErrors, before.a.sendErrors);
  },

  'a closed port refuses to send, and counts it': async ({ a, b }) => {
    const to = reachable(a, b)[0];
    await a.close();
    const refused = () => a.stats().sendErrors + a.stats().sendQueueFull;
    const before = refused();
    assert.equal(a.send(pattern(10), 0, 10, to, 0), false);
    assert.equal(refused() - before, 1);
    assert.equal(a.stats().datagramsSent, 0);
  },

  'timed sends that have not gone out are dropped when a port closes': async (harness) => {
    const { a, b, clock } = harness;
    const received = recordArrivals(b);
    a.send(pattern(10), 0, 10, reachable(a, b)[0], clock.nowNs() + 20e6);
    await a.close();
    await harness.settle(50);
    assert.equal(received.length, 0);
  },

  'a closed port receives nothing more': async (harness) => {
    const { a, b, group } = harness;
    const received = recordArrivals(b);
    const to = reachable(a, b)[0];
    await b.join(group);
    await b.close();
    a.send(pattern(10), 0, 10, to, 0);
    a.send(pattern(10), 0, 10, group, 0);
    await harness.settle(30);
    assert.equal(received.length, 0);
  },

  'closing twice is fine': async ({ a }) => {
    await Promise.all([a.close(), a.close()]);
    await a.close();
  },

  'a closed port cannot join, and says so with a JamError': async ({ a, group }) => {
    await a.close();
    await assert.rejects(a.join(group), JamError);
  },
};
