import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PeerRecord, PeerStream } from '../../src/peer/peer.js';

const S = 1e9;

describe('the count of what is lost of a stream', () => {
  const received = (sequences: readonly number[]): PeerStream => {
    const stream = new PeerStream(1, 1, sequences[0]!, 0);
    for (const sequence of sequences) {
      stream.received++;
      stream.reached(sequence);
    }
    return stream;
  };

  it.each([
    ['nothing missing', [5, 6, 7], 0],
    ['one missing', [5, 7], 1],
    ['that came late', [5, 7, 6], 0],
    ['older than the first', [7, 5], 1],
    ['and what was between them', [7, 5, 6], 0],
    ['over the wrap', [2 ** 32 - 2, 1], 2],
    ['over the wrap and late', [2 ** 32 - 2, 1, 0, 2 ** 32 - 1], 0],
    ['older over the wrap', [1, 2 ** 32 - 1, 0], 0],
  ])('%s', (_name, sequences, lost) => {
    expect(received(sequences).lost).toBe(lost);
  });

  it('is what was sent between the first and the last, less what came, in any order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(300), { minLength: 1 }),
        fc.constantFrom(0, 2 ** 31 - 100, 2 ** 32 - 100),
        (offsets, base) => {
          const stream = received(offsets.map((offset) => (base + offset) >>> 0));
          const span = Math.max(...offsets) - Math.min(...offsets) + 1;
          expect(stream.lost).toBe(span - offsets.length);
        },
      ),
    );
  });

  it('goes on after more frames than half of the sequences', () => {
    const stream = received([0, 2 ** 31 - 1, 2 ** 32 - 2, 2 ** 31 - 4]);
    expect(stream.lost).toBe(2 ** 32 + 2 ** 31 - 3 - 4);
  });
});

describe('the jitter of a stream', () => {
  const jitterOf = (transitsNs: readonly number[]): number => {
    const stream = new PeerStream(1, 1, 0, 0);
    for (const transitNs of transitsNs) stream.noteTransit(transitNs);
    return stream.jitterUs;
  };

  it('is none where every frame takes as long, whatever the clocks differ by', () => {
    expect(jitterOf(Array.from({ length: 100 }, () => -7e12))).toBe(0);
  });

  it('settles at the mean change from one frame to the next', () => {
    const transitsNs = Array.from({ length: 400 }, (_, i) => 1e6 + (i % 2) * 300e3);
    expect(jitterOf(transitsNs)).toBeCloseTo(300, 3);
  });
});

describe('a peer', () => {
  it('has sixteen streams at once; one that is silent makes room', () => {
    const peer = new PeerRecord(1, 0);
    for (let id = 1; id <= 16; id++) expect(peer.stream(id, 1, 0, id * 1e6)).toBeDefined();
    expect(peer.stream(17, 1, 0, 1 * S)).toBeUndefined();
    expect(peer.stream(1, 1, 5, 4 * S)).toBe(peer.streams.get(1));
    expect(peer.stream(17, 1, 0, 5.1 * S)).toBeDefined();
    expect(peer.streams.has(2)).toBe(false);
    expect(peer.streams.has(1)).toBe(true);
    expect(peer.streams.size).toBe(16);
  });

  it('counts the datagrams of the last second, and none when none come', () => {
    const peer = new PeerRecord(1, 100 * S);
    for (let i = 0; i < 500; i++) peer.countArrival(100 * S + i * 10e6);
    const at = (s: number): number => peer.lossReport(s * S).arrivals;
    expect(at(105)).toBeGreaterThan(90);
    expect(at(105)).toBeLessThan(110);
    expect(at(105.5)).toBeLessThan(60);
    expect(at(107)).toBe(0);
    expect(at(1000)).toBe(0);
  });

  it('of an audience costs no meters', () => {
    const peer = new PeerRecord(1, 0);
    peer.noteHeartbeat(5, 1000, 2000);
    expect(peer.fastestNs).toBeNaN();
    expect(peer.jitterUs).toBe(0);
    expect(peer.lossReport(1 * S).rate).toBe(0);
  });

  it('that sends media is measured by its heartbeats until its media tell more', () => {
    const peer = new PeerRecord(1, 0);
    peer.receiveOnly = false;
    for (let sequence = 0; sequence < 100; sequence++) {
      if (sequence % 4 !== 0) peer.noteHeartbeat(sequence, sequence * 1e8, sequence * 1e8 + 5e6);
    }
    expect(peer.fastestNs).toBe(5e6);
    expect(peer.lossReport(10.2 * S).rate).toBeCloseTo(0.25, 1);
    expect(peer.lossRate).toBeCloseTo(0.25, 1);
    const stream = peer.stream(1, 1, 0, 0)!;
    for (let i = 0; i < 1000; i++) stream.meter.note(i, 0, 1, i * 10e6);
    expect(peer.lossReport(10.2 * S).rate).toBe(0);
  });
});
