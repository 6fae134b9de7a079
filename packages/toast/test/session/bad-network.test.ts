import type { Impairment } from '@jamnet/testkit';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CircuitEvent, PlanEvent, Session } from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import {
  createSimulatedLan,
  openMidi,
  type Player,
  say,
  sayMany,
  seconds,
  type SimulatedLan,
  START_NS,
  texts,
} from '../simulated-lan.js';
import { createStranger, type Stranger } from '../stranger.js';

describe('a network that corrupts 10 % of datagrams in 1 to 8 bits', () => {
  it('brings nothing that was not sent, throws nothing, and the rest arrives', async () => {
    const lan = createSimulatedLan(7);
    const corrupt: Impairment = { corrupt: { rate: 0.1, bits: [1, 8] } };
    const a = await lan.join({ name: 'anna', send: corrupt });
    const b = await lan.join({ name: 'bela', receive: corrupt, send: corrupt });
    const lines = new Set<string>();
    a.session.setHeartbeatLine('ms', new TextEncoder().encode('{"t":"ms","s":"the line"}'));
    b.session.onHeartbeatLine('ms', (_peer, bytes, offset, length) =>
      lines.add(new TextDecoder().decode(bytes.subarray(offset, offset + length))),
    );
    const stream = openMidi(a.session, { redundancy: { copies: 4 } });
    lan.time.runFor(seconds(0.5));
    const sent = sayMany(lan, stream, 5000, 2, (i) => `${i}: what was sent, and nothing else`);
    lan.time.runFor(seconds(0.2));
    const got = texts(b.got);
    const known = new Set(sent);
    expect(got.filter((text) => !known.has(text))).toEqual([]);
    expect(new Set(got).size).toBe(got.length);
    // All four copies corrupted on one of two ways: 1 in 800.
    expect(sent.length - got.length).toBeLessThan(30);
    expect([...lines]).toEqual(['{"t":"ms","s":"the line"}']);
    const { rejected } = b.toast.stats();
    const refused = Object.values(rejected).reduce((sum, count) => sum + count);
    expect(refused).toBeGreaterThan(2000);
    expect(b.session.peers().map(({ name }) => name)).toEqual(['anna']);
    expect(a.session.peers().map(({ name }) => name)).toEqual(['bela']);
  });
});

describe('a network that reorders, duplicates and delays', () => {
  it('brings everything once', async () => {
    const lan = createSimulatedLan(8);
    const a = await lan.join();
    const b = await lan.join({
      receive: {
        reorder: { rate: 0.3, holdBackMs: 30 },
        duplicate: 0.3,
        delayMs: 20,
        jitterMs: 15,
      },
    });
    const sent = sayMany(lan, openMidi(a.session), 2000, 2);
    lan.time.runFor(seconds(0.2));
    expect(texts(b.got).toSorted()).toEqual(sent.toSorted());
    expect(texts(b.got)).not.toEqual(sent);
    const stream = b.session.peers()[0]!.streams.get(1)!;
    expect(stream).toMatchObject({ received: 2000, lost: 0, late: 0 });
  });
});

/** Frames of 200 bytes through some network, for so long; the plans that were taken. */
async function playThrough(
  lan: SimulatedLan,
  network: Impairment,
  perSecond: number,
  forS: number,
) {
  const a = await lan.join({ send: network });
  const b = await lan.join();
  const plans: { atS: number; copies: number; spread: string }[] = [];
  a.session.events.addEventListener('plan', ({ plan }: PlanEvent) =>
    plans.push({
      atS: (lan.time.clock.nowNs() - START_NS) / 1e9,
      copies: plan.offsetsUs.length,
      spread: plan.spread,
    }),
  );
  lan.time.runFor(seconds(3));
  const stream = openMidi(a.session);
  sayMany(lan, stream, perSecond * forS, 1000 / perSecond, () => 'x'.repeat(158));
  return { a, b, plans };
}

describe('the burst plan', () => {
  it('widens under runs of loss, and narrows again when they are over', async () => {
    const lan = createSimulatedLan(5);
    const runs = { loss: { gilbertElliott: { loss: 0.1, meanBurstMs: 10 } } };
    const { a, b, plans } = await playThrough(lan, runs, 50, 30);
    expect(a.session.plan.spread).toBe('wide');
    expect(plans.find(({ spread }) => spread === 'wide')!.atS).toBeLessThan(13);
    expect(b.session.peers()[0]!.lossRate).toBeGreaterThan(0.02);
    expect(a.session.stats().worstReportedLoss).toBeGreaterThan(0.02);
  });

  it('does not widen under independent loss of the same rate', async () => {
    const { plans } = await playThrough(createSimulatedLan(5), { loss: 0.1 }, 50, 30);
    expect(plans.filter(({ spread }) => spread === 'wide')).toEqual([]);
  });

  it('takes more copies under 66 % loss and puts nobody over the ceiling', async () => {
    const lan = createSimulatedLan(6);
    const { a, b } = await playThrough(lan, { loss: 0.66 }, 50, 10);
    expect(a.session.plan.offsetsUs.length).toBeGreaterThan(5);
    expect(a.session.stats().congestionTrips).toBe(0);
    expect(b.session.peers()[0]!.lossRate).toBeCloseTo(0.66, 1);
  });
});

describe('a narrow path', () => {
  it('makes copies fall to one within a second', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const bottleneck = { bitsPerSecond: 400_000, queueBytes: 10_000 };
      const { a, plans } = await playThrough(createSimulatedLan(seed), { bottleneck }, 150, 3);
      expect(a.session.stats().congestionTrips).toBeGreaterThan(0);
      const fell = plans.find(({ copies }) => copies === 1)!;
      expect(fell.atS).toBeLessThan(4.05);
    }
  });
});

describe('the rate ceiling', () => {
  it('leaves out copies, and what is left out is not taken for lost (bug: it was announced)', async () => {
    const lan = createSimulatedLan(2);
    const a = await lan.join({ session: { rateCeilingBitsPerSecond: 400_000 } });
    const b = await lan.join();
    lan.time.runFor(seconds(0.1));
    const stream = openMidi(a.session, { redundancy: { copies: 8 } });
    const sent = sayMany(lan, stream, 500, 10, () => 'x'.repeat(158));
    lan.time.runFor(seconds(1));
    expect(sent).toHaveLength(500);
    const stats = a.session.stats();
    expect(stats.copiesRefused).toBeGreaterThan(500);
    expect(stats.framesRefused).toBe(0);
    // Heartbeats are not held back, but 40 ms of the bucket's tenth of a second are their room.
    expect((stats.sent.bytes * 8) / 5).toBeLessThan(400_000 * 1.05);
    const there = b.session.peers()[0]!.streams.get(1)!;
    expect(there).toMatchObject({ received: 500, lost: 0, copiesLost: 0 });
    expect(b.session.peers()[0]!.lossRate).toBe(0);
  });
});

/** A receiver that says of `player` that nearly nothing arrives and that a queue stands. */
function complain(
  lan: SimulatedLan,
  stranger: Stranger,
  player: Player,
  forS: number,
  share: number,
): void {
  for (let i = 0; i < forS * 10; i++) {
    stranger.heartbeat({
      rate: 1000,
      heard: [
        [
          player.toast.senderId,
          i,
          0,
          0,
          [share, -1, -1, -1, -1, -1, -1, share > 0 ? 200_000 : 0, 10],
        ],
      ],
    });
    lan.time.runFor(100e6);
  }
}

function circuitsOf(session: Session): CircuitEvent['circuit'][] {
  const circuits: CircuitEvent['circuit'][] = [];
  session.events.addEventListener('circuit', ({ circuit }) => circuits.push(circuit));
  return circuits;
}

describe('the circuit breaker', () => {
  it('makes send() return false with a reason, heartbeats go on, and it closes again', async () => {
    const lan = createSimulatedLan(3);
    const a = await lan.join();
    const stream = openMidi(a.session);
    const stranger = createStranger(lan, 99);
    const circuits = circuitsOf(a.session);
    expect(say(stream, 'before')).toBe(true);
    complain(lan, stranger, a, 30, 8000);
    expect(circuits).toHaveLength(1);
    expect(circuits[0]).toMatchObject({ open: true });
    expect(circuits[0]!.reason).toMatch(/80 %/u);
    expect(a.session.stats().circuit).toEqual(circuits[0]);

    const { heartbeatsSent, sent } = a.session.stats();
    expect(say(stream, 'while open')).toBe(false);
    expect(a.session.stats().sent).toEqual(sent);
    complain(lan, stranger, a, 5, 8000);
    expect(a.session.stats().heartbeatsSent - heartbeatsSent).toBeGreaterThan(10);

    complain(lan, stranger, a, 15, 0);
    expect(circuits.map(({ open }) => open)).toEqual([true, false]);
    const b = await lan.join();
    expect(say(stream, 'after')).toBe(true);
    lan.time.runFor(1e6);
    expect(texts(b.got)).toEqual(['after']);
  });

  it('is not opened by who complains of somebody else', async () => {
    const lan = createSimulatedLan(3);
    const [a, b] = [await lan.join(), await lan.join()];
    const circuits = circuitsOf(a.session);
    const stranger = createStranger(lan, 99);
    complain(lan, stranger, b, 30, 8000);
    expect(circuits).toEqual([]);
    expect(a.session.peers().find(({ senderId }) => senderId === 99)!.reportedLossRate).toBe(-1);
  });

  it('no report lifts the plan above sixteen copies or the ceiling', async () => {
    const lan = createSimulatedLan(3);
    const a = await lan.join({ session: { rateCeilingBitsPerSecond: 500_000 } });
    const stream = openMidi(a.session);
    const stranger = createStranger(lan, 99);
    const before = a.session.stats().sent.bytes;
    for (let i = 0; i < 2000; i++) {
      if (i % 20 === 0) {
        stranger.heartbeat({
          heard: [
            [
              a.toast.senderId,
              i,
              0,
              0,
              [10_000, 10_000, 9999, 0, 10_000, 1, 10_000, 0, 2 ** 32 - 1],
            ],
          ],
        });
      }
      say(stream, 'x'.repeat(100), lan.time.clock.nowNs());
      expect(stream.lastCopies).toBeLessThanOrEqual(16);
      lan.time.runFor(5e6);
    }
    const bits = (a.session.stats().sent.bytes - before) * 8;
    expect(bits / 10).toBeLessThan(500_000 * 1.1);
  });
});

describe('many frames', () => {
  it('do not grow the heap: 100,000 sent and 100,000 received', async () => {
    const lan = createSimulatedLan(1);
    const a = await lan.join();
    const b = await lan.join();
    let received = 0;
    b.session.subscribe({ streamType: 1 }, () => received++);
    // What the test itself keeps must not count.
    b.got.push = () => 0;
    const stream = openMidi(a.session, { redundancy: { copies: 1 } });
    const payload = new Uint8Array(100);
    const options = { timestampNs: START_NS };
    const send = (count: number): void => {
      for (let i = 0; i < count; i++) {
        if (!stream.send(payload, 0, 100, options)) throw new Error('refused');
        lan.time.runFor(1e6);
      }
    };
    send(20_000);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    send(100_000);
    collectGarbage();
    const grown = process.memoryUsage().heapUsed - before;
    expect(received).toBe(120_000);
    // 10 bytes a frame would be a megabyte.
    expect(grown).toBeLessThan(1_000_000);
  });
});

/** Collects garbage, whether or not the process was started with leave to ask for it. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
