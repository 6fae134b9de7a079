import assert from 'node:assert/strict';
import {
  expectArrivals,
  pattern,
  reachable,
  recordArrivals,
  type DatagramPortHarness,
} from './port-harness.js';

type Demand = (harness: DatagramPortHarness) => Promise<void>;

/** What becomes of the bytes, and what a descriptor says. */
export const transferDemands: Readonly<Record<string, Demand>> = {
  'bytes arrive unchanged': async (harness) => {
    const { a, b } = harness;
    const received = recordArrivals(b);
    const bytes = pattern(512);
    assert.equal(a.send(bytes, 0, bytes.length, reachable(a, b)[0], 0), true);
    await expectArrivals(harness, received, 1);
    assert.deepEqual(received[0].bytes, bytes);
  },

  'only the given range is sent': async (harness) => {
    const { a, b } = harness;
    const received = recordArrivals(b);
    const bytes = pattern(400);
    const to = reachable(a, b)[0];
    for (const [offset, length] of [
      [7, 20],
      [100, 250],
      [399, 1],
    ]) {
      assert.equal(a.send(bytes, offset, length, to, 0), true);
      await expectArrivals(harness, received, 1);
      assert.deepEqual(received.pop()?.bytes, bytes.slice(offset, offset + length));
    }
  },

  'datagrams of 0, 1 and 1200 bytes pass whole': async (harness) => {
    const { a, b } = harness;
    const received = recordArrivals(b);
    for (const length of [0, 1, 1200]) {
      const bytes = pattern(length, length);
      assert.equal(a.send(bytes, 0, length, reachable(a, b)[0], 0), true);
      await expectArrivals(harness, received, 1);
      assert.deepEqual(received.pop()?.bytes, bytes);
    }
  },

  'the sender may overwrite its buffer once send has returned': async (harness) => {
    const { a, b, clock } = harness;
    const received = recordArrivals(b);
    const bytes = pattern(64);
    const to = reachable(a, b)[0];
    assert.equal(a.send(bytes, 0, bytes.length, to, 0), true);
    bytes.fill(0xee);
    const timed = pattern(64, 1);
    assert.equal(a.send(timed, 0, timed.length, to, clock.nowNs() + 10e6), true);
    timed.fill(0xee);
    await expectArrivals(harness, received, 2);
    assert.deepEqual(received[0].bytes, pattern(64));
    assert.deepEqual(received[1].bytes, pattern(64, 1));
  },

  'every endpoint of a port reaches it': async (harness) => {
    const { a, b } = harness;
    const received = recordArrivals(b);
    let sent = 0;
    for (const endpoint of reachable(a, b)) {
      assert.ok(endpoint.port >= 1 && endpoint.port <= 65_535, `${endpoint.port} is a UDP port`);
      assert.equal(endpoint.address.includes(':') ? 6 : 4, endpoint.family);
      assert.equal(a.send(pattern(30, sent), 0, 30, endpoint, 0), true);
      sent += 1;
      await expectArrivals(harness, received, sent);
      assert.deepEqual(received.at(-1)?.bytes, pattern(30, sent - 1));
    }
  },

  'a descriptor says when a datagram arrived, between sending and delivery': async (harness) => {
    const { a, b, clock } = harness;
    const received = recordArrivals(b);
    const beforeNs = clock.nowNs();
    a.send(pattern(40), 0, 40, reachable(a, b)[0], 0);
    await expectArrivals(harness, received, 1);
    const { arrivalNs } = received[0];
    // Kernel times are converted from another clock by paired readings.
    const toleranceNs = b.capabilities.kernelTimestamps ? 100_000 : 0;
    assert.ok(arrivalNs >= beforeNs - toleranceNs, 'it arrived after it was sent');
    assert.ok(arrivalNs <= clock.nowNs() + toleranceNs, 'it arrived before it was looked at');
  },

  'the source index leads to an address that answers reach': async (harness) => {
    const { a, b } = harness;
    const atA = recordArrivals(a);
    const atB = recordArrivals(b);
    a.send(pattern(20), 0, 20, reachable(a, b)[0], 0);
    await expectArrivals(harness, atB, 1);
    const source = b.source(atB[0].sourceIndex);
    assert.ok(source, 'the source is known');
    b.send(pattern(21), 0, 21, source, 0);
    await expectArrivals(harness, atA, 1);
    assert.deepEqual(atA[0].bytes, pattern(21));
  },

  'different sources have different indices, the same source the same': async (harness) => {
    const { a, b } = harness;
    const received = recordArrivals(b);
    const to = reachable(a, b)[0];
    a.send(pattern(10, 0), 0, 10, to, 0);
    await expectArrivals(harness, received, 1);
    b.send(pattern(10, 1), 0, 10, to, 0);
    await expectArrivals(harness, received, 2);
    a.send(pattern(10, 2), 0, 10, to, 0);
    await expectArrivals(harness, received, 3);
    assert.notEqual(received[0].sourceIndex, received[1].sourceIndex);
    assert.equal(received[0].sourceIndex, received[2].sourceIndex);
  },

  'a handler may send while it is called': async (harness) => {
    const { a, b } = harness;
    const atA = recordArrivals(a);
    const toA = reachable(b, a)[0];
    b.onBatch((_view, _descriptors, count) => {
      for (let i = 0; i < count; i += 1) b.send(pattern(11), 0, 11, toA, 0);
    });
    for (let i = 0; i < 20; i += 1) a.send(pattern(10), 0, 10, reachable(a, b)[0], 0);
    await expectArrivals(harness, atA, 20);
  },

  'a second handler takes the place of the first': async (harness) => {
    const { a, b } = harness;
    const first = recordArrivals(b);
    const second = recordArrivals(b);
    a.send(pattern(10), 0, 10, reachable(a, b)[0], 0);
    await expectArrivals(harness, second, 1);
    assert.equal(first.length, 0);
  },
};
