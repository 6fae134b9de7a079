import { LAGS_MS, type SendOptions } from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import { createSimulatedLan, openMidi, say, seconds, START_NS } from '../simulated-lan.js';

const badOption = expect.objectContaining({ code: 'bad-option' });

/** When copies of MIDI went out, milliseconds after the start. */
async function timed() {
  const atMs: number[] = [];
  const lan = createSimulatedLan(1, (_from, _to, bytes, _length, atNs) => {
    if (bytes[4] === 1) atMs.push(Math.round((atNs - START_NS) / 1e6));
  });
  const { session } = await lan.join();
  return { lan, session, atMs };
}

describe('a stream with a list of times', () => {
  it('sends a copy at each of them', async () => {
    const { lan, session, atMs } = await timed();
    const stream = openMidi(session, { redundancy: { offsetsUs: [0, 12_000, 24_000] } });
    say(stream, 'x');
    expect(stream.lastCopies).toBe(3);
    lan.time.runFor(seconds(0.1));
    expect(atMs).toEqual([0, 12, 24]);
  });

  it.each([[[]], [[1]], [[0, 2, 1]], [[0, 45_001]], [[0, NaN]], [Array<number>(17).fill(0)]])(
    'is not opened for %j',
    async (offsetsUs) => {
      const { session } = await createSimulatedLan().join();
      expect(() => openMidi(session, { redundancy: { offsetsUs } })).toThrow(badOption);
    },
  );
});

describe('a frame with a plan of its own', () => {
  it('goes out by it, from its own time on, and the next one by that of the stream', async () => {
    const { lan, session, atMs } = await timed();
    const stream = openMidi(session, { redundancy: { copies: 1 } });
    const send = (options: Partial<SendOptions>): boolean =>
      stream.send(new Uint8Array(3), 0, 3, { timestampNs: START_NS, ...options });
    send({ plan: { offsetsUs: [0, 20_000], spread: 'wide' }, sendAtNs: START_NS + 5e6 });
    expect(stream.lastCopies).toBe(2);
    send({});
    expect(stream.lastCopies).toBe(1);
    lan.time.runFor(seconds(0.1));
    expect(atMs.sort((a, b) => a - b)).toEqual([0, 5, 25]);
  });

  it('of more copies than there can be is refused', async () => {
    const { session } = await createSimulatedLan().join();
    const stream = openMidi(session);
    const plan = { offsetsUs: Array<number>(17).fill(0), spread: 'wide' } as const;
    expect(stream.send(new Uint8Array(3), 0, 3, { timestampNs: START_NS, plan })).toBe(false);
    expect(stream.framesRefused).toBe(1);
  });
});

describe('what a layer with plans of its own is told', () => {
  it('is the loss that a peer reports, lag by lag', async () => {
    const lan = createSimulatedLan();
    const a = await lan.join();
    const b = await lan.join({ receive: { loss: 0.3 } });
    const stream = openMidi(a.session);
    for (let i = 0; i < 300; i++) {
      say(stream, 'x');
      lan.time.runFor(10e6);
    }
    const peer = a.session.peers().find(({ senderId }) => senderId === b.session.senderId)!;
    expect(peer.reportedLoss.rate).toBe(peer.reportedLossRate);
    expect(peer.reportedLoss.rate).toBeGreaterThan(0.2);
    expect(peer.reportedLoss.conditional).toHaveLength(LAGS_MS.length);
    expect(peer.reportedLoss.conditional[3]).toBeGreaterThan(0.15);
    expect(peer.reportedLoss.arrivals).toBeGreaterThan(100);
  });

  it('is how many copies congestion allows, and the ceiling', async () => {
    const lan = createSimulatedLan();
    const bottleneck = { bitsPerSecond: 40e3, queueBytes: 10_000 };
    const { session, toast } = await lan.join({ send: { bottleneck } });
    await lan.join();
    expect(session.maxCopies).toBe(16);
    expect(session.rateCeilingBitsPerSecond).toBe(10_000_000);
    const audio = await toast.openSession({ topic: 'audio://x' });
    expect(audio.rateCeilingBitsPerSecond).toBe(100_000_000);
    const stream = openMidi(session);
    for (let i = 0; i < 400 && session.maxCopies > 1; i++) {
      say(stream, 'more than the link carries'.repeat(8));
      lan.time.runFor(10e6);
    }
    expect(session.maxCopies).toBe(1);
  });

  it('and it tells when it sends more, so that more that brings nothing is noticed', async () => {
    const trips = async (bitsPerSecond: number): Promise<number> => {
      const lan = createSimulatedLan();
      // A link that drops what is too much without letting it wait.
      const bottleneck = { bitsPerSecond, queueBytes: 1400 };
      const { session } = await lan.join({ send: { bottleneck } });
      await lan.join();
      const stream = openMidi(session, { redundancy: { copies: 1 } });
      for (let i = 0; i < 600; i++) {
        if (i % 300 === 0) session.noteCopies(1 + i / 150);
        for (let n = 0; n < (i < 300 ? 1 : 3); n++) say(stream, 'x'.repeat(500));
        lan.time.runFor(10e6);
      }
      return session.stats().congestionTrips;
    };
    expect(await trips(500e3)).toBeGreaterThan(0);
    expect(await trips(5e6)).toBe(0);
  });
});
