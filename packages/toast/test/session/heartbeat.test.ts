import { fromCompactLine, type HeartbeatMessage } from '@jamnet/schemas';
import { type Peer, StreamType } from '@jamnet/toast';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSimulatedLan,
  openMidi,
  type Player,
  say,
  sayMany,
  seconds,
  START_NS,
  TOPIC,
} from '../simulated-lan.js';
import { createStranger } from '../stranger.js';
import { readAsToast } from '../v2/frame-json.js';

interface Beat {
  readonly atNs: number;
  readonly from: string;
  readonly rides: boolean;
  readonly timestampNs: number;
  readonly sequence: number;
  readonly message: HeartbeatMessage;
  readonly lines: string[];
}

/** A LAN on which every heartbeat that goes out is read. */
function watchedLan(seed = 1) {
  const beats: Beat[] = [];
  const lan = createSimulatedLan(seed, (from, _to, bytes, length, atNs) => {
    expect(length).toBeLessThanOrEqual(1200);
    const { statuses, frames } = readAsToast(bytes.subarray(0, length));
    expect(statuses.length).toBe(frames.length);
    expect(frames.length).toBeGreaterThan(0);
    frames.forEach((frame, index) => {
      if (frame.streamType !== StreamType.HEARTBEAT) return;
      const [own, ...lines] = Buffer.from(frame.payload, 'hex').toString().split('\n');
      expect(lines.pop()).toBe('');
      beats.push({
        atNs,
        from: from.address,
        rides: index > 0,
        timestampNs: Number(frame.timestamp),
        sequence: frame.sequence,
        message: fromCompactLine(own!) as HeartbeatMessage,
        lines,
      });
    });
  });
  return {
    lan,
    beats,
    of: (player: string): Beat[] => beats.filter(({ from }) => from === player),
  };
}

const gaps = (beats: readonly Beat[]): number[] =>
  beats.slice(1).map(({ atNs }, i) => (atNs - beats[i]!.atNs) / 1e6);
const line = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('heartbeats', () => {
  it('come within 20 ms, at 20 Hz for five seconds, then at 10 Hz, each within 20 %', async () => {
    const { lan, of } = watchedLan();
    await lan.join();
    lan.time.runFor(seconds(30));
    const beats = of('10.0.0.1');
    expect(beats[0]!.atNs - START_NS).toBeLessThan(20e6);
    const young = gaps(beats.filter(({ atNs }) => atNs < START_NS + 4.9e9));
    const grown = gaps(beats.filter(({ atNs }) => atNs > START_NS + 5.2e9));
    for (const [each, ms] of [
      [young, 50],
      [grown, 100],
    ] as const) {
      expect(Math.min(...each)).toBeGreaterThanOrEqual(ms * 0.8 - 0.001);
      expect(Math.max(...each)).toBeLessThanOrEqual(ms * 1.2 + 0.001);
      expect(each.reduce((sum, gap) => sum + gap) / each.length).toBeCloseTo(ms, -1);
    }
    expect(beats.map(({ sequence }) => sequence)).toEqual(beats.map((_, i) => i));
    expect([beats[0]!.message.rate, beats.at(-1)!.message.rate]).toEqual([2000, 1000]);
  });

  it('ride on media where there is some: no datagram of their own, no more of them than else', async () => {
    const { lan, of } = watchedLan();
    const a = await lan.join();
    await lan.join();
    lan.time.runFor(seconds(6));
    const stream = openMidi(a.session);
    const before = a.session.stats();
    sayMany(lan, stream, 500, 10);
    const after = a.session.stats();
    const sent = after.heartbeatsSent - before.heartbeatsSent;
    const rode = after.heartbeatsRode - before.heartbeatsRode;
    expect(rode).toBeGreaterThan(0.9 * sent);
    const beats = of('10.0.0.1').filter(({ atNs }) => atNs > START_NS + 6e9);
    expect(beats.filter(({ rides }) => rides)).toHaveLength(rode);
    const each = gaps(beats);
    expect(Math.min(...each)).toBeGreaterThanOrEqual(79.9);
    expect(Math.max(...each)).toBeLessThanOrEqual(120.1);
    // Three copies of each frame, and what did not ride.
    expect(after.sent.datagrams - before.sent.datagrams).toBe(1500 + sent - rode);
  });

  it('ride on first copies only, and are heard there', async () => {
    const { lan, beats } = watchedLan();
    const [a, b] = [await lan.join(), await lan.join()];
    const lines: string[] = [];
    a.session.setHeartbeatLine('ms', line('{"t":"ms","s":1}'));
    b.session.onHeartbeatLine('ms', (_peer, bytes, offset, length) =>
      lines.push(new TextDecoder().decode(bytes.subarray(offset, offset + length))),
    );
    lan.time.runFor(seconds(0.2));
    const stream = openMidi(a.session, { redundancy: { copies: 16, windowUs: 40_000 } });
    sayMany(lan, stream, 50, 20);
    const mine = beats.filter(({ from }) => from === '10.0.0.1');
    expect(mine.filter(({ rides }) => rides).length).toBeGreaterThan(10);
    expect(new Set(mine.map(({ sequence }) => sequence)).size).toBe(mine.length);
    expect(lines.length).toBeGreaterThan(mine.length - 3);
    expect(new Set(lines)).toEqual(new Set(['{"t":"ms","s":1}']));
  });

  it('go on when all media is refused (bug: a refused datagram took its heartbeat along)', async () => {
    const { lan, of } = watchedLan();
    const a = await lan.join({ session: { rateCeilingBitsPerSecond: 64_000 } });
    const stream = openMidi(a.session, { redundancy: { copies: 1 } });
    lan.time.runFor(seconds(6));
    sayMany(lan, stream, 10_000, 1, () => 'x'.repeat(300));
    expect(stream.framesRefused).toBeGreaterThan(9000);
    const beats = of('10.0.0.1').filter(({ atNs }) => atNs > START_NS + 6.2e9);
    expect(beats.length).toBeGreaterThan(80);
    expect(Math.max(...gaps(beats))).toBeLessThanOrEqual(120.1);
    expect(beats.map(({ sequence }) => sequence)).toEqual(
      beats.map((_, i) => beats[0]!.sequence + i),
    );
  });

  it('never make a datagram longer than 1,200 bytes, whatever rides with whatever', async () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 1158 }), { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.nat(590), fc.nat(590), async (payloads, first, second) => {
        // The watched LAN checks every datagram.
        const { lan, beats } = watchedLan();
        const a = await lan.join({ name: '♪'.repeat(64) });
        for (let i = 0; i < 9; i++) createStranger(lan, i).heartbeat({ rate: 1 });
        a.session.setHeartbeatLine(
          'ms',
          line(`{"t":"ms","x":"${'y'.repeat(first)}"}`.slice(0, 600)),
        );
        a.session.setHeartbeatLine(
          'zz',
          line(`{"t":"zz","x":"${'y'.repeat(second)}"}`.slice(0, 600)),
        );
        const stream = openMidi(a.session);
        for (const length of payloads) {
          expect(say(stream, 'z'.repeat(length))).toBe(true);
          lan.time.runFor(41e6);
        }
        expect(beats.filter(({ from }) => from === '10.0.0.1').length).toBeGreaterThan(14);
      }),
      { numRuns: 10 },
    );
  });

  it('take long lines of layers in turns, and always say who speaks', async () => {
    const { lan, of } = watchedLan();
    const a = await lan.join({ name: '♪'.repeat(64) });
    for (const kind of ['aa', 'bb', 'cc']) {
      a.session.setHeartbeatLine(kind, line(`{"t":"${kind}","x":"${'y'.repeat(580)}"}`));
    }
    lan.time.runFor(seconds(2));
    const kinds = new Map<string, number>();
    for (const { message, lines } of of('10.0.0.1')) {
      expect(message.name).toBe('♪'.repeat(64));
      for (const each of lines) kinds.set(each.slice(6, 8), (kinds.get(each.slice(6, 8)) ?? 0) + 1);
    }
    expect([...kinds.keys()].toSorted()).toEqual(['aa', 'bb', 'cc']);
    expect(Math.min(...kinds.values())).toBeGreaterThan(8);
  });

  it('say when the one before was sent, and when the others were heard', async () => {
    const { lan, beats, of } = watchedLan(2);
    const a = await lan.join();
    const b = await lan.join();
    openMidi(a.session);
    lan.time.runFor(seconds(3));
    const sent = new Map(of('10.0.0.1').map((beat) => [beat.sequence, beat]));
    let heard = 0;
    for (const beat of beats) {
      expect(beat.timestampNs).toBe(Math.floor(beat.atNs));
      const { previous } = beat.message;
      if (beat.sequence > 0) expect(previous![0]).toBe(beat.sequence - 1);
      if (beat.from === '10.0.0.1' && previous !== undefined) {
        expect(Math.abs((previous[1] as number) - sent.get(previous[0])!.atNs)).toBeLessThan(1);
      }
      if (beat.from !== '10.0.0.2') continue;
      for (const [sender, sequence, tx, rx, loss] of beat.message.heard ?? []) {
        heard++;
        expect(sender).toBe(a.toast.senderId);
        expect(tx).toBe(sent.get(sequence)!.timestampNs);
        expect((rx as number) - (tx as number) - 50_000).toBeLessThan(2);
        expect(loss).toHaveLength(9);
        expect(loss[0]).toBe(0);
      }
    }
    expect(heard).toBeGreaterThan(50);
    expect(b.session.peers()).toHaveLength(1);
  });

  it('report everyone in turn, and nobody who never said anything keeps the others out', async () => {
    const { lan, of } = watchedLan();
    const reporter = await lan.join();
    openMidi(reporter.session);
    // Senders of media without a heartbeat, as a flood would make them up.
    for (let id = 1; id <= 30; id++) createStranger(lan, id).frame({ text: 'x' });
    lan.time.runFor(1e6);
    const players: Player[] = [];
    for (let i = 0; i < 20; i++) players.push(await lan.join());
    players.forEach(({ session }) => openMidi(session));
    lan.time.runFor(seconds(4.5));
    const reported = new Set(
      of('10.0.0.1').flatMap(({ message }) => (message.heard ?? []).map(([sender]) => sender)),
    );
    expect(reporter.session.peers().length).toBe(50);
    for (const { toast } of players) expect(reported.has(toast.senderId)).toBe(true);
    expect([...reported].filter((id) => id <= 30)).toEqual([]);
  });

  it('come twice as often while a layer asks for it', async () => {
    const { lan, of } = watchedLan();
    const a = await lan.join();
    lan.time.runFor(seconds(10));
    const count = (): number => of('10.0.0.1').length;
    const rates: number[] = [];
    for (const eager of [false, true, false]) {
      a.session.setEagerHeartbeats(eager);
      const before = count();
      lan.time.runFor(seconds(10));
      rates.push(count() - before);
    }
    expect(rates[0]).toBeGreaterThan(90);
    expect(rates[0]).toBeLessThan(115);
    expect(rates[1]! / rates[0]!).toBeCloseTo(2, 0);
    expect(rates[2]! / rates[0]!).toBeCloseTo(1, 0);
  });

  it('can be sent now', async () => {
    const { lan, of } = watchedLan();
    const a = await lan.join();
    lan.time.runFor(seconds(0.03));
    const before = of('10.0.0.1').length;
    a.session.beat();
    expect(of('10.0.0.1')).toHaveLength(before + 1);
  });

  it('say what the burst plan is, and that a listener only listens', async () => {
    const { lan, of } = watchedLan();
    const a = await lan.join();
    await lan.join();
    const stream = openMidi(a.session);
    lan.time.runFor(seconds(1));
    expect(of('10.0.0.1').at(-1)!.message).toMatchObject({ plan: [0, 167, 333] });
    expect(of('10.0.0.1').at(-1)!.message.receiveOnly).toBeUndefined();
    expect(of('10.0.0.2').at(-1)!.message).toMatchObject({ receiveOnly: true });
    stream.close();
    lan.time.runFor(seconds(1));
    expect(of('10.0.0.1').at(-1)!.message).toMatchObject({ receiveOnly: true });
  });

  it('become rare with the audience: 24 listeners say no more than 16 a second in all', async () => {
    const { lan, beats } = watchedLan();
    const player = await lan.join();
    openMidi(player.session);
    for (let i = 0; i < 24; i++) await lan.join();
    lan.time.runFor(seconds(6));
    beats.length = 0;
    lan.time.runFor(seconds(20));
    const own = beats.filter(({ from }) => from === '10.0.0.1').length;
    expect(own).toBeGreaterThan(180);
    expect((beats.length - own) / 20).toBeLessThan(17);
    expect((beats.length - own) / 20).toBeGreaterThan(12);
  });
});

describe('a heartbeat that comes', () => {
  it('may lack everything but its type', async () => {
    const lan = createSimulatedLan();
    const b = await lan.join();
    const stranger = createStranger(lan, 7);
    stranger.heartbeat({});
    lan.time.runFor(1e6);
    expect(b.session.stats().rejected.malformed).toBe(0);
    const peer = b.session.peers()[0]!;
    expect(peer).toMatchObject({ name: '', clockId: '', sameClock: false, endpoints: [] });
    stranger.heartbeat({ name: 'x', clock: '0000C10C', rate: 0 });
    stranger.heartbeat({});
    lan.time.runFor(1e6);
    expect(peer).toMatchObject({ name: 'x', clockId: '0000c10c', sameClock: true });
    expect(peer.heartbeatIntervalNs).toBe(1e8);
  });

  it('late is older than what is known and changes nothing', async () => {
    const lan = createSimulatedLan();
    const b = await lan.join();
    const stranger = createStranger(lan, 7);
    const beat = (name: string, sequence: number): void =>
      stranger.frame({
        streamType: StreamType.HEARTBEAT,
        streamId: 0,
        sequence,
        text: `{"t":"hb","nm":"${name}"}\n`,
      });
    beat('first', 2 ** 32 - 1);
    beat('second', 0);
    beat('first', 2 ** 32 - 1);
    beat('copy', 0);
    lan.time.runFor(1e6);
    expect(b.session.peers()[0]!.name).toBe('second');
  });

  it('of a peer under a name with control characters is shown without', async () => {
    const lan = createSimulatedLan();
    const b = await lan.join();
    createStranger(lan, 7).heartbeat({
      name: '\u001b[2Jx\u0007',
      endpoints: ['\u001b[2J', '1.2.3.4:5'],
    });
    lan.time.runFor(1e6);
    expect(b.session.peers()[0]).toMatchObject({ name: ' [2Jx ', endpoints: ['1.2.3.4:5'] });
  });

  it('of whatever bytes never throws, and the next good one is read', async () => {
    const lan = createSimulatedLan();
    const b = await lan.join();
    const stranger = createStranger(lan, 7);
    let lines = 0;
    b.session.onHeartbeatLine('ms', () => lines++);
    const good =
      '{"t":"hb","nm":"a","ck":"01234567","ep":["1.2.3.4:5"],"r":1000,"pl":[0,1],"pv":[1,2],"hd":[[1,2,3,4,[1,-1,2,3,4,5,6,7,8]]]}\n{"t":"ms"}\n';
    const mutated = fc
      .array(fc.tuple(fc.nat(), fc.constantFrom(...'{}[]":,0179-.e\n\\u ', '\u0000', 'ÿ')), {
        minLength: 1,
        maxLength: 5,
      })
      .map((edits) => {
        let text = good;
        for (const [at, put] of edits) {
          const place = at % text.length;
          text = text.slice(0, place) + put + text.slice(place + (at % 2));
        }
        return text;
      });
    fc.assert(
      fc.property(
        fc.oneof(mutated, fc.string({ unit: 'binary', maxLength: 300 }), fc.json()),
        (text) => {
          stranger.frame({
            streamType: StreamType.HEARTBEAT,
            streamId: 0,
            text: text.slice(0, 380),
          });
          lan.time.runFor(100_000);
        },
      ),
      { numRuns: 600 },
    );
    expect(b.session.stats().rejected.malformed).toBeGreaterThan(200);
    lines = 0;
    stranger.frame({ streamType: StreamType.HEARTBEAT, streamId: 0, text: good });
    lan.time.runFor(1e6);
    const peer = b.session.peers().find(({ senderId }) => senderId === 7) as Peer;
    expect(peer.name).toBe('a');
    expect(lines).toBe(1);
  });

  it('ends in a line without a newline', async () => {
    const lan = createSimulatedLan();
    const b = await lan.join({ session: { topic: TOPIC } });
    const lines: string[] = [];
    b.session.onHeartbeatLine('ms', (_peer, bytes, offset, length) =>
      lines.push(new TextDecoder().decode(bytes.subarray(offset, offset + length))),
    );
    createStranger(lan, 7).heartbeat({}, '{"t":"zz"}\n{"t":"ms","a":1}\n\n{"t":"ms","a":2}');
    lan.time.runFor(1e6);
    expect(lines).toEqual(['{"t":"ms","a":1}', '{"t":"ms","a":2}']);
  });
});
