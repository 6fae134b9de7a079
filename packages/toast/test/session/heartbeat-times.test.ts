import { type HeartbeatTimes, StreamType } from '@jamnet/toast';
import { describe, expect, it } from 'vitest';
import { createDepartures } from '../../src/session/departures.js';
import { createSimulatedLan, openMidi, seconds } from '../simulated-lan.js';

describe('the times of heartbeats', () => {
  it('come once each, with the echo and the time of the one before', async () => {
    const lan = createSimulatedLan(1);
    const [a, b] = [await lan.join(), await lan.join()];
    const got: HeartbeatTimes[] = [];
    const end = a.session.onHeartbeatTimes((peer, times) => {
      expect(peer.senderId).toBe(b.toast.senderId);
      got.push({ ...times });
    });
    lan.time.runFor(seconds(10));
    expect(got.length).toBeGreaterThan(100);
    const latency = (sent: number, arrival: number): number => Math.round(arrival - sent);
    for (const times of got)
      expect(Math.abs(latency(times.sentNs, times.arrivalNs) - 50_000)).toBeLessThan(2);
    const before = got.filter(({ previousSentNs }) => previousSentNs >= 0);
    // All but the first.
    expect(before.length).toBe(got.length - 1);
    for (const times of before)
      expect(
        Math.abs(latency(times.previousSentNs, times.previousArrivalNs) - 50_000),
      ).toBeLessThan(2);
    const echoes = got.filter(({ echoSentNs }) => echoSentNs >= 0);
    expect(echoes.length).toBeGreaterThan(50);
    expect(new Set(echoes.map(({ echoSentNs }) => echoSentNs)).size).toBe(echoes.length);
    for (const times of echoes)
      expect(Math.abs(latency(times.echoSentNs, times.echoArrivalNs) - 50_000)).toBeLessThan(2);
    end();
    const count = got.length;
    lan.time.runFor(seconds(1));
    expect(got.length).toBe(count);
    await a.toast.close();
    await b.toast.close();
  });

  it('say nothing of a heartbeat before that was lost', async () => {
    const lan = createSimulatedLan(2);
    const a = await lan.join({ receive: { loss: 0.5 } });
    const b = await lan.join();
    let known = 0;
    let all = 0;
    a.session.onHeartbeatTimes((_, { previousSentNs, previousArrivalNs }) => {
      all++;
      if (previousSentNs >= 0) known++;
      expect(Number.isNaN(previousSentNs)).toBe(Number.isNaN(previousArrivalNs));
      if (previousSentNs >= 0)
        expect(Math.abs(previousArrivalNs - previousSentNs - 50_000)).toBeLessThan(2);
    });
    lan.time.runFor(seconds(30));
    expect(known / all).toBeGreaterThan(0.35);
    expect(known / all).toBeLessThan(0.65);
    await a.toast.close();
    await b.toast.close();
  });

  it('reach the audience of a large session too, in turn', async () => {
    const lan = createSimulatedLan(3);
    const player = await lan.join();
    openMidi(player.session);
    const audience = [];
    for (let i = 0; i < 30; i++) audience.push(await lan.join());
    const echoes = audience.map(() => 0);
    audience.forEach(({ session }, i) =>
      session.onHeartbeatTimes((peer, { echoSentNs }) => {
        if (peer.senderId === player.toast.senderId && echoSentNs >= 0) echoes[i]++;
      }),
    );
    lan.time.runFor(seconds(60));
    expect(Math.min(...echoes)).toBeGreaterThan(3);
    await Promise.all([player, ...audience].map(({ toast }) => toast.close()));
  });
});

describe('departures', () => {
  it('are what came back from the group says, or else the stamp', () => {
    const departures = createDepartures();
    departures.handedOver(7, 1000);
    expect(departures.of(7)).toBe(1000);
    departures.cameBack(7, 51_000);
    expect(departures.of(7)).toBe(51_000);
    // The same from another interface, later.
    departures.cameBack(7, 99_000);
    expect(departures.of(7)).toBe(51_000);
    expect(departures.of(8)).toBeNaN();
    departures.cameBack(8, 5);
    expect(departures.of(8)).toBeNaN();
    departures.handedOver(2 ** 32 - 1, 5e9);
    departures.cameBack(2 ** 32 - 1, 6e9);
    expect(departures.of(2 ** 32 - 1)).toBe(5e9);
    departures.handedOver(7 + 64, 2000);
    expect(departures.of(7)).toBeNaN();
  });
});

describe('a frame with a time to be sent at', () => {
  it('leaves then, its copies after it', async () => {
    const lan = createSimulatedLan(4);
    const [a, b] = [await lan.join(), await lan.join()];
    const out = openMidi(a.session);
    lan.time.runFor(seconds(1));
    const arrivals: number[] = [];
    b.session.subscribe({ streamType: StreamType.MIDI }, ({ arrivalNs }) =>
      arrivals.push(arrivalNs),
    );
    const atNs = lan.time.clock.nowNs() + 123e6;
    const before = a.session.stats().heartbeatsRode;
    expect(out.send(new Uint8Array(4), 0, 4, { timestampNs: atNs, sendAtNs: atNs })).toBe(true);
    expect(a.session.stats().heartbeatsRode).toBe(before);
    lan.time.runFor(seconds(1));
    expect(arrivals).toEqual([atNs + 50_000]);
    const past = lan.time.clock.nowNs() - 5;
    out.send(new Uint8Array(4), 0, 4, { timestampNs: past, sendAtNs: past });
    const now = lan.time.clock.nowNs();
    lan.time.runFor(seconds(1));
    expect(arrivals[1]).toBe(now + 50_000);
    await a.toast.close();
    await b.toast.close();
  });
});
