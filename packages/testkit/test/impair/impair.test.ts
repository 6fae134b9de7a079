import type { BatchHandler, DatagramPort, Destination } from '@jamnet/wire';
import { describe, expect, test } from 'vitest';
import { createRandom, createVirtualTime, impair, type Impairment } from '@jamnet/testkit';
import { createPair } from './pair.js';

const RUNS = { gilbertElliott: { loss: 0.05, meanBurstMs: 10 } };

describe.each(['send', 'receive'] as const)('impairment in %s', (direction) => {
  const pair = (impairment: Impairment, more: { seed?: number; batches?: boolean } = {}) => {
    const made = createPair({ [direction]: impairment, ...more });
    const counters = () =>
      (direction === 'send' ? made.sender : made.receiver).counters()[direction];
    return { ...made, counters };
  };

  test('independent loss loses its share, and counts it', () => {
    const { arrivals, sendMany, counters } = pair({ loss: 0.66 });
    sendMany(20_000, 1);
    expect(counters()).toMatchObject({ sent: 20_000, delivered: arrivals.length });
    expect(counters().lost).toBe(20_000 - arrivals.length);
    // Four standard deviations are 0.0134.
    expect(Math.abs(counters().lost / 20_000 - 0.66)).toBeLessThan(0.0134);
  });

  test.each([
    { name: 'alone', more: {} },
    { name: 'with other impairments', more: { delayMs: 1 } },
  ])('loss in runs, $name, hits neighbours together', ({ more }) => {
    const { collectNumbers, sendMany } = pair({ loss: RUNS, ...more });
    const arrived = collectNumbers();
    sendMany(400_000, 0.5);
    let lost = 0;
    let nextLost = 0;
    for (let i = 0; i < 399_999; i += 1) {
      if (arrived.has(i)) continue;
      lost += 1;
      if (!arrived.has(i + 1)) nextLost += 1;
    }
    expect(lost / 400_000).toBeGreaterThan(0.044);
    expect(lost / 400_000).toBeLessThan(0.056);
    // P(bad after 0.5 ms | bad) of the model: 0.05 + 0.95 exp(-0.5 / 9.5) = 0.951.
    expect(Math.abs(nextLost / lost - 0.951)).toBeLessThan(0.01);
  });

  test('delay is constant and exact', () => {
    const { arrivals, sendMany, counters } = pair({ delayMs: 7.5 });
    sendMany(100, 1);
    expect(arrivals.map(({ atMs }) => atMs)).toEqual(
      Array.from({ length: 100 }, (_, i) => i + 7.5),
    );
    expect(counters()).toMatchObject({ delayedMaxMs: 7.5, reordered: 0, held: 0 });
  });

  test('uniform jitter spreads evenly over its range, and lets datagrams overtake', () => {
    const { arrivals, sendMany, counters } = pair({ delayMs: 5, jitterMs: 10 });
    sendMany(10_000, 1);
    const delaysMs = arrivals.map(({ number, atMs }) => atMs - number);
    expect(Math.min(...delaysMs)).toBeGreaterThanOrEqual(5 - 1e-6);
    expect(Math.max(...delaysMs)).toBeLessThan(15);
    const meanMs = delaysMs.reduce((sum, ms) => sum + ms, 0) / delaysMs.length;
    expect(Math.abs(meanMs - 10)).toBeLessThan(0.12);
    let highest = -1;
    let late = 0;
    for (const { number } of arrivals) {
      if (number < highest) late += 1;
      highest = Math.max(highest, number);
    }
    expect(late).toBeGreaterThan(5_000);
    expect(counters().reordered).toBe(late);
    expect(counters().delayedMaxMs).toBeCloseTo(Math.max(...delaysMs), 3);
  });

  test('exponential jitter has its mean and its tail', () => {
    const { arrivals, sendMany } = pair({ jitterMs: 4, jitterDistribution: 'exponential' });
    sendMany(20_000, 50);
    const delaysMs = arrivals.map(({ number, atMs }) => atMs - number * 50);
    const meanMs = delaysMs.reduce((sum, ms) => sum + ms, 0) / delaysMs.length;
    expect(Math.abs(meanMs - 4)).toBeLessThan(0.12);
    const long = delaysMs.filter((ms) => ms > 12).length / delaysMs.length;
    expect(Math.abs(long - Math.exp(-3))).toBeLessThan(0.007);
  });

  test('jitter that keeps order keeps it', () => {
    const { arrivals, sendMany, counters } = pair({ jitterMs: 10, keepOrder: true });
    sendMany(5_000, 1);
    expect(arrivals.map(({ number }) => number)).toEqual(
      Array.from({ length: 5_000 }, (_, i) => i),
    );
    expect(counters().reordered).toBe(0);
    expect(counters().delayedMaxMs).toBeGreaterThan(9);
  });

  test('reordering holds its share back so far that later ones overtake', () => {
    const { arrivals, sendMany, counters } = pair({ reorder: { rate: 0.1, holdBackMs: 3.5 } });
    sendMany(10_000, 1);
    const heldBack = arrivals.filter(({ number, atMs }) => atMs - number > 3);
    expect(arrivals).toHaveLength(10_000);
    expect(Math.abs(heldBack.length / 10_000 - 0.1)).toBeLessThan(0.012);
    expect(heldBack.every(({ number, atMs }) => Math.abs(atMs - number - 3.5) < 1e-6)).toBe(true);
    // All but those whose followers were held back as well.
    expect(counters().reordered).toBeGreaterThan(heldBack.length * 0.98);
    expect(counters().reordered).toBeLessThanOrEqual(heldBack.length);
  });

  test('duplication delivers its share twice', () => {
    const { arrivals, sendMany, counters } = pair({ duplicate: 0.25 });
    sendMany(10_000, 1);
    expect(arrivals).toHaveLength(10_000 + counters().duplicated);
    expect(Math.abs(counters().duplicated / 10_000 - 0.25)).toBeLessThan(0.018);
    const times = new Map<number, number>();
    for (const { number } of arrivals) times.set(number, (times.get(number) ?? 0) + 1);
    expect([...times.values()].filter((count) => count === 2)).toHaveLength(counters().duplicated);
  });

  test('corruption flips from 1 to 8 bits of its share, and of the copy alone', () => {
    const { arrivals, sendMany, counters } = pair({ corrupt: 0.1 });
    sendMany(10_000, 1, 60);
    const flips = new Array<number>(9).fill(0);
    arrivals.forEach(({ bytes }, i) => {
      const sent = new Uint8Array(60);
      new DataView(sent.buffer).setUint32(0, i, true);
      let bits = 0;
      bytes.forEach((byte, at) => {
        for (let x = byte ^ sent[at]; x > 0; x >>= 1) bits += x & 1;
      });
      flips[bits] += 1;
    });
    expect(arrivals).toHaveLength(10_000);
    expect(flips[0]).toBe(10_000 - counters().corrupted);
    expect(Math.abs(counters().corrupted / 10_000 - 0.1)).toBeLessThan(0.012);
    for (const count of flips.slice(1)) expect(count).toBeGreaterThan(80);
  });

  test('corruption with a number of bits flips that many, however short the datagram', () => {
    const { arrivals, sendMany } = pair({ corrupt: { rate: 1, bits: [64, 64] } });
    sendMany(10, 1, 5);
    for (const { bytes } of arrivals) expect(bytes).toHaveLength(5);
    // 40 bits, all flipped: the four bytes of the number and a zero.
    expect(arrivals[1].bytes).toEqual(Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0xff));
  });

  test('an empty datagram cannot be corrupted', () => {
    const { sender, receiver, time, counters } = pair({ corrupt: 1 });
    let lengths = '';
    receiver.onBatch((_view, descriptors) => {
      lengths += descriptors.getUint16(24, true);
    });
    sender.send(new Uint8Array(0), 0, 0, receiver.endpoints()[0], 0);
    time.run();
    expect(lengths).toBe('0');
    expect(counters()).toMatchObject({ delivered: 1, corrupted: 0 });
  });

  test('a bottleneck delays by what waits before, and drops what its queue does not hold', () => {
    const bottleneck = { bitsPerSecond: 1e6, queueBytes: 10_000 };
    const { arrivals, sendMany, counters } = pair({ bottleneck, delayMs: 2 });
    // 1,000 bytes with headers every 4 ms: twice what the link carries.
    sendMany(2_000, 4, 972);
    expect(counters().queueDropped).toBe(2_000 - arrivals.length);
    expect(arrivals.length).toBeGreaterThanOrEqual(1_000);
    expect(arrivals.length).toBeLessThanOrEqual(1_011);
    for (let i = 1; i < arrivals.length; i += 1) {
      expect(arrivals[i].atMs - arrivals[i - 1].atMs).toBeGreaterThan(7.999);
    }
    // A full queue of 10 datagrams of 8 ms, and the delay behind it.
    expect(counters().delayedMaxMs).toBeGreaterThan(77);
    expect(counters().delayedMaxMs).toBeLessThanOrEqual(82.001);
  });

  test('the same seed gives the same run, another seed another', () => {
    const everything: Impairment = {
      loss: RUNS,
      delayMs: 2,
      jitterMs: 5,
      reorder: 0.1,
      duplicate: 0.1,
      corrupt: 0.1,
      bottleneck: { bitsPerSecond: 1e6, queueBytes: 5_000 },
    };
    const outcome = (seed: number) => {
      const { arrivals, sendMany } = pair(everything, { seed });
      sendMany(500, 1);
      return arrivals;
    };
    expect(outcome(5)).toEqual(outcome(5));
    expect(outcome(5)).not.toEqual(outcome(6));
  });

  test('what else is asked for does not change which datagrams are lost', () => {
    const survivors = (more: Impairment) => {
      const { arrivals, sendMany } = pair({ loss: 0.4, ...more });
      sendMany(500, 1);
      return [...new Set(arrivals.map(({ number }) => number))].sort((x, y) => x - y);
    };
    const alone = survivors({});
    expect(survivors({ delayMs: 3, jitterMs: 2 })).toEqual(alone);
    expect(survivors({ duplicate: 0.5 })).toEqual(alone);
  });

  test('stats tell what a user of the port sees', () => {
    const { sender, receiver, arrivals, sendMany } = pair({
      loss: 0.5,
      duplicate: 0.2,
      delayMs: 1,
    });
    sendMany(1_000, 1, 50);
    expect(sender.stats()).toMatchObject({ datagramsSent: 1_000, bytesSent: 50_000 });
    expect(receiver.stats()).toMatchObject({
      datagramsReceived: arrivals.length,
      bytesReceived: arrivals.length * 50,
    });
  });

  test('a closed port forgets what it held', async () => {
    const { sender, receiver, arrivals, sendOne, time, counters } = pair({ delayMs: 10 });
    sendOne(1);
    time.run(1e9 + 5e6);
    expect(counters().held).toBe(1);
    await (direction === 'send' ? sender : receiver).close();
    expect(time.pending).toBe(0);
    time.run();
    expect(arrivals).toEqual([]);
  });

  test('a batch is thinned, not split, by loss alone', () => {
    const { sendOne, time, receiver, counters } = pair({ loss: 0.5 }, { batches: true });
    const batches: number[] = [];
    receiver.onBatch((_view, _descriptors, count) => batches.push(count));
    for (let i = 0; i < 60; i += 1) sendOne(i);
    time.run();
    expect(batches).toEqual([counters().delivered]);
    expect(counters().delivered + counters().lost).toBe(60);
  });
});

describe('timed sends', () => {
  test('are lost by the state at the time they go out, not at the time of the call', () => {
    // Five copies at once or over 45 ms: the times of going out decide.
    const residual = (scheduleMs: readonly number[], more: Impairment, seed: number) => {
      const made = createPair({ send: { loss: RUNS, ...more }, seed });
      const { collectNumbers, sendOne, time } = made;
      const arrived = collectNumbers();
      const messages = 60_000;
      for (let i = 0; i < messages; i += 1) {
        time.run(1e9 + i * 100e6);
        for (const ms of scheduleMs) sendOne(i, i * 100 + ms);
      }
      time.run();
      return 1 - arrived.size / messages;
    };
    const together = [0, 0.05, 0.1, 0.15, 0.2];
    const spread = [0, 3, 9, 21, 45];
    for (const more of [{}, { delayMs: 1 }]) {
      // Four standard deviations are 0.0036 and 0.00047.
      expect(Math.abs(residual(together, more, 41) - 0.049)).toBeLessThan(0.0036);
      expect(Math.abs(residual(spread, more, 43) - 0.00083)).toBeLessThan(0.00047);
    }
  });

  test('wait, and then go through everything else', () => {
    const { arrivals, sendOne, time, sender } = createPair({ send: { delayMs: 5 } });
    sendOne(1, 20);
    sendOne(2, 10);
    time.run(1e9 + 15e6 - 1);
    expect(arrivals).toEqual([]);
    expect(sender.stats().datagramsSent).toBe(1);
    time.run();
    expect(arrivals.map(({ number, atMs }) => [number, atMs])).toEqual([
      [2, 15],
      [1, 25],
    ]);
    expect(sender.stats()).toMatchObject({ datagramsSent: 2, pacingLatenessUs: 0 });
  });

  test('are refused, and counted, when too many wait', () => {
    const { sendOne, sender } = createPair({ send: { delayMs: 1 } });
    for (let i = 0; i < 65_536; i += 1) sendOne(i, 10, 4);
    expect(sendOne(0, 10, 4)).toBe(false);
    expect(sender.stats().sendQueueFull).toBe(1);
  });
});

describe('loss alone', () => {
  const TO: Destination = { family: 4, address: '10.0.0.9', port: 9 };

  function recordingPort() {
    const calls: unknown[][] = [];
    let handler: BatchHandler = () => undefined;
    const port = {
      capabilities: { pacingGranularityUs: 9 },
      send: (...call: unknown[]) => calls.push(call) !== 3,
      onBatch: (given: BatchHandler) => (handler = given),
      stats: () => ({ datagramsSent: 7, bytesSent: 70, sendQueueFull: 1, pacingLatenessUs: 4 }),
    } as unknown as DatagramPort;
    const { clock, timers } = createVirtualTime({ startNs: 1_000 });
    const impaired = impair(port, {
      clock,
      timers,
      random: createRandom(1),
      send: { loss: { gilbertElliott: { loss: 1e-9, meanBurstMs: 1 } } },
      receive: { loss: 0 },
    });
    return { calls, impaired, receive: (...call: Parameters<BatchHandler>) => handler(...call) };
  }

  test('hands over the very bytes and the time in the same call, and passes the answer back', () => {
    const { calls, impaired } = recordingPort();
    const bytes = new Uint8Array(50);
    expect(impaired.send(bytes, 10, 20, TO, 5_000_000)).toBe(true);
    expect(calls).toHaveLength(1);
    expect(calls[0][0]).toBe(bytes);
    expect(calls[0].slice(1)).toEqual([10, 20, TO, 5_000_000]);
    expect(impaired.send(bytes, 0, 5, TO, 0)).toBe(true);
    expect(impaired.send(bytes, 0, 5, TO, 0)).toBe(false);
    expect(impaired.counters().send).toMatchObject({ sent: 3, delivered: 2, refused: 1 });
    expect(impaired.capabilities.pacingGranularityUs).toBe(9);
    expect(impaired.stats()).toMatchObject({
      datagramsSent: 7,
      sendQueueFull: 1,
      pacingLatenessUs: 4,
    });
  });

  test('hands on the very view and descriptors of a batch that lost none', () => {
    const { impaired, receive } = recordingPort();
    const got: unknown[] = [];
    impaired.onBatch((view, descriptors, count) => got.push(view, descriptors, count));
    const view = new Uint8Array(10);
    const descriptors = new DataView(new ArrayBuffer(64));
    receive(view, descriptors, 2);
    expect(got[0]).toBe(view);
    expect(got[1]).toBe(descriptors);
    expect(got[2]).toBe(2);
  });
});

describe('options', () => {
  test.each<[Impairment, RegExp]>([
    [{ loss: 2 }, /loss is 2/],
    [{ delayMs: -1 }, /send.delayMs is -1/],
    [{ jitterMs: NaN }, /send.jitterMs is NaN/],
    [{ duplicate: 1.1 }, /send.duplicate is 1.1/],
    [{ reorder: { rate: 0.1, holdBackMs: -2 } }, /send.reorder.holdBackMs is -2/],
    [{ corrupt: { rate: 0.1, bits: [3, 2] } }, /send.corrupt.bits\[1\] is 2/],
    [{ corrupt: { rate: 0.1, bits: [0, 2] } }, /send.corrupt.bits\[0\] is 0/],
    [{ bottleneck: { bitsPerSecond: -5, queueBytes: 1 } }, /bitsPerSecond is -5/],
  ])('%j is refused', (send, message) => {
    expect(() => createPair({ send })).toThrow(message);
  });
});
