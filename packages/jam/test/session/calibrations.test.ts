import { FormatType, StreamType } from '@jamnet/toast';
import type { Correction } from '@jamnet/sync';
import { describe, expect, it } from 'vitest';
import { createCalibrations } from '../../src/session/calibrations.js';
import { createSyncRoom, SECOND } from './sync-room.js';

/** A device whose clock is 5 s ahead of its host's and runs 20 ppm faster. */
const device = (hostNs: number): number => 5e9 + hostNs * 1.00002;

describe('calibration blocks in a session', () => {
  it('let others read the stamps of a GPU that they have never seen, at 20 % loss', async () => {
    const room = createSyncRoom(1);
    const lossy = { receive: { loss: 0.2 } };
    const a = await room.open({ ...lossy, driftPpm: 30 });
    const b = await room.open({ ...lossy, driftPpm: -30 });
    const [sender, receiver] = [a, b].map((host) => createCalibrations(host.session));
    sender.send(async () => ({
      deviceNs: device(a.clock.exactNs),
      monotonicNs: a.clock.exactNs,
      maxDeviationNs: 100,
    }));
    await room.time.runAsync(room.time.clock.nowNs() + 12 * SECOND);
    // At the start, after 5 s, after 10 s; and 20 ppm are 50 µs off every 2.5 s.
    expect(sender.stats().sent).toBeGreaterThanOrEqual(4);
    expect(receiver.stats().received).toBeGreaterThanOrEqual(3);
    const stampNs = a.clock.exactNs;
    const got: (Correction | null)[] = [];
    receiver.correct(a.toast.senderId, Math.round(device(stampNs)), (correction) =>
      got.push(correction),
    );
    expect(Math.abs(Number(got[0]!.timestamp) - stampNs)).toBeLessThan(60e3);
    sender.close();
    receiver.close();
    await a.kill();
    await b.kill();
  });

  it('are stamped per copy with the time at which it is sent', async () => {
    const room = createSyncRoom(2);
    const a = await room.open();
    const b = await room.open();
    const transits: number[] = [];
    b.session.subscribe({ streamType: StreamType.SYNC }, (frame) =>
      transits.push(frame.timestampNs - (a.clock.exactNs - 50_000)),
    );
    const out = a.session.openStream({
      streamType: StreamType.SYNC,
      formatType: FormatType.COMPACT_JSONL,
      redundancy: { copies: 3, windowUs: 900 },
    });
    room.time.runFor(SECOND);
    for (let i = 0; i < 20; i++) {
      out.send(new Uint8Array(3), 0, 3, { timestampNs: 0 });
      room.time.runFor(0.1 * SECOND);
    }
    // Of each burst one copy is delivered: stamped when it left, whichever it was.
    expect(transits.length).toBe(20);
    for (const transit of transits) expect(Math.abs(transit)).toBeLessThan(10);
    await a.kill();
    await b.kill();
  });

  it('that do not come are waited for 100 ms, and what is no block is counted', async () => {
    const room = createSyncRoom(3);
    const a = await room.open();
    const b = await room.open();
    const receiver = createCalibrations(b.session);
    room.time.runFor(SECOND);
    const got: { correction: Correction | null; afterMs: number }[] = [];
    const startNs = room.time.clock.nowNs();
    receiver.correct(a.toast.senderId, 5, (correction) =>
      got.push({ correction, afterMs: (room.time.clock.nowNs() - startNs) / 1e6 }),
    );
    room.time.runFor(0.2 * SECOND);
    expect(got.length).toBe(1);
    expect(got[0].correction).toBeNull();
    expect(got[0].afterMs).toBeCloseTo(100, 0);
    const out = a.session.openStream({
      streamType: StreamType.SYNC,
      formatType: FormatType.COMPACT_JSONL,
    });
    const junk = new TextEncoder().encode(
      '{"t":"scb","tc":1,"tg":2,"u":"ns","o":"sender","ver":"1.1"}',
    );
    out.send(junk, 0, junk.length, { timestampNs: 0 });
    out.send(junk, 0, 5, { timestampNs: 0 });
    room.time.runFor(SECOND);
    expect(receiver.stats().malformed).toBe(2);
    expect(receiver.stats().received).toBe(0);
    receiver.close();
    const { pending } = room.time;
    receiver.correct(a.toast.senderId, 5, (correction) => got.push({ correction, afterMs: 0 }));
    expect(got.at(-1)).toEqual({ correction: null, afterMs: 0 });
    expect(room.time.pending).toBe(pending);
    await a.kill();
    await b.kill();
  });
});
